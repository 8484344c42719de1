import { sql } from 'kysely'
import { z } from 'zod'
import { directory } from '#journey/throughout/directory/index.ts'
import { type App, allow, command, query, type Routes } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { countRefused } from './attempts.ts'
import {
  AddHelper, AppealInList, AskAppeal, DecideAppeal, DecideFinding, Figures, FindingDetail, FindingInList, findingStates, Helper, IncidentInList, Revealed, SecondDecision, SpreadCase, StandingShown,
} from './contract.ts'
import {
  AlreadyAsked, AlreadyExcused, AppealDecided, AppealNotFound, FindingDecided, FindingNotFound, HelperKnown, HelperNotFound, NotAMember, NotYourOwnAppeal, NothingToAppeal,
  NothingToSecond, SecondPersonNeeded,
} from './errors.ts'
import { askAppeal, withdrawAppeal } from './operations/ask-appeal.ts'
import { decideAppeal } from './operations/decide-appeal.ts'
import { decideFinding, secondDecision } from './operations/decide-finding.ts'
import { addHelper, helpers, removeHelper } from './operations/allow-list.ts'
import { appealsAtDesk, figures, incidentsAtDesk } from './queries/desk.ts'
import { findingDetail } from './queries/finding-detail.ts'
import { findingsWhere, inList } from './queries/findings.ts'
import { revealPerson } from './queries/reveal-person.ts'
import { spreads } from './queries/spreads.ts'
import { standings } from './queries/standings.ts'

const tags = ['fairness']
const office = { access: allow('manager'), purpose: 'operations' }
/** The desk asks for people; the office answers. */
const desk = { access: allow('registrar', 'nurse', 'manager'), purpose: 'operations' }
const Done = z.object({ done: z.literal(true) })
const done = { done: true as const }
const ById = z.object({ id: z.uuid() })

export const routes: Routes = (app, services) => {
  countRefused(app, services)
  askingRoutes(app, services)
  answeringRoutes(app, services)
  findingRoutes(app, services)
  helperRoutes(app)
}

function askingRoutes(app: App, services: Services): void {
  app.get('/api/fairness/standings', {
    schema: { operationId: 'myStandings', summary: 'What counts on me and my family, and what is stopped until when', tags, response: { 200: z.array(StandingShown) } },
    config: { access: allow('patient'), purpose: 'booking' },
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => standings(tx, context, snapshot))
  })

  app.post('/api/fairness/appeals', {
    schema: { operationId: 'askAppeal', summary: 'Say why a visit was not kept, or why a restriction is not right', tags, body: AskAppeal, response: { 201: z.object({ id: z.uuid(), answerBy: z.iso.date() }) } },
    config: { access: allow('patient', 'registrar', 'nurse', 'physician', 'manager'), purpose: 'booking', outcomes: [NothingToAppeal, AlreadyAsked, AlreadyExcused] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => askAppeal(tx, context, request.body)))

  app.post('/api/fairness/appeals/:institutionId/:id/withdraw', {
    schema: { operationId: 'withdrawAppeal', summary: 'Take back what was asked', tags, params: ById.extend({ institutionId: z.coerce.number().int() }), response: { 200: Done } },
    config: { access: allow('patient'), purpose: 'booking', outcomes: [AppealNotFound, AppealDecided] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await withdrawAppeal(tx, context, request.params)
    return done
  }))
}

function answeringRoutes(app: App, services: Services): void {
  app.get('/api/fairness/appeals', {
    schema: { operationId: 'listAppeals', summary: 'What patients and desks asked for', tags, querystring: z.object({ state: z.enum(['waiting', 'answered']).default('waiting') }), response: { 200: z.array(AppealInList) } },
    config: desk,
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => appealsAtDesk(tx, context, snapshot, request.query.state))
  })

  app.post('/api/fairness/appeals/:id/decide', {
    schema: { operationId: 'decideAppeal', summary: 'Answer what was asked', tags, params: ById, body: DecideAppeal, response: { 200: Done } },
    config: { ...office, outcomes: [AppealNotFound, AppealDecided, NotYourOwnAppeal] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await decideAppeal(tx, context, { institutionId: context.institutionId!, ...request.params, ...request.body })
    return done
  }))

  app.get('/api/fairness/incidents', {
    schema: { operationId: 'listIncidents', summary: 'Appointments that were not kept', tags, querystring: z.object({ days: z.coerce.number().int().min(1).max(365).default(90) }), response: { 200: z.array(IncidentInList) } },
    config: desk,
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => incidentsAtDesk(tx, context, snapshot, request.query.days))
  })

  app.get('/api/fairness/figures', {
    schema: { operationId: 'fairnessFigures', summary: 'The last thirty days in numbers', tags, response: { 200: Figures } }, config: desk,
  }, (request) => query(request, figures))
}

