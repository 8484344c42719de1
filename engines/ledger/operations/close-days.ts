import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import { inTransaction, type Db } from '#platform/database/index.ts'

const PATIENCE = 50

/**
 * Closes the days that are over and writes what every account held at their ends. From then on a late posting is booked
 * into the open day, so a statement of the past never changes. Returns how many closings were written.
 *
 * First the mark is set, then everybody who may not have seen it is waited for, and only then the day is added up: an
 * entry of that day that is still being written is never missed. Each day is a transaction; interrupted anywhere, the next run goes on.
 */
export async function closeDays(db: Db, context: Context): Promise<number> {
  const toFill = await inTransaction(db, context, async (tx) => (await sql<{ fill: boolean }>`select ledger.close_days(${context.now}) as fill`.execute(tx)).rows[0]!.fill)
  if (!toFill) return 0
  const horizon = (await sql<{ horizon: string }>`select ledger.horizon()::text as horizon`.execute(db)).rows[0]!.horizon
  for (let tries = 0; await inFlight(db, horizon); tries++) {
    if (tries === PATIENCE) return 0
    await pause(20 * tries)
  }
  let written = 0
  for (let more = true; more; ) {
    const day = await inTransaction(db, context, async (tx) => (await sql<{ written: number; more: boolean }>`select written, more from ledger.fill_next_day()`.execute(tx)).rows[0]!)
    written += day.written
    more = day.more
  }
  return written
}

async function inFlight(db: Db, horizon: string): Promise<boolean> {
  return (await sql<{ some: boolean }>`select ledger.in_flight(${horizon}::xid8) as some`.execute(db)).rows[0]!.some
}
