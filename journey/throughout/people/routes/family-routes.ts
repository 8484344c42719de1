import { z } from 'zod'
import { type SendSms, smsFor } from '#journey/throughout/messaging/index.ts'
import type { Context } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { allow, command, contextOf, query, type Routes } from '#platform/http/index.ts'
import { unseal } from '#platform/crypto/index.ts'
import { maskName } from '../person-columns.ts'
import { AddFamilyMember, ConsentAnswer, ConsentCode, EndRelation, Family, FamilyMemberAdded } from '../contract.ts'
import {
  AlreadyFamily, BirthDateNeeded, ConsentCodeOver, ConsentCodeWrong, DocumentDisagrees, DocumentInvalid, GuardianMustBeAdult, GuardianNeeded,
  NotAChild, NotYourself, PhoneIsYours, PhoneNeeded, RelationNotFound, RequestNotFound, TooManyQuestions,
} from '../errors.ts'
import { addFamilyMember } from '../operations/add-family-member.ts'
import { acceptByCode, answerConsent, renewConsentCode, tryConsentCode, withdrawRequest } from '../operations/answer-consent.ts'
import type { CodeToSend } from '../operations/consent-code.ts'
import { endRelation } from '../operations/end-relation.ts'
import { family } from '../queries/family.ts'
import { refuseTestArea } from './test-area.ts'

const config = { access: allow('patient'), purpose: 'family' }
const tags = ['people']
const params = z.object({ requestId: z.uuid() })

/** Family: who you act for, who acts for you, and how each of them agreed. */
export const familyRoutes: Routes = (app, services) => {
  codeRoutes(app, services)
  const send = consentSender(smsFor(app, services))

  app.get('/api/people/family', {
    schema: { operationId: 'readFamily', summary: 'Yourself, your family, and open questions', tags, response: { 200: Family } },
    config,
  }, (request) => query(request, family))

  app.post('/api/people/family', {
    schema: { operationId: 'addFamilyMember', summary: 'Add a child, or ask an adult', tags, body: AddFamilyMember, response: { 201: FamilyMemberAdded } },
    config: {
      ...config,
      outcomes: [DocumentInvalid, DocumentDisagrees, BirthDateNeeded, GuardianNeeded, GuardianMustBeAdult, NotAChild, NotYourself, AlreadyFamily, PhoneNeeded, PhoneIsYours, TooManyQuestions],
    },
  }, async (request, reply) => {
    refuseTestArea(services.config.demo, request.body.document)
    let toSend: { code: CodeToSend; asker: string } | null = null
    const answer = await command(request, reply, 201, async (tx, context) => {
      const added = await addFamilyMember(tx, context, request.body)
      toSend = added.toSend ? { code: added.toSend, asker: await ownName(tx, context) } : null
      return added.answer
    })
    // The message goes out once the request is safely kept; when it does not arrive, it can be sent again.
    const pending = toSend as { code: CodeToSend; asker: string } | null
    if (pending) await send(pending.code, pending.asker)
    return answer
  })

  app.post('/api/people/family/requests/:requestId/answer', {
    schema: { operationId: 'answerConsent', summary: 'Agree, or not, that somebody acts for you', tags, params, body: ConsentAnswer, response: { 200: Family } },
    config: { ...config, outcomes: [RequestNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await answerConsent(tx, context, request.params.requestId, request.body)
    return family(tx, context)
  }))

  app.delete('/api/people/family/requests/:requestId', {
    schema: { operationId: 'withdrawRequest', summary: 'Take a question back', tags, params, response: { 200: Family } },
    config: { ...config, outcomes: [RequestNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await withdrawRequest(tx, context, request.params.requestId)
    return family(tx, context)
  }))

  app.post('/api/people/family/end', {
    schema: { operationId: 'endRelation', summary: 'End a relation, from either side', tags, body: EndRelation, response: { 200: Family } },
    config: { ...config, outcomes: [RelationNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await endRelation(tx, context, request.body)
    return family(tx, context)
  }))
}

/** The yes that is read out from their phone. */
const codeRoutes: Routes = (app, services) => {
  const send = consentSender(smsFor(app, services))

  app.post('/api/people/family/requests/:requestId/code', {
    schema: { operationId: 'acceptByCode', summary: 'They read you the code from their phone: that is their yes', tags, params, body: ConsentCode, response: { 200: FamilyMemberAdded } },
    config: { ...config, outcomes: [ConsentCodeWrong, ConsentCodeOver, RequestNotFound] },
  }, async (request, reply) => {
    const { requestId } = request.params
    const { code } = request.body
    const context = contextOf(request)
    const tried = await inTransaction(services.db, context, (tx) => tryConsentCode(tx, context, requestId, code))
    if (tried) throw tried.wrong
    return command(request, reply, 200, (tx) => acceptByCode(tx, context, requestId, code))
  })

  app.post('/api/people/family/requests/:requestId/new-code', {
    schema: { operationId: 'renewConsentCode', summary: 'Send them a new code', tags, params, response: { 204: z.undefined() } },
    config: { ...config, outcomes: [RequestNotFound] },
  }, async (request, reply) => {
    const context = contextOf(request)
    const { toSend, asker } = await inTransaction(services.db, context, async (tx) => ({
      toSend: await renewConsentCode(tx, context, request.params.requestId),
      asker: await ownName(tx, context),
    }))
    await send(toSend, asker)
    return reply.code(204).send(undefined)
  })
}

function consentSender(sendSms: SendSms) {
  return async (toSend: CodeToSend | null, asker: string): Promise<void> => {
    if (toSend) await sendSms({ phone: toSend.phone, template: 'consent-code', params: [asker, toSend.code] })
  }
}

/** How the asker is named in the message: masked, enough to be recognised by family. */
async function ownName(tx: Tx, context: Context): Promise<string> {
  if (context.actor.kind !== 'patient') return ''
  const row = await tx.selectFrom('people.person').select('name_sealed').where('person_id', '=', context.actor.personId).executeTakeFirst()
  return row ? maskName(unseal(row.name_sealed)) : ''
}
