import { audit } from '#platform/audit/index.ts'
import { allow, type Routes } from '#platform/http/index.ts'
import { ChooseInstitution, DemoCode, Enrolment, SecondFactor, SessionState, SignInWithPassword } from '../contract.ts'
import { demoCode } from '../demo.ts'
import { AskedTooOften, SecondFactorWrong, SignInLocked, SignInRefused, StepNotDue, WorkplaceNotYours } from '../errors.ts'
import { sessionsOf } from '../authenticate.ts'
import { chooseInstitution } from '../operations/choose-institution.ts'
import { beginEnrolment, giveSecondFactor, spendSecondFactorTry } from '../operations/second-factor.ts'
import { beginPasswordSignIn, isRightPassword, passwordAccepted } from '../operations/sign-in-with-password.ts'
import { addressOf, asSystem, atStep, deviceOf, goOn } from './as-system.ts'

const open = { access: allow('anyone'), purpose: 'sign-in' }
const tags = ['access']

/** Signing in at a desk: password, second factor, and where one works today. */
export const staffRoutes: Routes = (app, services) => {
  app.post('/api/access/staff/sign-in', {
    schema: { operationId: 'signInWithPassword', summary: 'Sign in at a desk: first step', tags, body: SignInWithPassword, response: { 200: SessionState } },
    config: { ...open, outcomes: [SignInRefused, SignInLocked, AskedTooOften] },
  }, async (request, reply) => {
    const { username, password } = request.body
    const begun = await asSystem(services, request, (tx, context) => beginPasswordSignIn(tx, context, { username, address: addressOf(request, services) }))
    const isRight = await isRightPassword(begun.passwordHash, password)
    const { accountId } = begun
    if (!isRight || accountId === null) {
      await asSystem(services, request, (tx, context) => audit(tx, context, { action: 'access.sign-in', subject: 'account/unknown', result: 'refused' }))
      throw new SignInRefused()
    }
    const opened = await asSystem(services, request, (tx, context) => passwordAccepted(tx, context, { accountId, username, device: deviceOf(request) }))
    return goOn(services, request, reply, opened)
  })

  app.get('/api/access/staff/enrolment', {
    schema: { operationId: 'readEnrolment', summary: 'The square to scan with an authenticator app', tags, response: { 200: Enrolment } },
    config: { ...open, outcomes: [StepNotDue] },
  }, async (request, reply) => {
    const session = await atStep(services, request, 'password')
    void reply.header('cache-control', 'no-store')
    return asSystem(services, request, (tx, context) => beginEnrolment(tx, context, session.accountId))
  })

  app.post('/api/access/staff/second-factor', {
    schema: { operationId: 'giveSecondFactor', summary: 'Sign in at a desk: second step', tags, body: SecondFactor, response: { 200: SessionState } },
    config: { ...open, outcomes: [StepNotDue, SecondFactorWrong, SignInLocked] },
  }, async (request, reply) => {
    const session = await atStep(services, request, 'password')
    const { accountId, token } = session
    await asSystem(services, request, (tx, context) => spendSecondFactorTry(tx, context, accountId))
    const opened = await asSystem(services, request, (tx, context) => giveSecondFactor(tx, context, { accountId, token, code: request.body.code }))
    return goOn(services, request, reply, opened)
  })

  app.post('/api/access/staff/institution', {
    schema: { operationId: 'chooseInstitution', summary: 'Begin work at one of your institutions', tags, body: ChooseInstitution, response: { 200: SessionState } },
    config: { ...open, outcomes: [StepNotDue, WorkplaceNotYours] },
  }, async (request, reply) => {
    const session = await atStep(services, request, 'institution', 'full')
    if (session.kind !== 'staff') throw new StepNotDue()
    const { accountId, token, stage } = session
    const opened = await asSystem(services, request, (tx, context) =>
      chooseInstitution(tx, context, { accountId, token, stage, institutionId: request.body.institutionId }))
    sessionsOf(services).forget(accountId)
    return goOn(services, request, reply, opened)
  })

  if (!services.config.demo) return
  app.get('/api/access/demo/code', {
    schema: { operationId: 'readDemoCode', summary: 'What the demonstration\'s authenticator shows now', tags, response: { 200: DemoCode } },
    config: open,
  }, (_request, reply) => {
    void reply.header('cache-control', 'no-store')
    return demoCode(new Date())
  })
}
