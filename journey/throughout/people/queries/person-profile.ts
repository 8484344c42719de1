import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DocumentKind, PersonProfile, RealNameState } from '../contract.ts'
import { entriesOf, personSummary } from './person-summary.ts'

/** A person with their documents (masked), cards, hospital numbers and how far their name was confirmed. */
export async function personProfile(tx: Tx, context: Context, personId: string): Promise<PersonProfile> {
  const summary = await personSummary(tx, context, personId)
  const entries = await entriesOf(tx, summary.personId)
  const documents = await tx
    .selectFrom('people.identity_document')
    .select(['kind', 'number_masked', 'added_at'])
    .where('person_id', 'in', entries)
    .orderBy('added_at')
    .execute()
  const numbers = await tx
    .selectFrom('people.hospital_number')
    .select(['institution_id', 'number', 'since'])
    .where('person_id', 'in', entries)
    .orderBy('institution_id')
    .orderBy('since')
    .execute()
  const check = await tx
    .selectFrom('people.real_name_check')
    .select(['id', 'result', 'asked_at'])
    .where('person_id', 'in', entries)
    .orderBy('asked_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  await audit(tx, context, { action: 'people.read-documents', personId: summary.personId, subject: `person/${summary.personId}` })
  return {
    ...summary,
    documents: documents.map((row) => ({ kind: row.kind as DocumentKind, numberMasked: row.number_masked, addedAt: row.added_at.toISOString() })),
    hospitalNumbers: numbers.map((row) => ({ institutionId: row.institution_id, number: row.number, since: row.since.toISOString() })),
    realName: check ? { checkId: check.id, result: check.result as RealNameState['result'], askedAt: check.asked_at.toISOString() } : null,
  }
}
