import { sql } from 'kysely'
import { boxCounts, takeOutBox } from '#journey/throughout/billing/index.ts'
import type { BoxCount } from '#journey/throughout/billing/contract.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { KioskBoxes } from '../cash-contract.ts'
import { MachineUnknown } from '../errors.ts'
import { machineChanged } from '../events.ts'

/** The box of a machine is taken out, and an empty one put in. Throws {@link MachineUnknown}. */
export async function emptyMachine(tx: Tx, context: Context, { institutionId, machine, by }: { institutionId: number; machine: string; by: string }): Promise<BoxCount> {
  // A note that comes this moment is in one box or in the other.
  await sql`select from kiosk.acceptor where institution_id = ${institutionId} and machine = ${machine} for update`.execute(tx)
  const { rows } = await sql`select from kiosk.machine where institution_id = ${institutionId} and name = ${machine}`.execute(tx)
  if (rows.length === 0) throw new MachineUnknown()
  const out = await takeOutBox(tx, context, { institutionId, machine, by })
  await sql`update kiosk.acceptor set notes_in_box = 0, emptied_at = ${context.now} where institution_id = ${institutionId} and machine = ${machine}`.execute(tx)
  await announce(tx, context, machineChanged(institutionId, machine))
  return out
}

/** Every machine that takes notes, and the boxes that were taken out. How much lies in a box is said to nobody who will count it. */
export async function kioskBoxes(tx: Tx, institutionId: number): Promise<KioskBoxes> {
  const counts = await boxCounts(tx, institutionId)
  const { rows } = await sql<{ machine: string; place: string; notes: number }>`select m.name as machine, m.place, coalesce(a.notes_in_box, 0)::integer as notes
    from kiosk.machine m left join kiosk.acceptor a on a.institution_id = m.institution_id and a.machine = m.name
    where m.institution_id = ${institutionId} and (a.machine is not null or m.cash not in ('unknown', 'none')) order by m.name`.execute(tx)
  const out = new Set(counts.filter(({ countedAt }) => countedAt === null).map(({ machine }) => machine))
  return { machines: rows.map((row) => ({ ...row, isOut: out.has(row.machine) })), counts }
}
