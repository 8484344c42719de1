import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface Tie {
  readonly proxyId: string
  readonly personId: string
}

/** Since when each proxy may book for each person, in the order asked: null where they may not, or are the same human. For jobs. */
export async function tiedSince(tx: Tx, ties: readonly Tie[]): Promise<(Date | null)[]> {
  if (ties.length === 0) return []
  const { rows } = await sql<{ since: Date | null }>`
    select (select min(r.active_from) from people.relation r where r.person_id = t.person_id and r.proxy_id = t.proxy_id and r.status = 'active') as since
    from unnest(${ties.map((tie) => tie.proxyId)}::uuid[], ${ties.map((tie) => tie.personId)}::uuid[]) with ordinality t(proxy_id, person_id, ord)
    order by t.ord`.execute(tx)
  return rows.map((row) => row.since)
}
