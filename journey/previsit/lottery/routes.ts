import { z } from 'zod'
import { Appointment } from '#journey/previsit/booking/contract.ts'
import { refusals } from '#journey/previsit/booking/index.ts'
import { directory } from '#journey/throughout/directory/index.ts'
import { type App, allow, command, contextOf, query, type Routes } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { Application, Apply, Confirm, Draw, DrawPage, DrawRecord, SetUpDraw } from './contract.ts'
import {
  AlreadyDrawn, ApplicationNotFound, DrawNotFound, DrawOverlaps, NotOffered, NotOfThisDraw, NotOpen, NotYourPerson, NoUnits, OfferOver, PersonUnknown, PoolNotReady, Restricted, TimesWrong,
} from './errors.ts'
import { confirmOffer, declineOffer } from './operations/answer-offer.ts'
import { applyForDraw, withdrawFromDraw } from './operations/apply.ts'
import { cancelDraw, setUpDraw } from './operations/set-up-draw.ts'
import { drawPage, drawRecord, drawsOf } from './queries/draw-view.ts'

const tags = ['lottery']
const open = { access: allow('anyone'), purpose: 'operations' }
const people = { access: allow('patient', 'registrar', 'nurse', 'physician'), purpose: 'booking' }
const office = { access: allow('manager'), purpose: 'operations' }
const Ref = z.object({ institutionId: z.coerce.number().int().positive(), id: z.uuid() })
const ApplicationRef = z.object({ institutionId: z.coerce.number().int().positive(), drawId: z.uuid(), id: z.uuid() })

export const routes: Routes = (app, services) => {
  readRoutes(app, services)
  applicantRoutes(app)
  officeRoutes(app)
}

function readRoutes(app: App, services: Services): void {
  const snapshot = async () => (await directory(services)).snapshot

  app.get('/api/lottery/draws', {
    schema: {
      operationId: 'drawsOf', summary: 'Draws of the region, a hospital or a clinic: announced, open, and lately ended', tags,
      querystring: z.object({ institutionId: z.coerce.number().int().positive().optional(), serviceId: z.coerce.number().int().positive().optional() }), response: { 200: z.array(Draw) },
    },
    config: open,
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => drawsOf(tx, known, request.query, context.now))
  })

  app.get('/api/lottery/draws/:institutionId/:id', {
    schema: { operationId: 'readDraw', summary: 'A draw, with my own applications', tags, params: Ref, response: { 200: DrawPage } },
    config: { ...open, outcomes: [DrawNotFound] },
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => drawPage(tx, context, known, request.params))
  })

  app.get('/api/lottery/draws/:institutionId/:id/order', {
    schema: { operationId: 'readDrawOrder', summary: 'The drawn order, with all that is needed to draw again', tags, params: Ref, response: { 200: DrawRecord } },
    config: { ...open, outcomes: [DrawNotFound] },
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => drawRecord(tx, known, request.params, context.now))
  })
}

function applicantRoutes(app: App): void {
  app.post('/api/lottery/draws/:institutionId/:id/applications', {
    schema: { operationId: 'applyForDraw', summary: 'Apply for a draw', tags, params: Ref, body: Apply, response: { 201: Application } },
    config: { ...people, outcomes: [DrawNotFound, NotOpen, NotYourPerson, PersonUnknown, Restricted] },
  }, (request, reply) => command(request, reply, 201, (tx, context) =>
    applyForDraw(tx, context, { institutionId: request.params.institutionId, drawId: request.params.id, ...request.body })))

  app.post('/api/lottery/applications/:institutionId/:drawId/:id/withdraw', {
    schema: { operationId: 'withdrawFromDraw', summary: 'Take an application back', tags, params: ApplicationRef, response: { 200: Application } },
    config: { ...people, outcomes: [ApplicationNotFound, NotOpen] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => withdrawFromDraw(tx, context, request.params)))

  app.post('/api/lottery/applications/:institutionId/:drawId/:id/confirm', {
    schema: { operationId: 'confirmDrawnPlace', summary: 'Take the place that was drawn, at one of its times', tags, params: ApplicationRef, body: Confirm, response: { 201: Appointment } },
    config: { ...people, outcomes: [ApplicationNotFound, NotOffered, OfferOver, NotOfThisDraw, ...refusals] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => confirmOffer(tx, context, request.params, request.body.periodId)))

  app.post('/api/lottery/applications/:institutionId/:drawId/:id/decline', {
    schema: { operationId: 'declineDrawnPlace', summary: 'Leave the drawn place to the next', tags, params: ApplicationRef, response: { 200: Application } },
    config: { ...people, outcomes: [ApplicationNotFound, NotOffered, OfferOver] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => declineOffer(tx, context, request.params)))
}

function officeRoutes(app: App): void {
  app.post('/api/lottery/draws', {
    schema: { operationId: 'setUpDraw', summary: 'Announce a draw for a clinic and days', tags, body: SetUpDraw, response: { 201: z.object({ id: z.uuid() }) } },
    config: { ...office, outcomes: [NoUnits, DrawOverlaps, TimesWrong, PoolNotReady] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => ({
    id: await setUpDraw(tx, context, { institutionId: contextOf(request).institutionId!, ...request.body }),
  })))

  app.post('/api/lottery/draws/:id/cancel', {
    schema: { operationId: 'cancelDraw', summary: 'Call a draw off; its places go back to everybody', tags, params: z.object({ id: z.uuid() }), response: { 200: z.object({ id: z.uuid() }) } },
    config: { ...office, outcomes: [DrawNotFound, AlreadyDrawn] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await cancelDraw(tx, context, { institutionId: context.institutionId!, id: request.params.id })
    return { id: request.params.id }
  }))
}