function findingRoutes(app: App, services: Services): void {
  app.get('/api/fairness/spread', {
    schema: { operationId: 'listSpread', summary: 'Groups of bookings over several hospitals, in counts; for the region\'s office, empty for everybody else', tags, response: { 200: z.array(SpreadCase) } }, config: office,
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx) => spreads(tx, snapshot))
  })

  app.get('/api/fairness/findings', {
    schema: { operationId: 'listFindings', summary: 'Groups of bookings that a person should look at', tags, querystring: z.object({ state: z.enum(findingStates).optional() }), response: { 200: z.array(FindingInList) } },
    config: office,
  }, (request) => query(request, async (tx, context) =>
    (await findingsWhere(tx, context.institutionId!, request.query.state ? sql`f.state = ${request.query.state}` : sql`true`)).map(inList)))

  app.get('/api/fairness/findings/:id', {
    schema: { operationId: 'readFinding', summary: 'The evidence of a finding', tags, params: ById, response: { 200: FindingDetail } },
    config: { ...office, outcomes: [FindingNotFound] },
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => findingDetail(tx, context, snapshot, request.params.id))
  })

  app.get('/api/fairness/findings/:id/persons/:personId', {
    schema: { operationId: 'revealPerson', summary: 'Who somebody in a finding is; leaves its trace', tags, params: ById.extend({ personId: z.uuid() }), response: { 200: Revealed } },
    config: { ...office, outcomes: [FindingNotFound] },
  }, (request) => query(request, (tx, context) => revealPerson(tx, context, request.params)))

  app.post('/api/fairness/findings/:id/decide', {
    schema: { operationId: 'decideFinding', summary: 'Decide what a finding means', tags, params: ById, body: DecideFinding, response: { 200: z.object({ state: z.enum(findingStates) }) } },
    config: { ...office, outcomes: [FindingNotFound, FindingDecided, NotAMember] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) =>
    ({ state: await decideFinding(tx, context, { institutionId: context.institutionId!, ...request.params, ...request.body }) })))

  app.post('/api/fairness/findings/:id/second', {
    schema: { operationId: 'secondDecision', summary: 'As the second person: confirm the gravest grade, or not', tags, params: ById, body: SecondDecision, response: { 200: z.object({ state: z.enum(findingStates) }) } },
    config: { ...office, outcomes: [FindingNotFound, NothingToSecond, SecondPersonNeeded] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) =>
    ({ state: await secondDecision(tx, context, { institutionId: context.institutionId!, ...request.params, ...request.body }) })))
}

function helperRoutes(app: App): void {
  app.get('/api/fairness/helpers', {
    schema: { operationId: 'listHelpers', summary: 'Who books for many by calling', tags, response: { 200: z.array(Helper) } }, config: office,
  }, (request) => query(request, helpers))

  app.post('/api/fairness/helpers', {
    schema: { operationId: 'addHelper', summary: 'Name a care home, village doctor or school nurse', tags, body: AddHelper, response: { 201: z.object({ id: z.uuid() }) } },
    config: { ...office, outcomes: [HelperKnown] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => addHelper(tx, context, request.body)))

  app.delete('/api/fairness/helpers/:id', {
    schema: { operationId: 'removeHelper', summary: 'Take somebody off the list', tags, params: ById, response: { 200: Done } },
    config: { ...office, outcomes: [HelperNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await removeHelper(tx, context, request.params.id)
    return done
  }))
}
