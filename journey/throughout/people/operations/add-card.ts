import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Context, mayActFor } from '#platform/context/context.ts'
import { type Tx, violates } from '#platform/database/index.ts'
import { checkDocument, type IdentityDocument } from '../contract.ts'
import { DocumentInvalid, DocumentTaken, PersonNotFound } from '../errors.ts'
import { documentColumns } from '../person-columns.ts'
import { currentEntry } from '../queries/person-summary.ts'

/**
 * Adds another document or card to a person: a passport beside the identity card, an insurance code, a health card.
 * Throws {@link DocumentTaken} when it is somebody's already; adding one's own again changes nothing.
 */
export async function addCard(tx: Tx, context: Context, personId: string, document: IdentityDocument): Promise<void> {
  if (!mayActFor(context.actor, personId)) throw new PersonNotFound()
  const facts = checkDocument(document.kind, document.number, localDay(context.now))
  if ('fault' in facts) throw new DocumentInvalid({ fault: facts.fault })
  const entry = await currentEntry(tx, personId)
  const person = await tx.selectFrom('people.person').select(['sex', 'birth_date']).where('person_id', '=', entry).executeTakeFirst()
  if (!person) throw new PersonNotFound()
  if (facts.birthDate !== undefined && facts.birthDate !== person.birth_date) throw new DocumentInvalid({ fault: 'date' })
  const columns = documentColumns(document.kind, facts.number)
  await tx
    .insertInto('people.identity_document')
    .values({ person_id: entry, ...columns, added_at: context.now })
    .onConflict((conflict) => conflict.columns(['person_id', 'kind', 'number_hash']).doNothing())
    .execute()
    .catch((error: unknown) => {
      throw violates(error, 'identity_document_of_one_person') ? new DocumentTaken() : error
    })
  await audit(tx, context, { action: 'people.add-document', personId: entry, subject: `person/${entry}`, detail: { document: document.kind } })
}
