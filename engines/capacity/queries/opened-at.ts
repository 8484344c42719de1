import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface UnitRef {
  readonly institutionId: number
  readonly periodId: number
  readonly pool: string
}

/** When the units of these periods' pools opened, in the order asked; null where there is no such period or pool any more. */
export async function openedAt(tx: Tx, refs: readonly UnitRef[]): Promise<(Date | null)[]> {
  if (refs.length === 0) return []
  const { rows } = await sql<{ opensAt: Date | null }>`
    select capacity.local_time(s.day - l.opens_days_before, l.opens_at) as "opensAt"
    from unnest(${refs.map((ref) => ref.institutionId)}::integer[], ${refs.map((ref) => ref.periodId)}::bigint[], ${refs.map((ref) => ref.pool)}::text[])
      with ordinality r(institution_id, period_id, pool, ord)
    left join capacity.period p on p.institution_id = r.institution_id and p.id = r.period_id
    left join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id
    left join capacity.pool l on l.institution_id = r.institution_id and l.code = r.pool
    order by r.ord`.execute(tx)
  return rows.map((row) => row.opensAt)
}
