import { newId } from '#platform/database/index.ts'
import { allow, type Routes } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import { smsFor, ownUrl } from '#journey/throughout/messaging/index.ts'
import { NameDiffers, NotConfirmedYet, phoneHash, realNameFor } from '#journey/throughout/people/index.ts'
import { AskCode, CodeAsked, CompleteDetails, SessionState, SignInWithCode } from '../contract.ts'
import { AskedTooOften, CodeOver, CodeWrong, MessageNotSent, StepNotDue } from '../errors.ts'
import { code as limits } from '../limits.ts'
import { askCode } from '../operations/ask-code.ts'
import { completeDetails } from '../operations/complete-details.ts'
import { signInWithCode, trySignInCode } from '../operations/sign-in-with-code.ts'
import { takeAllowance } from '../operations/take-attempt.ts'
import { phoneOf } from '../queries/phone-of.ts'
import { addressOf, asSystem, atStep, deviceOf, goOn } from './as-system.ts'

const open = { access: allow('anyone'), purpose: 'sign-in' }

/** Signing in by phone: ask for a code, send it back, say who you are the first time. */
export const patientRoutes: Routes = (app, services) => {
  const sendSms = smsFor(app, services)
  const askRealName = realNameFor(services.config, ownUrl(app))

  app.post('/api/access/codes', {
    schema: { operationId: 'askSignInCode', summary: 'Get a sign-in code by text message', tags: ['access'], body: AskCode, response: { 202: CodeAsked } },
    config: { ...open, outcomes: [AskedTooOften, MessageNotSent] },
  }, async (request, reply) => {
    const { phone } = request.body
    const { code } = await asSystem(services, request, (tx, context) => askCode(tx, context, { phone, address: addressOf(request, services) }))
    const sent = await sendSms({ phone, template: 'sign-in-code', params: [code, String(limits.validSeconds / 60)] })
    if (sent.result === 'refused') throw new MessageNotSent()
    return reply.code(202).send({ validSeconds: limits.validSeconds, askAgainSeconds: limits.askAgainSeconds })
  })

  app.post('/api/access/sign-in', {
    schema: { operationId: 'signInWithCode', summary: 'Sign in with the code', tags: ['access'], body: SignInWithCode, response: { 200: SessionState } },
    config: { ...open, outcomes: [CodeWrong, CodeOver] },
  }, async (request, reply) => {
    const { phone } = request.body
    const tried = await asSystem(services, request, (tx, context) => trySignInCode(tx, context, request.body))
    if ('refused' in tried) throw tried.refused
    const opened = await asSystem(services, request, (tx, context) => signInWithCode(tx, context, { phone, codeId: tried.codeId, device: deviceOf(request), language: languageOf(request.headers) }))
    return goOn(services, request, reply, opened)
  })

  app.post('/api/access/details', {
    schema: { operationId: 'completeDetails', summary: 'Say who you are, the first time', tags: ['access'], body: CompleteDetails, response: { 200: SessionState } },
    config: { ...open, outcomes: [StepNotDue, NameDiffers, NotConfirmedYet, AskedTooOften] },
  }, async (request, reply) => {
    const session = await atStep(services, request, 'details')
    const details = request.body
    const phone = await asSystem(services, request, async (tx, context) => {
      await takeAllowance(tx, context.now, { bucket: 'details', key: session.accountId, most: 10, windowSeconds: 3600 })
      return phoneOf(tx, session.accountId)
    })
    // The register of names is the outside world: it is asked between the two transactions.
    const check = await askRealName({ checkId: newId(), name: details.name, ...details.document, phone })
    const done = await asSystem(services, request, (tx, system) =>
      completeDetails(tx, system, { accountId: session.accountId, token: session.token, details, check }))
    const ending = phone.slice(-4)
    for (const earlier of done.toTell) if (!phoneHash(earlier).equals(phoneHash(phone))) await sendSms({ phone: earlier, template: 'phone-moved', params: [ending] })
    return goOn(services, request, reply, done.session)
  })
}
