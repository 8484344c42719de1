import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { cutOffOf, dayAfter } from '../cut-off.ts'

/** When nobody looked for longer, the days before are cleared together with the first of these. */
const MOST_DAYS = 62

/**
 * Opens a draft for every day that is over and has none, in order; before the region's books held anything there are none.
 * Returns the days it opened. Safe to repeat, and for many at once.
 */
export async function openDays(tx: Tx, context: Context): Promise<string[]> {
  const last = (await sql<{ day: string | null }>`select max(day)::text as day from settlement.day`.execute(tx)).rows[0]!.day
  const first = last ? dayAfter(last) : await firstDayOfTheBooks(tx)
  if (!first) return []
  const today = localDay(context.now)
  const earliest = dayAfter(today, -MOST_DAYS)
  const opened: string[] = []
  for (let day = first < earliest ? earliest : first; day <= today; day = dayAfter(day)) {
    const { cutOff } = await cutOffOf(tx, day)
    if (cutOff > context.now) break
    const { numAffectedRows } = await sql`insert into settlement.day (day, cut_off, opened_at) values (${day}, ${cutOff}, ${context.now}) on conflict do nothing`.execute(tx)
    if (numAffectedRows) opened.push(day)
  }
  return opened
}

async function firstDayOfTheBooks(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ at: Date | null }>`select min(at) as at from ledger.shared_since('0')`.execute(tx)
  return rows[0]?.at ? localDay(rows[0].at) : null
}
