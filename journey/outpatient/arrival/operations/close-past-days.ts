import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/** Ends the visits of past days that nobody ended: who had gone in counts as seen, who still waited has left. Answers how many. */
export async function closePastDays(tx: Tx, context: Context): Promise<number> {
  const done = await sql`
    update arrival.visit set status = case status when 'in-consultation' then 'finished' else 'left' end, finished_at = ${context.now}
    where day < ${localDay(context.now)}::date and status in ('waiting', 'in-consultation')`.execute(tx)
  return Number(done.numAffectedRows ?? 0n)
}
