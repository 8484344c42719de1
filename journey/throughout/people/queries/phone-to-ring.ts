import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'

/** The number itself, for a member of staff who is about to ring it; null where there is none. Leaves an audit row of its own. */
export async function phoneToRing(tx: Tx, context: Context, personId: string): Promise<string | null> {
  const { rows } = await sql<{ sealed: Buffer | null }>`select phone_sealed as sealed from people.person where person_id = people.current_entry(${personId})`.execute(tx)
  await audit(tx, context, { action: 'people.read-phone', personId, subject: `person/${personId}` })
  return rows[0]?.sealed ? unseal(rows[0].sealed) : null
}
