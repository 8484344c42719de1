import { z } from 'zod'
import { Appointment } from '#journey/previsit/booking/contract.ts'
import { refusals } from '#journey/previsit/booking/index.ts'
import { directory } from '#journey/throughout/directory/index.ts'
import { type App, allow, command, query, type Routes } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { CallMark, MySuspension, Rebook, Reinstated, SessionsQuery, SessionToSuspend, SuspendRequest, Suspension, SuspensionDetail } from './contract.ts'
import { AlreadyAnswered, AlreadyDecided, AlreadySuspended, NotYourSession, OfferOver, SessionNotFound, SessionOver, SomebodyRebooked, SuspensionNotFound } from './errors.ts'
import { decideSuspension } from './operations/decide-suspension.ts'
import { markCall } from './operations/mark-call.ts'
import { orderSuspensions } from './operations/order-suspensions.ts'
import { decline, rebook } from './operations/rebook.ts'
import { reinstate } from './operations/reinstate.ts'
import { mySuspension, mySuspensions } from './queries/my-suspensions.ts'
import { sessionsToSuspend } from './queries/sessions.ts'
import { asSuspension, suspensionDetail, suspensions } from './queries/suspensions.ts'

const tags = ['suspension']
const purpose = 'operations'
const ofOne = z.object({ id: z.uuid() })
const ofPerson = z.object({ institutionId: z.coerce.number().int().positive(), appointmentId: z.uuid() })
const deciders = allow('manager')
const askers = allow('manager', 'physician')
const desk = allow('manager', 'physician', 'registrar', 'nurse')

export const routes: Routes = (app, services) => {
  orderingRoutes(app, services)
  decidingRoutes(app, services)
  personRoutes(app, services)
}

function orderingRoutes(app: App, services: Services): void {
  const snapshot = async () => (await directory(services)).snapshot

  app.get('/api/suspension/sessions', {
    schema: { operationId: 'sessionsToSuspend', summary: 'Sessions that might be suspended, and whom each would touch', tags, querystring: SessionsQuery, response: { 200: z.array(SessionToSuspend) } },
    config: { access: askers, purpose },
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => sessionsToSuspend(tx, context, known, context.institutionId!, request.query))
  })

  app.post('/api/suspension/suspensions', {
    schema: { operationId: 'orderSuspensions', summary: 'Suspend sessions, or ask for it', tags, body: SuspendRequest, response: { 201: z.array(Suspension) } },
    config: { access: askers, purpose, outcomes: [SessionNotFound, SessionOver, AlreadySuspended, NotYourSession] },
  }, async (request, reply) => {
    const known = await snapshot()
    return command(request, reply, 201, async (tx, context) => {
      const rows = await orderSuspensions(tx, context, context.institutionId!, request.body)
      return Promise.all(rows.map((row) => asSuspension(tx, known, row)))
    })
  })

  app.get('/api/suspension/suspensions', {
    schema: { operationId: 'listSuspensions', summary: 'Suspended sessions and how far their people are', tags, querystring: z.object({ from: z.iso.date() }), response: { 200: z.array(Suspension) } },
    config: { access: desk, purpose },
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => suspensions(tx, known, context.institutionId!, request.query.from))
  })

  app.get('/api/suspension/suspensions/:id', {
    schema: { operationId: 'readSuspension', summary: 'One suspension with everybody in it', tags, params: ofOne, response: { 200: SuspensionDetail } },
    config: { access: desk, purpose, outcomes: [SuspensionNotFound] },
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => suspensionDetail(tx, context, known, context.institutionId!, request.params.id))
  })
}

function decidingRoutes(app: App, services: Services): void {
  const snapshot = async () => (await directory(services)).snapshot

  app.post('/api/suspension/suspensions/:id/decide', {
    schema: { operationId: 'decideSuspension', summary: 'Answer a physician who asked', tags, params: ofOne, body: z.object({ yes: z.boolean() }), response: { 200: SuspensionDetail } },
    config: { access: deciders, purpose, outcomes: [SuspensionNotFound, AlreadyDecided] },
  }, async (request, reply) => {
    const known = await snapshot()
    return command(request, reply, 200, async (tx, context) => {
      await decideSuspension(tx, context, context.institutionId!, request.params.id, request.body.yes)
      return suspensionDetail(tx, context, known, context.institutionId!, request.params.id)
    })
  })

  app.post('/api/suspension/suspensions/:id/reinstate', {
    schema: { operationId: 'reinstateSuspension', summary: 'Take a mistaken suspension back', tags, params: ofOne, body: z.object({}), response: { 200: Reinstated } },
    config: { access: deciders, purpose, outcomes: [SuspensionNotFound, AlreadyDecided, SomebodyRebooked] },
  }, async (request, reply) => {
    const known = await snapshot()
    return command(request, reply, 200, async (tx, context) => {
      const done = await reinstate(tx, context, context.institutionId!, request.params.id)
      const { suspension } = await suspensionDetail(tx, context, known, context.institutionId!, request.params.id)
      return { suspension, ...done }
    })
  })

  app.post('/api/suspension/suspensions/:id/people/:appointmentId/calls', {
    schema: { operationId: 'markCall', summary: 'What came of calling somebody', tags, params: ofOne.extend({ appointmentId: z.uuid() }), body: CallMark, response: { 201: z.object({}) } },
    config: { access: desk, purpose, outcomes: [SuspensionNotFound] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    const { id, appointmentId } = request.params
    await markCall(tx, context, { institutionId: context.institutionId!, suspensionId: id, appointmentId }, request.body)
    return {}
  }))
}

function personRoutes(app: App, services: Services): void {
  const snapshot = async () => (await directory(services)).snapshot
  const booking = 'booking'

  app.get('/api/suspension/mine', {
    schema: { operationId: 'mySuspensions', summary: 'Cancelled clinics of me and my family that are to be answered', tags, response: { 200: z.array(MySuspension) } },
    config: { access: allow('patient'), purpose: booking },
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => mySuspensions(tx, context, known))
  })

  app.get('/api/suspension/people/:institutionId/:appointmentId', {
    schema: { operationId: 'readMySuspension', summary: 'One cancelled clinic, and the times kept for the person', tags, params: ofPerson, response: { 200: MySuspension } },
    config: { access: allow('patient', 'manager', 'registrar', 'nurse', 'physician'), purpose: booking, outcomes: [SuspensionNotFound] },
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => mySuspension(tx, context, known, request.params))
  })

  app.post('/api/suspension/people/:institutionId/:appointmentId/rebook', {
    schema: { operationId: 'rebookSuspended', summary: 'Take one of the times that were kept', tags, params: ofPerson, body: Rebook, response: { 201: Appointment } },
    config: { access: allow('patient', 'registrar', 'nurse', 'manager'), purpose: booking, outcomes: [...refusals, SuspensionNotFound, OfferOver, AlreadyAnswered] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => rebook(tx, context, { ...request.params, ...request.body })))

  app.post('/api/suspension/people/:institutionId/:appointmentId/decline', {
    schema: { operationId: 'declineSuspended', summary: 'None of them: the refund stays', tags, params: ofPerson, body: z.object({}), response: { 200: MySuspension } },
    config: { access: allow('patient', 'registrar', 'nurse', 'manager'), purpose: booking, outcomes: [SuspensionNotFound, AlreadyAnswered] },
  }, async (request, reply) => {
    const known = await snapshot()
    return command(request, reply, 200, async (tx, context) => {
      await decline(tx, context, request.params)
      return mySuspension(tx, context, known, request.params)
    })
  })
}
