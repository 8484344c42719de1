import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** What is ordered, paid and planned for one visit happens one after the other. */
export async function holdVisit(tx: Tx, visitId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('counters.visit'), hashtext(${visitId}))`.execute(tx)
}
