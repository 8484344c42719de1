import { sql } from 'kysely'
import { currentEntry, entriesOf, family } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Leave, Leaves } from '../contract.ts'
import { NotYourPerson } from '../errors.ts'
import { columns, type LeaveRow } from '../leave-row.ts'

/** Who may follow me, whom I may follow, and who looked when. */
export async function leavesOf(tx: Tx, context: Context): Promise<Leaves> {
  if (context.actor.kind !== 'patient') throw new NotYourPerson()
  const own = await currentEntry(tx, context.actor.personId)
  const given = await read(tx, sql`person_id = ${own} order by ended_at is null and ends_at > ${context.now} desc, made_at desc limit 20`)
  const received = await read(tx, sql`companion_id = any (${await entriesOf(tx, own)}::uuid[]) and person_id <> ${own} and ended_at is null and ends_at > ${context.now} order by made_at desc`)
  await audit(tx, context, { action: 'companion.list-leaves', personId: own, subject: `person/${own}` })
  return { given, received, relatives: await relativesOf(tx, context) }
}

/** Those who are tied to the patient in the region's index: who may act for them, and for whom they act. */
export async function relativesOf(tx: Tx, context: Context): Promise<Leaves['relatives']> {
  const { members, proxies } = await family(tx, context)
  const tied = [...proxies, ...members.filter((one) => one.kind !== 'self')]
  return [...new Map(tied.map(({ personId, nameMasked, kind }) => [personId, { personId, nameMasked, kind }])).values()]
}

async function read(tx: Tx, condition: ReturnType<typeof sql>): Promise<Leave[]> {
  const { rows } = await sql<LeaveRow>`select ${columns} from companion.leave where ${condition}`.execute(tx)
  return Promise.all(rows.map(async (row) => ({
    ...row, madeAt: row.madeAt.toISOString(), endsAt: row.endsAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null, looks: await looksAt(tx, row.personId, row.id),
  })))
}

export async function looksAt(tx: Tx, personId: string, leaveId: string): Promise<Leave['looks']> {
  const { rows } = await sql<{ at: Date; what: Leave['looks'][number]['what'] }>`select at, what from companion.look where person_id = ${personId} and leave_id = ${leaveId}
    order by at desc limit 30`.execute(tx)
  return rows.map(({ at, what }) => ({ at: at.toISOString(), what }))
}
