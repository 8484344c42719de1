import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context, PersonId } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { InsuranceKind } from '../contract.ts'
import { DocumentTaken } from '../errors.ts'
import { personEntered } from '../events.ts'
import { documentColumns, nameColumns, phoneColumns } from '../person-columns.ts'
import { registerAt } from './register-at.ts'
import type { SettledDetails } from './settle-details.ts'

export interface NewPerson extends SettledDetails {
  readonly personId?: PersonId
  readonly phone?: string | null
  readonly insuranceKind?: InsuranceKind
  readonly verifiedAt?: Date | null
}

/**
 * Writes a new person down with their first document. Row-level security must already know a reason: at a window
 * the hospital number comes first, a patient acts for whom they enter.
 * When two enter the same document at once, one gets {@link DocumentTaken}: the named constraint decides.
 */
export async function writePerson(tx: Tx, context: Context, person: NewPerson): Promise<PersonId> {
  const personId = person.personId ?? (newId() as PersonId)
  if (context.actor.kind === 'patient') await sql`select people.also_act_for(${personId})`.execute(tx)
  if (context.actor.kind === 'staff' && context.institutionId !== null) await registerAt(tx, context, context.institutionId, personId)
  await tx
    .insertInto('people.person')
    .values({
      person_id: personId,
      ...nameColumns(person.name),
      ...phoneColumns(person.phone),
      sex: person.sex,
      birth_date: person.birthDate,
      insurance_kind: person.insuranceKind ?? 'self-pay',
      verified_at: person.verifiedAt ?? null,
      created_at: context.now,
    })
    .execute()
  await tx
    .insertInto('people.identity_document')
    .values({ person_id: personId, ...documentColumns(person.document.kind, person.document.number), added_at: context.now })
    .execute()
    .catch((error: unknown) => {
      throw violates(error, 'identity_document_of_one_person') ? new DocumentTaken() : error
    })
  await audit(tx, context, { action: 'people.enter-person', personId, subject: `person/${personId}`, detail: { document: person.document.kind } })
  await announce(tx, context, personEntered(personId))
  return personId
}

/** What the index holds under a document, for deciding whether it is the same human. Never shown to anybody. */
export interface MatchedPerson {
  readonly personId: PersonId
  readonly nameHash: Buffer
  readonly phoneHash: Buffer | null
  readonly phoneSealed: Buffer | null
  readonly birthDate: string
}

export async function matchDocument(tx: Tx, kind: string, numberHash: Buffer): Promise<MatchedPerson | undefined> {
  const { rows } = await sql<{ person_id: string; name_hash: Buffer; phone_hash: Buffer | null; phone_sealed: Buffer | null; birth_date: string }>`
    select person_id, name_hash, phone_hash, phone_sealed, birth_date::text from people.find_by_document(${kind}, ${numberHash})`.execute(tx)
  const row = rows[0]
  return row && { personId: row.person_id as PersonId, nameHash: row.name_hash, phoneHash: row.phone_hash, phoneSealed: row.phone_sealed, birthDate: row.birth_date }
}
