import { z } from 'zod'
import { AmountChanged, NothingDue, payForAnother, PaymentUnderWay, paymentForAnother } from '#journey/throughout/billing/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { allow, command, contextOf, query, type Routes } from '#platform/http/index.ts'
import type { FastifyRequest } from 'fastify'
import { CompanionPayment, Followed, Leaves, MakeLeave, type Scope } from './contract.ts'
import { LeaveOver, NotRelated, NotWithin, NotYourPerson, TooLong, TooMany } from './errors.ts'
import { enter, type Entered } from './leave-row.ts'
import { endLeave } from './operations/end-leave.ts'
import { makeLeave } from './operations/make-leave.ts'
import { follow, teachingOf } from './queries/follow.ts'
import { leavesOf, looksAt } from './queries/leaves.ts'

const tags = ['companion']
const own = { access: allow('patient'), purpose: 'treatment' }
/** Whoever holds the address may be nobody we know; the code in it is their right. Guessing is slowed down. */
const open = { access: allow('anyone'), purpose: 'companion', rateLimit: { max: 120, timeWindow: '1 minute' } }
const Address = z.object({ address: z.string().min(20).max(60) })

export const routes: Routes = (app, services) => {
  for (const part of [patientRoutes, companionRoutes, payingRoutes]) part(app, services)
}

const patientRoutes: Routes = (app) => {
  app.get('/api/companion/leaves', {
    schema: { operationId: 'listCompanions', summary: 'Who may follow my day, whom I may follow, and who looked when', tags, response: { 200: Leaves } },
    config: { ...own, outcomes: [NotYourPerson] },
  }, (request) => query(request, (tx, context) => leavesOf(tx, context)))

  app.post('/api/companion/leaves', {
    schema: { operationId: 'letFollow', summary: 'Let somebody follow my day, in parts, until an hour', tags, body: MakeLeave, response: { 201: Leaves } },
    config: { ...own, outcomes: [NotYourPerson, NotRelated, TooLong, TooMany] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    await makeLeave(tx, context, request.body)
    return leavesOf(tx, context)
  }))

  app.post('/api/companion/leaves/:id/end', {
    schema: { operationId: 'endCompanion', summary: 'Nobody follows with this any more', tags, params: z.object({ id: z.uuid() }), response: { 200: Leaves } },
    config: { ...own, outcomes: [LeaveOver] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await endLeave(tx, context, request.params.id, 'patient')
    return leavesOf(tx, context)
  }))
}

const companionRoutes: Routes = (app, services) => {
  app.get('/api/companion/days/:address', {
    schema: { operationId: 'followDay', summary: 'The live day of somebody who let me follow it', tags, params: Address, response: { 200: Followed } },
    config: { ...open, outcomes: [LeaveOver] },
  }, async (request) => {
    const { address } = request.params
    const seen = await query(request, (tx, context) => follow(tx, context, address))
    const more = await asRegion(request, address, null, async (tx, leave, context) => ({ teaching: await teachingOf(tx, context, leave), looks: await looksAt(tx, leave.personId, leave.id) }))
    return { ...seen, ...more }
  })

  app.post('/api/companion/days/:address/end', {
    schema: { operationId: 'stopFollowing', summary: 'I do not want to follow any more', tags, params: Address, response: { 204: z.null() } },
    config: { ...open, outcomes: [LeaveOver] },
  }, async (request, reply) => {
    await asRegion(request, request.params.address, null, (tx, leave, context) => endLeave(tx, context, leave.id, 'companion'))
    return reply.code(204).send(null)
  })

  /** The leave is looked at first, as the companion; then the region itself does the one thing, under the leave's name. */
  function asRegion<T>(request: FastifyRequest, address: string, scope: Scope | null, work: (tx: Tx, leave: Entered, context: ReturnType<typeof systemContext>) => Promise<T>): Promise<T> {
    return entered(services, request, address, scope, work)
  }
}

const payingRoutes: Routes = (app, services) => {
  app.post('/api/companion/days/:address/payments', {
    schema: { operationId: 'payForFollowed', summary: 'Pay the bill of somebody who gave leave for it', tags, params: Address, body: z.object({ institutionId: z.int(), billId: z.uuid(), cents: z.int().min(1).max(100_000_000) }), response: { 201: CompanionPayment } },
    config: { ...open, purpose: 'payment', outcomes: [LeaveOver, NotWithin, NothingDue, AmountChanged, PaymentUnderWay] },
  }, async (request, reply) => {
    const { address } = request.params
    const leave = await entered(services, request, address, 'pay', async (_tx, found) => found)
    const payment = await payForAnother(services, { ...request.body, personId: leave.personId, payer: `companion:${leave.id}`, clientIp: request.ip, returnUrl: `${services.config.publicUrl}/companion/${address}` })
    return reply.code(201).send(payment)
  })

  app.get('/api/companion/days/:address/payments/:institutionId/:paymentId', {
    schema: { operationId: 'readPaymentForFollowed', summary: 'What became of it', tags, params: Address.extend({ institutionId: z.coerce.number().int(), paymentId: z.uuid() }), response: { 200: CompanionPayment } },
    config: { ...open, purpose: 'payment', outcomes: [LeaveOver, NotWithin] },
  }, async (request) => {
    const { address, institutionId, paymentId } = request.params
    const leave = await entered(services, request, address, 'pay', async (_tx, found) => found)
    return paymentForAnother(services, { institutionId, paymentId, personId: leave.personId, payer: `companion:${leave.id}` })
  })
}

async function entered<T>(services: Parameters<Routes>[1], request: FastifyRequest, address: string, scope: Scope | null, work: (tx: Tx, leave: Entered, context: ReturnType<typeof systemContext>) => Promise<T>): Promise<T> {
  const given = contextOf(request)
  const leave = await inTransaction(services.db, given, (tx) => enter(tx, given, address))
  if (scope !== null && !leave.scopes.includes(scope)) throw new NotWithin({ scope })
  const context = systemContext(`companion:${leave.id}`, given.now)
  return inTransaction(services.db, context, (tx) => work(tx, leave, context))
}
