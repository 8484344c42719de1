import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context, PersonId } from '#platform/context/context.ts'
import { keyedHash, unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { DocumentKind, FamilyMemberAdded, RelationKind, RelationScope, Sex } from '../contract.ts'
import { ConsentCodeOver, ConsentCodeWrong, NotConfirmedYet, PersonNotFound, RequestNotFound } from '../errors.ts'
import { consentRefused } from '../events.ts'
import { documentHash, nameHash } from '../person-columns.ts'
import { beginRelation } from './begin-relation.ts'
import { type CodeToSend, consentText, newConsentCode } from './consent-code.ts'
import { matchDocument, writePerson } from './write-person.ts'

const mostTries = 5

/**
 * They answer in their own account. Yes begins the relation, no ends the request; whoever asked hears of both.
 * Only the person asked (or the guardian who answers for them) finds the request; anybody else, and a second answer,
 * gets {@link RequestNotFound}.
 */
export async function answerConsent(tx: Tx, context: Context, requestId: string, { accept }: { accept: boolean }): Promise<void> {
  if (context.actor.kind !== 'patient') throw new RequestNotFound()
  const mine = context.actor.mayActFor
  const request = await tx
    .updateTable('people.consent_request')
    .set({ status: accept ? 'accepted' : 'refused', answered_at: context.now })
    .where('id', '=', requestId)
    .where('status', '=', 'asked')
    .where('person_id', 'in', mine.length > 0 ? [...mine] : [context.actor.personId])
    .where('proxy_id', '<>', context.actor.personId)
    .returning(['proxy_id', 'person_id', 'kind', 'scope', 'expires_at'])
    .executeTakeFirst()
  if (!request?.person_id) throw new RequestNotFound()
  await audit(tx, context, { action: 'people.answer-consent', personId: request.person_id, subject: `consent-request/${requestId}`, detail: { accept } })
  if (!accept) return announce(tx, context, consentRefused(request.proxy_id, requestId))
  await beginRelation(tx, context, {
    personId: request.person_id,
    proxyId: request.proxy_id,
    kind: request.kind as RelationKind,
    scope: request.scope as RelationScope[],
    expiresAt: request.expires_at,
  })
}

/**
 * Spends one of the five tries of a request's code and says whether the code was right. It is its own transaction:
 * a wrong try must stay counted when everything else is rolled back, and no number of parallel guesses gets a sixth.
 */
export async function tryConsentCode(tx: Tx, context: Context, requestId: string, code: string): Promise<void | { wrong: InstanceType<typeof ConsentCodeWrong> }> {
  if (context.actor.kind !== 'patient') throw new RequestNotFound()
  const request = await tx
    .updateTable('people.consent_request')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('proxy_id', '=', context.actor.personId)
    .where('id', '=', requestId)
    .where('status', '=', 'asked')
    .where('tries', '<', mostTries)
    .where('code_expires_at', '>', context.now)
    .returning(['code_hash', 'tries', 'deliverable', 'phone_sealed'])
    .executeTakeFirst()
  if (!request?.code_hash) throw new ConsentCodeOver()
  const right = timingSafeEqual(request.code_hash, keyedHash(consentText(requestId, code)))
  // A request that was never delivered has a code nobody got; it stays wrong, like a wrong guess.
  if (!right || !request.deliverable || !request.phone_sealed) return { wrong: new ConsentCodeWrong({ triesLeft: mostTries - request.tries }) }
}

/**
 * The person read the code on their own phone to whoever asked: that is their yes. A person new to the region is
 * entered now, with the phone that proved itself. Call {@link tryConsentCode} first, in a transaction of its own.
 */
export async function acceptByCode(tx: Tx, context: Context, requestId: string, code: string): Promise<FamilyMemberAdded> {
  if (context.actor.kind !== 'patient') throw new RequestNotFound()
  const proxyId = context.actor.personId
  const request = await tx
    .updateTable('people.consent_request')
    .set({ status: 'accepted', answered_at: context.now })
    .where('proxy_id', '=', proxyId)
    .where('id', '=', requestId)
    .where('status', '=', 'asked')
    .where('deliverable', '=', true)
    .where('code_hash', '=', keyedHash(consentText(requestId, code)))
    .returningAll()
    .executeTakeFirst()
  if (!request) throw new RequestNotFound()
  const personId = (request.person_id as PersonId | null) ?? (await enterAsked(tx, context, request))
  await beginRelation(tx, context, { personId, proxyId, kind: request.kind as RelationKind, scope: request.scope as RelationScope[], expiresAt: request.expires_at })
  return { status: 'active', personId }
}

interface AskedPerson {
  readonly name_sealed: Buffer
  readonly document_kind: string
  readonly number_sealed: Buffer
  readonly sex: string
  readonly birth_date: string
  readonly phone_sealed: Buffer | null
}

/** Between asking and agreeing somebody else may have entered them, a window perhaps: then the phone decides nothing. */
async function enterAsked(tx: Tx, context: Context, request: AskedPerson): Promise<PersonId> {
  const name = unseal(request.name_sealed)
  const document = { kind: request.document_kind as DocumentKind, number: unseal(request.number_sealed) }
  const known = await matchDocument(tx, document.kind, documentHash(document.kind, document.number))
  const phone = request.phone_sealed ? unseal(request.phone_sealed) : null
  if (known) {
    const samePhone = phone !== null && known.phoneSealed !== null && unseal(known.phoneSealed) === phone
    if (!known.nameHash.equals(nameHash(name)) || !samePhone) throw new NotConfirmedYet()
    return known.personId
  }
  return writePerson(tx, context, { name, document, sex: request.sex as Sex, birthDate: request.birth_date, phone })
}

/** A new code for an open request; the old one stops working. At most five in all. */
export async function renewConsentCode(tx: Tx, context: Context, requestId: string): Promise<CodeToSend | null> {
  if (context.actor.kind !== 'patient') throw new RequestNotFound()
  const code = newConsentCode(requestId, context.now)
  const aMinuteAgo = new Date(code.expiresAt.getTime() - 60_000)
  const request = await tx
    .updateTable('people.consent_request')
    .set({ code_hash: keyedHash(code.hashed), code_expires_at: code.expiresAt })
    .where('proxy_id', '=', context.actor.personId)
    .where('id', '=', requestId)
    .where('status', '=', 'asked')
    .where('code_expires_at', '<=', aMinuteAgo)
    .where(sql<boolean>`asked_at > ${new Date(context.now.getTime() - 7 * 86_400_000)}`)
    .returning(['phone_sealed', 'deliverable'])
    .executeTakeFirst()
  if (!request) throw new RequestNotFound()
  await audit(tx, context, { action: 'people.renew-consent-code', personId: context.actor.personId, subject: `consent-request/${requestId}` })
  return request.deliverable && request.phone_sealed ? { phone: unseal(request.phone_sealed), code: code.code } : null
}

/** The one who asked thinks better of it. */
export async function withdrawRequest(tx: Tx, context: Context, requestId: string): Promise<void> {
  if (context.actor.kind !== 'patient') throw new PersonNotFound()
  const request = await tx
    .updateTable('people.consent_request')
    .set({ status: 'withdrawn', answered_at: context.now })
    .where('proxy_id', '=', context.actor.personId)
    .where('id', '=', requestId)
    .where('status', '=', 'asked')
    .returning('id')
    .executeTakeFirst()
  if (!request) throw new RequestNotFound()
  await audit(tx, context, { action: 'people.withdraw-request', personId: context.actor.personId, subject: `consent-request/${requestId}` })
}
