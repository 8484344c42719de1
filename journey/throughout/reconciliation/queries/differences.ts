import { sql } from 'kysely'
import { staffName } from '#journey/throughout/access/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Difference, DifferenceClass, DifferenceDetail, Evidence, MovementKind, StatementChannel } from '../contract.ts'
import { DifferenceNotFound } from '../errors.ts'
import { suggested } from '../matching/suggest.ts'
import { ourSide } from '../operations/note-differences.ts'
import { whoIs } from '../policy.ts'
import { movementsById } from './our-side.ts'

export interface DifferenceRow {
  readonly id: string
  readonly channel: StatementChannel
  readonly day: string
  readonly class: DifferenceClass
  readonly kind: MovementKind
  readonly movementId: string | null
  readonly effectCents: number
  readonly foundAt: Date
  readonly status: Difference['status']
  readonly act: Difference['act']
  readonly note: string
  readonly proposedBy: string | null
  readonly transferId: string | null
  readonly evidence: Evidence
}

const columns = sql`id, channel, to_char(day, 'YYYY-MM-DD') as day, class, kind, movement_id as "movementId", effect_cents as "effectCents", found_at as "foundAt", status, act, note,
  proposed_by as "proposedBy", transfer_id as "transferId", evidence`

/** What is still to do, the oldest first; or what was closed lately. */
export async function differences(tx: Tx, context: Context, institutionId: number, asked: { state: 'open' | 'closed'; day?: string | undefined; channel?: string | undefined; class?: string | undefined }): Promise<Difference[]> {
  const { rows } = await sql<DifferenceRow>`select ${columns} from reconciliation.difference
    where institution_id = ${institutionId} and ${asked.state === 'closed' ? sql`status = 'closed'` : sql`status <> 'closed'`}
      and ${asked.day ? sql`day = ${asked.day}::date` : sql`true`} and ${asked.channel ? sql`channel = ${asked.channel}` : sql`true`} and ${asked.class ? sql`class = ${asked.class}` : sql`true`}
    order by ${asked.state === 'closed' ? sql`closed_at desc, id` : sql`found_at, id`} limit 300`.execute(tx)
  return rows.map((row) => asDifference(row, context))
}

function asDifference(row: DifferenceRow, context: Context): Difference {
  const { evidence: _, transferId: __, proposedBy, foundAt, ...rest } = row
  return {
    ...rest, foundAt: foundAt.toISOString(), needsTwo: row.effectCents !== 0, proposedByMe: proposedBy !== null && proposedBy === whoIs(context),
    suggested: suggested({ class: row.class, ageHours: (context.now.getTime() - foundAt.getTime()) / 3_600_000 }),
  }
}

export async function differenceDetail(tx: Tx, context: Context, institutionId: number, id: string): Promise<DifferenceDetail> {
  const row = await differenceRow(tx, institutionId, id)
  const { rows } = await sql<{ what: DifferenceDetail['steps'][number]['what']; act: string | null; note: string; by: string; at: Date }>`
    select what, act, note, by_whom as by, at from reconciliation.difference_step where institution_id = ${institutionId} and difference_id = ${id} order by step`.execute(tx)
  const movement = row.movementId ? (await movementsById(tx, institutionId, row.channel, [row.movementId], row.day)).find((one) => one.kind === row.kind) : undefined
  const steps = []
  for (const step of rows) steps.push({ ...step, by: await nameOf(tx, institutionId, step.by), at: step.at.toISOString() })
  return { ...asDifference(row, context), evidence: row.evidence, now: movement ? ourSide(movement) : null, steps, transferId: row.transferId }
}

/** A name for whoever did something; '' for the platform itself. */
export async function nameOf(tx: Tx, institutionId: number, who: string): Promise<string> {
  const account = /^(?:staff:)?([0-9a-f-]{36})$/.exec(who)?.[1]
  return account ? ((await staffName(tx, institutionId, account)) ?? '') : ''
}

export async function differenceRow(tx: Tx, institutionId: number, id: string, lock = false): Promise<DifferenceRow> {
  const { rows } = await sql<DifferenceRow>`select ${columns} from reconciliation.difference where institution_id = ${institutionId} and id = ${id} ${lock ? sql`for update` : sql``}`.execute(tx)
  if (!rows[0]) throw new DifferenceNotFound({ id })
  return rows[0]
}
