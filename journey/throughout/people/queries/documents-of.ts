import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DocumentKind } from '../contract.ts'

/** The documents of these people under all their entries, in full: for keyed lists that leave the house without them. Leaves one audit row. */
export async function documentsOf(tx: Tx, context: Context, personIds: readonly string[]): Promise<{ personId: string; kind: DocumentKind; number: string }[]> {
  const { rows } = await sql<{ personId: string; kind: DocumentKind; sealed: Buffer }>`
    select p.id as "personId", d.kind, d.number_sealed as sealed from unnest(${[...personIds]}::uuid[]) p(id)
      join people.identity_document d on d.person_id = any (people.entries_of(p.id))`.execute(tx)
  await audit(tx, context, { action: 'people.read-documents', subject: 'person/many', detail: { count: personIds.length } })
  return rows.map(({ sealed, ...row }) => ({ ...row, number: unseal(sealed) }))
}
