import { z } from 'zod'
import { PersonNotFound } from '#journey/throughout/people/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import { Answer, DeskFigures, DeskNow, FiguresQuery, NewContact, OfferShift, Outcome, PutAnswer, TakeShift, Way } from '../contract.ts'
import * as errors from '../errors.ts'
import { figuresSheet } from '../figures-sheet.ts'
import { putAnswer, retireAnswer } from '../operations/answers.ts'
import { finishContact, recordContact, withdrawContact } from '../operations/record-contact.ts'
import { beginShift, offerShift, takeShift } from '../operations/shifts.ts'
import { answersHere } from '../queries/answers.ts'
import { deskNow } from '../queries/desk-now.ts'
import { contactLines, deskFigures } from '../queries/figures.ts'
import { wayTo } from '../queries/way.ts'
import { sayIn } from '../say.ts'

const tags = ['servicedesk']
const desk = { access: allow('nurse', 'registrar', 'manager'), purpose: 'service desk' }
const office = { access: allow('manager', 'registrar'), purpose: 'operations' }
const Id = z.object({ id: z.uuid() })
const Made = z.object({ id: z.uuid() })

/** The person behind the desk: who came, what for, what is still open, and who takes over. */
export const deskRoutes: Routes = (app, services) => {
  shiftRoutes(app, services)
  answerRoutes(app, services)
  figureRoutes(app, services)

  app.get('/api/servicedesk/now', {
    schema: { operationId: 'readServiceDesk', summary: 'The desk now: shift, open matters, who came today', tags, querystring: z.object({ q: z.string().trim().max(60).default('') }), response: { 200: DeskNow } },
    config: desk,
  }, (request) => query(request, (tx, context) => deskNow(tx, context, request.query.q)))

  app.get('/api/servicedesk/way', {
    schema: {
      operationId: 'readWayAtDesk', summary: 'The way to somewhere in the house, for a phone or for paper', tags,
      querystring: z.object({ place: z.string().trim().min(1).max(80), going: z.enum(['any', 'lift', 'barrier-free']).default('any') }), response: { 200: Way },
    },
    config: desk,
  }, (request) => query(request, (tx, context) => wayTo(tx, context, request.query.place, request.query.going, languageOf(request.headers))))

  app.post('/api/servicedesk/contacts', {
    schema: { operationId: 'recordContact', summary: 'Somebody was at the desk', tags, body: NewContact, response: { 201: Made } },
    config: { ...desk, outcomes: [errors.NoShift, PersonNotFound] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => ({ id: await recordContact(tx, context, request.body) })))

  app.post('/api/servicedesk/contacts/:id/done', {
    schema: { operationId: 'finishContact', summary: 'An open entry has come to an end', tags, params: Id, body: z.object({ outcome: Outcome.exclude(['open']) }), response: { 200: Made } },
    config: { ...desk, outcomes: [errors.ContactNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await finishContact(tx, context, request.params.id, request.body.outcome)
    return request.params
  }))

  app.post('/api/servicedesk/contacts/:id/withdraw', {
    schema: { operationId: 'withdrawContact', summary: 'Take the last entry back', tags, params: Id, response: { 200: Made } },
    config: { ...desk, outcomes: [errors.ContactNotFound, errors.TooLateToUndo] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await withdrawContact(tx, context, request.params.id)
    return request.params
  }))
}

const shiftRoutes: Routes = (app) => {
  app.post('/api/servicedesk/shifts', {
    schema: { operationId: 'beginDeskShift', summary: 'The first shift of the desk', tags, response: { 201: Made } },
    config: { ...desk, outcomes: [errors.ShiftRuns] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => ({ id: await beginShift(tx, context) })))

  app.post('/api/servicedesk/shift/offer', {
    schema: { operationId: 'offerDeskShift', summary: 'Count, write what the next should know, and leave', tags, body: OfferShift, response: { 200: DeskNow } },
    config: { ...desk, outcomes: [errors.NoShift, errors.NotYourShift] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await offerShift(tx, context, request.body)
    return deskNow(tx, context)
  }))

  app.post('/api/servicedesk/shift/take', {
    schema: { operationId: 'takeDeskShift', summary: 'Acknowledge every open matter and take over', tags, body: TakeShift, response: { 200: DeskNow } },
    config: { ...desk, outcomes: [errors.NoShift, errors.ShiftNotOffered, errors.OwnShift, errors.MattersLeft] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await takeShift(tx, context, request.body.matters)
    return deskNow(tx, context)
  }))
}

const answerRoutes: Routes = (app) => {
  app.get('/api/servicedesk/answers', {
    schema: { operationId: 'searchAnswers', summary: 'What the desk answers', tags, querystring: z.object({ q: z.string().trim().max(60).default('') }), response: { 200: z.array(Answer) } },
    config: desk,
  }, (request) => query(request, (tx, context) => answersHere(tx, context, request.query.q)))

  app.post('/api/servicedesk/answers', {
    schema: { operationId: 'addAnswer', summary: 'Write an answer', tags, body: PutAnswer, response: { 201: Made } },
    config: office,
  }, (request, reply) => command(request, reply, 201, async (tx, context) => ({ id: await putAnswer(tx, context, request.body) })))

  app.put('/api/servicedesk/answers/:id', {
    schema: { operationId: 'changeAnswer', summary: 'Change an answer of this hospital', tags, params: Id, body: PutAnswer, response: { 200: Made } },
    config: { ...office, outcomes: [errors.AnswerNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => ({ id: await putAnswer(tx, context, request.body, request.params.id) })))

  app.post('/api/servicedesk/answers/:id/retire', {
    schema: { operationId: 'retireAnswer', summary: 'Nobody is told this any more', tags, params: Id, response: { 200: Made } },
    config: { ...office, outcomes: [errors.AnswerNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await retireAnswer(tx, context, request.params.id)
    return request.params
  }))
}

const figureRoutes: Routes = (app) => {
  app.get('/api/servicedesk/figures', {
    schema: { operationId: 'deskFigures', summary: 'What people came for, counted', tags, querystring: FiguresQuery, response: { 200: DeskFigures } },
    config: office,
  }, (request) => query(request, (tx, context) => deskFigures(tx, context, request.query)))

  app.get('/api/servicedesk/figures.xlsx', {
    schema: { operationId: 'exportDeskFigures', summary: 'The entries behind the figures, without names, for a spreadsheet', tags, querystring: FiguresQuery },
    config: office,
  }, async (request, reply) => {
    const lines = await query(request, (tx, context) => contactLines(tx, context, request.query))
    const language = languageOf(request.headers)
    const { from, to } = request.query
    return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="service-desk-${from}-${to}.xlsx"`).send(await figuresSheet(lines, language, sayIn(language)))
  })
}
