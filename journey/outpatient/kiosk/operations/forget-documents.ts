import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** What nobody asked for once more by the second day is not kept: the document of the entry is forgotten. Answers how many. */
export async function forgetDocuments(tx: Tx, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`update kiosk.away_entry set sealed = ''
    where sealed <> '' and answer <> 'received' and (settled_at < ${now}::timestamptz - interval '1 day' or received_at < ${now}::timestamptz - interval '2 days')`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
