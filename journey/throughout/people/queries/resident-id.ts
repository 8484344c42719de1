import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'

/** The resident identity number in full, for an authority that knows people by it (the medical insurer). Null where there is none. Leaves an audit row. */
export async function residentIdOf(tx: Tx, context: Context, personId: string): Promise<string | null> {
  const { rows } = await sql<{ sealed: Buffer }>`select number_sealed as sealed from people.identity_document
    where person_id = people.current_entry(${personId}) and kind = 'resident-id' order by added_at desc limit 1`.execute(tx)
  await audit(tx, context, { action: 'people.read-resident-id', personId, subject: `person/${personId}` })
  return rows[0] ? unseal(rows[0].sealed) : null
}
