import { z } from 'zod'
import { allow, command, query, type App, type Routes } from '#platform/http/index.ts'
import {
  Desk, DeskVisit, FinishRequest, NoteSave, NoteSaved, Order, OrderRequest, PastVisit, ReopenRequest, Revisit, RevisitRequest, VisitId, VisitPayment, VisitRecord, VitalSigns, VitalsTaken,
} from './contract.ts'
import * as errors from './errors.ts'
import { bookRevisit } from './operations/book-revisit.ts'
import { cancelOrder } from './operations/cancel-order.ts'
import { finishVisit } from './operations/finish-visit.ts'
import { openVisit } from './operations/open-visit.ts'
import { placeOrder } from './operations/place-order.ts'
import { recordVitals } from './operations/record-vitals.ts'
import { reopenVisit } from './operations/reopen-visit.ts'
import { saveNote } from './operations/save-note.ts'
import { deskOf } from './queries/desk.ts'
import { recordOf, recordsOf } from './queries/records.ts'
import { todaysVisits } from './queries/todays-visits.ts'
import { visitPayment } from './queries/visit-payment.ts'

const tags = ['consulting']
const purpose = 'treatment'
const OfVisit = z.object({ visitId: VisitId })
const toWrite = [errors.VisitNotFound, errors.NotThisDesk, errors.VisitFinished] as const

export const routes: Routes = (app) => {
  deskRoutes(app)
  orderRoutes(app)
  recordRoutes(app)
}

function deskRoutes(app: App): void {
  app.post('/api/consulting/visits', {
    schema: { operationId: 'openVisit', summary: 'Begin a visit with the patient who was called', tags, body: OfVisit, response: { 201: Desk } },
    config: { access: allow('physician'), purpose, outcomes: [errors.VisitNotFound, errors.NotThisDesk, errors.NotArrived] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    await openVisit(tx, context, request.body.visitId)
    return deskOf(tx, context, request.body.visitId)
  }))

  app.get('/api/consulting/visits', {
    schema: { operationId: 'todaysVisits', summary: 'Whom this physician has seen today', tags, response: { 200: z.array(DeskVisit) } },
    config: { access: allow('physician'), purpose },
  }, (request) => query(request, (tx, context) => todaysVisits(tx, context)))

  app.get('/api/consulting/visits/:visitId', {
    schema: { operationId: 'readDesk', summary: 'Everything the desk shows about one visit', tags, params: OfVisit, response: { 200: Desk } },
    config: { access: allow('physician', 'nurse'), purpose, outcomes: [errors.VisitNotFound] },
  }, (request) => query(request, (tx, context) => deskOf(tx, context, request.params.visitId)))

  app.get('/api/consulting/visits/:visitId/payment', {
    schema: { operationId: 'visitPayment', summary: 'Whether the patient still has to pay for this visit', tags, params: OfVisit, response: { 200: VisitPayment } },
    config: { access: allow('physician', 'nurse'), purpose, outcomes: [errors.VisitNotFound] },
  }, (request) => query(request, (tx, context) => visitPayment(tx, context, request.params.visitId)))

  app.put('/api/consulting/visits/:visitId/note', {
    schema: { operationId: 'saveNote', summary: 'Save the draft of the note', tags, params: OfVisit, body: NoteSave, response: { 200: NoteSaved } },
    config: { access: allow('physician'), purpose, outcomes: [...toWrite, errors.NoteChanged, errors.DiagnosisUnknown, errors.DiagnosisTwice] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => saveNote(tx, context, request.params.visitId, request.body)))

  app.put('/api/consulting/visits/:visitId/vital-signs', {
    schema: { operationId: 'recordVitals', summary: 'Record vital signs', tags, params: OfVisit, body: VitalSigns, response: { 200: VitalsTaken } },
    config: { access: allow('physician'), purpose, outcomes: [...toWrite] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => recordVitals(tx, context, request.params.visitId, request.body)))

  app.post('/api/consulting/visits/:visitId/finish', {
    schema: { operationId: 'finishVisit', summary: 'Sign the note and finish the visit', tags, params: OfVisit, body: FinishRequest, response: { 200: Desk } },
    config: { access: allow('physician'), purpose, outcomes: [...toWrite, errors.NoteChanged, errors.NoteIncomplete] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await finishVisit(tx, context, request.params.visitId, request.body.revision)
    return deskOf(tx, context, request.params.visitId)
  }))

  app.post('/api/consulting/visits/:visitId/reopen', {
    schema: { operationId: 'reopenVisit', summary: 'Reopen a finished visit to correct it', tags, params: OfVisit, body: ReopenRequest, response: { 200: Desk } },
    config: { access: allow('physician'), purpose, outcomes: [errors.VisitNotFound, errors.NotThisDesk, errors.VisitOpen, errors.ReopenTooLate] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await reopenVisit(tx, context, request.params.visitId, request.body.reason)
    return deskOf(tx, context, request.params.visitId)
  }))
}

const OfOrder = OfVisit.extend({ orderId: z.uuid() })

function orderRoutes(app: App): void {
  app.post('/api/consulting/visits/:visitId/orders', {
    schema: { operationId: 'placeOrder', summary: 'Order an examination, a test, a drug or a procedure', tags, params: OfVisit, body: OrderRequest, response: { 201: Order } },
    config: {
      access: allow('physician'), purpose,
      outcomes: [...toWrite, errors.NotOrderable, errors.DrugNeedsDirections, errors.AllergyConflict, errors.AlreadyOrdered],
    },
  }, (request, reply) => command(request, reply, 201, (tx, context) => placeOrder(tx, context, request.params.visitId, request.body)))

  app.post('/api/consulting/visits/:visitId/revisit', {
    schema: { operationId: 'bookRevisit', summary: 'Book the return visit', tags, params: OfVisit, body: RevisitRequest, response: { 201: Revisit } },
    config: { access: allow('physician'), purpose, outcomes: [errors.VisitNotFound, errors.NotThisDesk, errors.RevisitBooked] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => bookRevisit(tx, context, request.params.visitId, request.body)))

  app.post('/api/consulting/visits/:visitId/orders/:orderId/cancel', {
    schema: { operationId: 'cancelOrder', summary: 'Take an order back', tags, params: OfOrder, response: { 200: Order } },
    config: { access: allow('physician'), purpose, outcomes: [...toWrite, errors.OrderNotFound, errors.OrderClosed] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => cancelOrder(tx, context, request.params.visitId, request.params.orderId)))
}

function recordRoutes(app: App): void {
  app.get('/api/consulting/records', {
    schema: {
      operationId: 'listRecords', summary: 'The signed visits of a person', tags,
      querystring: z.object({ personId: z.uuid() }), response: { 200: z.array(PastVisit) },
    },
    config: { access: allow('patient'), purpose: 'own-record', outcomes: [errors.RecordNotFound] },
  }, (request) => query(request, (tx, context) => recordsOf(tx, context, request.query.personId)))

  app.get('/api/consulting/records/:institutionId/:visitId', {
    schema: {
      operationId: 'readRecord', summary: 'One visit as its patient reads it', tags,
      params: OfVisit.extend({ institutionId: z.coerce.number().int() }), response: { 200: VisitRecord },
    },
    config: { access: allow('patient'), purpose: 'own-record', outcomes: [errors.RecordNotFound] },
  }, (request) => query(request, (tx, context) => recordOf(tx, context, request.params.institutionId, request.params.visitId)))
}
