import { sql } from 'kysely'
import { staffName } from '#journey/throughout/access/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { HelpCall, HelpStep } from '../contract.ts'
import { CallUnknown } from '../errors.ts'
import { helpAnswered, helpCalled } from '../events.ts'
import type { MachineContext } from '../machine-context.ts'

interface Row {
  readonly id: string
  readonly machine: string
  readonly place: string
  readonly step: HelpStep
  readonly calledAt: Date
  readonly comingAt: Date | null
  readonly comingBy: string
  readonly doneAt: Date | null
}

const columns = sql`c.id, c.machine, coalesce(m.place, '') as place, c.step, c.called_at as "calledAt", c.coming_at as "comingAt", c.coming_by as "comingBy", c.done_at as "doneAt"`
const from = sql`kiosk.help_call c left join kiosk.machine m on m.institution_id = c.institution_id and m.name = c.machine`

const asCall = (row: Row): HelpCall => ({ ...row, calledAt: row.calledAt.toISOString(), comingAt: row.comingAt?.toISOString() ?? null, doneAt: row.doneAt?.toISOString() ?? null })

/** Somebody at the machine wants a person. Pressed again, it is the same call; staff see machine, place and step at once. */
export async function callHelp(tx: Tx, context: MachineContext, step: HelpStep): Promise<HelpCall> {
  const { institutionId, machine, now } = context
  const id = newId()
  const made = await sql`insert into kiosk.help_call (institution_id, id, machine, step, called_at) values (${institutionId}, ${id}, ${machine}, ${step}, ${now})
    on conflict (institution_id, machine) where done_at is null do nothing returning id`.execute(tx)
  if (made.rows.length > 0) await announce(tx, context, helpCalled(institutionId, id, machine))
  const { rows } = await sql<Row>`select ${columns} from ${from} where c.institution_id = ${institutionId} and c.machine = ${machine} and c.done_at is null`.execute(tx)
  if (!rows[0]) throw new CallUnknown()
  return asCall(rows[0])
}

/** The newest call of this machine that is not done: what its screen says of it. */
export async function callOfMachine(tx: Tx, { institutionId, machine }: MachineContext): Promise<HelpCall | null> {
  const { rows } = await sql<Row>`select ${columns} from ${from} where c.institution_id = ${institutionId} and c.machine = ${machine} and c.done_at is null`.execute(tx)
  return rows[0] ? asCall(rows[0]) : null
}

/** Calls that are open, and those of the last minutes, newest last. */
export async function openCalls(tx: Tx, institutionId: number): Promise<HelpCall[]> {
  const { rows } = await sql<Row>`select ${columns} from ${from} where c.institution_id = ${institutionId} and c.done_at is null order by c.called_at`.execute(tx)
  return rows.map(asCall)
}

/** A member of staff goes there, or has been there. Two may press at once: the first one is named. Throws {@link CallUnknown}. */
export async function answerCall(tx: Tx, context: Context, { institutionId, id, what }: { institutionId: number; id: string; what: 'coming' | 'done' }): Promise<void> {
  const { actor, now } = context
  const who = actor.kind === 'staff' ? await staffName(tx, institutionId, actor.accountId) : ''
  const { rows } = what === 'coming'
    ? await sql<{ machine: string }>`update kiosk.help_call set coming_at = ${now}, coming_by = ${who ?? ''}
        where institution_id = ${institutionId} and id = ${id} and coming_at is null and done_at is null returning machine`.execute(tx)
    : await sql<{ machine: string }>`update kiosk.help_call set done_at = ${now}, coming_at = coalesce(coming_at, ${now}), coming_by = case when coming_by = '' then ${who ?? ''} else coming_by end
        where institution_id = ${institutionId} and id = ${id} and done_at is null returning machine`.execute(tx)
  if (!rows[0]) throw new CallUnknown()
  await audit(tx, context, { action: `kiosk.help-${what}`, subject: `call/${id}`, institutionId })
  await announce(tx, context, helpAnswered(institutionId, id, rows[0].machine))
}
