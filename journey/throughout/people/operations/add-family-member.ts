import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context, PersonId } from '#platform/context/context.ts'
import { keyedHash, seal, unseal } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { type AddFamilyMember, ageOfMajority, ageOfOwnConsent, ageOn, type FamilyMemberAdded } from '../contract.ts'
import { AlreadyFamily, GuardianMustBeAdult, GuardianNeeded, NotAChild, NotYourself, PersonNotFound, PhoneIsYours, PhoneNeeded, TooManyQuestions } from '../errors.ts'
import { consentAsked } from '../events.ts'
import { documentHash, maskName, nameHash, phoneHash } from '../person-columns.ts'
import { beginRelation } from './begin-relation.ts'
import { type CodeToSend, newConsentCode } from './consent-code.ts'
import { type SettledDetails, settleDetails } from './settle-details.ts'
import { type MatchedPerson, matchDocument, writePerson } from './write-person.ts'

/** A code that has to go out by text message once the transaction has committed. */
export interface MemberToAdd {
  readonly answer: FamilyMemberAdded
  readonly toSend: CodeToSend | null
}

const mostOpenRequests = 5

/**
 * Adds somebody to the family of the one who asks.
 *
 * A child under 14 whom the region does not know yet gets the adult who adds them as guardian, at once, until the
 * 14th birthday. Everybody else is asked: in their own account, or by a code to their own phone. A child somebody
 * already answers for is asked for with that guardian. Whether a document is known, and whether the name was right,
 * cannot be told from the answer: only a request that fits is ever delivered.
 */
export async function addFamilyMember(tx: Tx, context: Context, input: AddFamilyMember): Promise<MemberToAdd> {
  if (context.actor.kind !== 'patient') throw new PersonNotFound()
  const proxyId = context.actor.personId
  const details = settleDetails(input, context.now)
  const isChild = ageOn(details.birthDate, localDay(context.now)) < ageOfOwnConsent
  if (isChild && input.kind !== 'guardian') throw new GuardianNeeded()
  if (!isChild && input.kind === 'guardian') throw new NotAChild()
  const asker = await askerOf(tx, proxyId)
  if (isChild && ageOn(asker.birthDate, localDay(context.now)) < ageOfMajority) throw new GuardianMustBeAdult()

  const known = await matchDocument(tx, details.document.kind, documentHash(details.document.kind, details.document.number))
  if (known && (await isOneOf(tx, known.personId, proxyId))) throw new NotYourself()
  if (known && context.actor.mayActFor.includes(known.personId)) throw new AlreadyFamily()

  if (isChild && !known) {
    const personId = await writePerson(tx, context, details)
    await beginRelation(tx, context, { personId, proxyId, kind: 'guardian', scope: input.scope, expiresAt: birthday(details.birthDate, ageOfOwnConsent) })
    return { answer: { status: 'active', personId }, toSend: null }
  }
  if (!known && !input.phone) throw new PhoneNeeded()
  if (input.phone && asker.phoneHash?.equals(phoneHash(input.phone))) throw new PhoneIsYours()
  return ask(tx, context, proxyId, input, details, known)
}

async function ask(tx: Tx, context: Context, proxyId: PersonId, input: AddFamilyMember, details: SettledDetails, known: MatchedPerson | undefined): Promise<MemberToAdd> {
  await refuseTooMany(tx, proxyId)
  const isDeliverable = !known || known.nameHash.equals(nameHash(details.name))
  const phone = known ? (known.phoneSealed && unseal(known.phoneSealed)) : (input.phone ?? null)
  const requestId = newId()
  const code = newConsentCode(requestId, context.now)
  const guardianUntil = input.kind === 'guardian' ? birthday(details.birthDate, ageOfOwnConsent) : null
  const chosenUntil = input.validDays ? new Date(context.now.getTime() + input.validDays * 86_400_000) : null
  await tx
    .insertInto('people.consent_request')
    .values({
      proxy_id: proxyId,
      id: requestId,
      person_id: isDeliverable ? (known?.personId ?? null) : null,
      deliverable: isDeliverable,
      kind: input.kind,
      scope: [...input.scope],
      expires_at: guardianUntil ?? chosenUntil,
      name_sealed: seal(details.name),
      name_masked: maskName(details.name),
      document_kind: details.document.kind,
      number_hash: documentHash(details.document.kind, details.document.number),
      number_sealed: seal(details.document.number),
      sex: details.sex,
      birth_date: details.birthDate,
      phone_sealed: isDeliverable && phone ? seal(phone) : null,
      code_hash: keyedHash(code.hashed),
      code_expires_at: code.expiresAt,
      status: 'asked',
      asked_at: context.now,
    })
    .execute()
  const askedId = isDeliverable ? (known?.personId ?? null) : null
  await audit(tx, context, { action: 'people.ask-consent', personId: proxyId, subject: `consent-request/${requestId}` })
  await announce(tx, context, consentAsked(proxyId, requestId, askedId))
  const toSend = isDeliverable && phone ? { phone, code: code.code } : null
  return { answer: { status: 'asked', requestId }, toSend }
}

/** Requests are limited so that nobody can send codes to strangers' phones, or try documents, as they like. */
async function refuseTooMany(tx: Tx, proxyId: string): Promise<void> {
  const { count } = await tx
    .selectFrom('people.consent_request')
    .select(tx.fn.countAll<number>().as('count'))
    .where('proxy_id', '=', proxyId)
    .where('status', '=', 'asked')
    .executeTakeFirstOrThrow()
  if (Number(count) >= mostOpenRequests) throw new TooManyQuestions()
}

async function askerOf(tx: Tx, proxyId: string): Promise<{ birthDate: string; phoneHash: Buffer | null }> {
  const row = await tx.selectFrom('people.person').select(['birth_date', 'phone_hash']).where('person_id', '=', proxyId).executeTakeFirst()
  if (!row) throw new PersonNotFound()
  return { birthDate: row.birth_date, phoneHash: row.phone_hash }
}

async function isOneOf(tx: Tx, personId: string, otherId: string): Promise<boolean> {
  const { rows } = await sql<{ one: boolean }>`select ${personId} = any (people.entries_of(${otherId})) as one`.execute(tx)
  return rows[0]?.one ?? false
}

/** The start of the day on which somebody reaches an age, in the region's calendar; 29 February counts as 1 March. */
export function birthday(birthDate: string, age: number): Date {
  const [year = 0, month = 1, day = 1] = birthDate.split('-').map(Number)
  return new Date(Date.UTC(year + age, month - 1, day) - 8 * 3_600_000)
}
