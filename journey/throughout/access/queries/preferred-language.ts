import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** The language this person chose to read in; Chinese when they chose none. For reactions and tasks, which see everybody. */
export async function preferredLanguage(tx: Tx, personId: string): Promise<'zh-CN' | 'en'> {
  const { rows } = await sql<{ language: 'zh-CN' | 'en' }>`
    select language from access.account where person_id = ${personId} and active order by created_at limit 1`.execute(tx)
  return rows[0]?.language ?? 'zh-CN'
}
