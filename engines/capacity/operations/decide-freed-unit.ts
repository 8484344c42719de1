import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Half } from '../contract.ts'

export interface FreedUnitRef {
  readonly institutionId: number
  readonly unitId: number
}

export interface FreedUnit {
  readonly periodId: number
  readonly serviceId: number
  readonly day: string
  readonly half: Half
  readonly startsAt: Date
  readonly endsAt: Date
  readonly status: 'open' | 'taken' | 'returned' | 'gone'
  readonly sessionStatus: 'open' | 'suspended' | 'closed'
}

/** The freed unit as it stands. Until the transaction ends nobody else decides about it: ask for it before anything else is locked. */
export async function freedUnitForUpdate(tx: Tx, { institutionId, unitId }: FreedUnitRef): Promise<FreedUnit | undefined> {
  const { rows } = await sql<FreedUnit>`select period_id as "periodId", service_id as "serviceId", day, half, starts_at as "startsAt", ends_at as "endsAt", status,
    session_status as "sessionStatus" from capacity.freed_for_update(${institutionId}, ${unitId})`.execute(tx)
  return rows[0]
}

/** Somebody who waited has booked it: true for the one call that says so first. */
export async function settleFreedUnit(tx: Tx, context: Context, { institutionId, unitId }: FreedUnitRef, claimId: string): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select capacity.settle_freed(${institutionId}, ${unitId}, ${claimId}, ${context.now}) as done`.execute(tx)
  return rows[0]!.done
}

/** Back to the pool it came from, with the reason in its movement. The caller has made sure that nobody is promised it. */
export async function returnFreedUnit(tx: Tx, context: Context, { institutionId, unitId }: FreedUnitRef, reason: string): Promise<'returned' | 'gone' | 'over'> {
  const { rows } = await sql<{ outcome: 'returned' | 'gone' | 'over' }>`
    select capacity.return_freed(${institutionId}, ${unitId}, ${reason}, ${context.now}) as outcome`.execute(tx)
  return rows[0]!.outcome
}

/** Units that somebody put into the pool of those who wait by hand are freed units from now on. */
export async function adoptFreedUnits(tx: Tx, context: Context): Promise<number> {
  const { rows } = await sql<{ count: number }>`select capacity.adopt_freed(${context.now}) as count`.execute(tx)
  return rows[0]!.count
}
