import { sql } from 'kysely'
import { intakeById, openIntakeAt, type Intake } from '#journey/throughout/billing/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { CashNow } from '../cash-contract.ts'
import type { MachineContext } from '../machine-context.ts'

/** What is known of somebody's notes in this machine: nothing of whose they are. */
export async function cashNow(tx: Tx, { institutionId }: MachineContext, intake: Intake): Promise<CashNow> {
  const { rows } = await sql<{ cents: number; state: string; count: number }>`select cents, state, count(*)::integer as count from kiosk.note
    where institution_id = ${institutionId} and intake_id = ${intake.id} group by cents, state order by cents desc`.execute(tx)
  const notes = rows.filter(({ state }) => state === 'stacked').map(({ cents, count }) => ({ cents, count }))
  const sum = (state: string) => rows.filter((row) => row.state === state).reduce((total, { cents, count }) => total + cents * count, 0)
  return {
    id: intake.id, state: intake.state, dueCents: intake.billId === null ? null : intake.expectedCents, inCents: sum('stacked'), notes,
    isMoving: rows.some(({ state }) => state === 'intended'), doubtCents: sum('doubt'), paidCents: intake.paidCents, putAsideCents: intake.putAsideCents,
  }
}

/** Of the person who puts in notes here now, or of an intake the machine knows. */
export async function cashOf(tx: Tx, context: MachineContext, intakeId?: string): Promise<CashNow | null> {
  const intake = intakeId === undefined ? await openIntakeAt(tx, context.institutionId, context.machine) : await intakeById(tx, context.institutionId, intakeId)
  return intake ? cashNow(tx, context, intake) : null
}
