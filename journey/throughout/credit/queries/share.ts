import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Share } from '../contract.ts'

/**
 * Indicator 8, whether and how far a hospital treats first and is paid afterwards: of the visits that checked in between two
 * days (both included), those for which credit was kept, and those that were paid by it or let through as an emergency.
 */
export async function share(tx: Tx, institutionId: number, from: string, until: string): Promise<Share> {
  const { rows } = await sql<{ outcome: string; visits: number; after: number }>`
    select v.outcome, count(*)::integer as visits, count(*) filter (where v.outcome = 'emergency' or exists (
      select from credit.debt d where d.institution_id = v.institution_id and d.reference = 'bill/' || v.visit_id))::integer as after
    from credit.visit v where v.institution_id = ${institutionId}
      and v.checked_in_at >= ${from}::date::timestamp at time zone 'Asia/Shanghai' and v.checked_in_at < (${until}::date + 1)::timestamp at time zone 'Asia/Shanghai'
    group by 1`.execute(tx)
  const visits = rows.reduce((sum, row) => sum + row.visits, 0)
  const afterTreatment = rows.reduce((sum, row) => sum + row.after, 0)
  return {
    from, until, visits, afterTreatment, carriedOut: afterTreatment > 0, kept: rows.find((row) => row.outcome === 'kept')?.visits ?? 0,
    shareBp: visits === 0 ? 0 : Math.round((afterTreatment * 10_000) / visits), byOutcome: Object.fromEntries(rows.map((row) => [row.outcome, row.visits])),
  }
}
