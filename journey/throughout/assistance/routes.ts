import { z } from 'zod'
import { inTransaction } from '#platform/database/index.ts'
import { allow, command, contextOf, query, type Routes } from '#platform/http/index.ts'
import { AnswerHelper, AnswerProposal, AssistSession, CurrentHelp, Frames, HelpAsked, JoinByCode, PastHelpList, PointAt, Propose, SendFrame } from './contract.ts'
import { AnsweredAlready, AskedAlready, CodeWrong, FrameOld, HelpOver, NoSuchHelp, NotWatching, OwnHandOnly, PageHidden, TooManyTries } from './errors.ts'
import { answerHelper, prolongHelp, stillHere } from './operations/answer-helper.ts'
import { askForHelp } from './operations/ask-for-help.ts'
import { endHelp } from './operations/end-help.ts'
import { countTry, joinHelp } from './operations/join-help.ts'
import { answerProposal, pointAt, propose } from './operations/propose.ts'
import { sendFrame } from './operations/send-frame.ts'
import { currentHelp, framesSince, pastHelp, readHelp } from './queries/help.ts'

const tags = ['assistance']
const params = z.object({ id: z.uuid() })
const nothing = { 204: z.undefined() }
const person = { access: allow('patient'), purpose: 'assistance' }
const both = { access: allow('patient', 'staff'), purpose: 'assistance' }

/** Help on the same page: one asks, one is let in, the person does. */
export const routes: Routes = (app, services) => {
  personRoutes(app, services)
  helperRoutes(app, services)

  app.get('/api/assistance/sessions/:id', {
    schema: { operationId: 'readHelp', summary: 'How help on the same page stands', tags, params, response: { 200: AssistSession } },
    config: { ...both, outcomes: [NoSuchHelp] },
  }, (request) => query(request, (tx, context) => readHelp(tx, context, request.params.id)))

  app.post('/api/assistance/sessions/:id/end', {
    schema: { operationId: 'endHelp', summary: 'End it at once, from either side', tags, params, response: nothing },
    config: { ...both, outcomes: [NoSuchHelp] },
  }, (request, reply) => command(request, reply, 204, async (tx, context) => { await endHelp(tx, context, request.params.id) }))
}

const personRoutes: Routes = (app) => {
  // Not a command: the code must not be kept, and a repeated request should get a fresh one.
  app.post('/api/assistance/sessions', {
    schema: { operationId: 'askForHelp', summary: 'Ask for help on your page: a code to tell', tags, response: { 201: HelpAsked } },
    config: { ...person, outcomes: [NoSuchHelp] },
  }, async (request, reply) => {
    void reply.header('cache-control', 'no-store').code(201)
    return query(request, askForHelp)
  })

  app.get('/api/assistance/current', {
    schema: { operationId: 'currentHelp', summary: 'The help you asked for, if it goes on', tags, response: { 200: CurrentHelp } }, config: person,
  }, (request) => query(request, currentHelp))

  app.get('/api/assistance/past', {
    schema: { operationId: 'pastHelp', summary: 'Who helped you, and what they proposed', tags, response: { 200: PastHelpList } }, config: person,
  }, (request) => query(request, pastHelp))

  app.post('/api/assistance/sessions/:id/answer', {
    schema: { operationId: 'answerHelper', summary: 'Let them see the page, or not', tags, params, body: AnswerHelper, response: { 200: AssistSession } },
    config: { ...person, outcomes: [NoSuchHelp, HelpOver, AnsweredAlready] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => answerHelper(tx, context, request.params.id, request.body)))

  app.post('/api/assistance/sessions/:id/prolong', {
    schema: { operationId: 'prolongHelp', summary: 'Go on a while', tags, params, response: { 200: AssistSession } },
    config: { ...person, outcomes: [NoSuchHelp, HelpOver, NotWatching] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => prolongHelp(tx, context, request.params.id)))

  // A sign of life: the same again is the same.
  app.post('/api/assistance/sessions/:id/here', {
    schema: { operationId: 'stillHere', summary: 'The page is still open', tags, params, response: { 200: AssistSession } },
    config: { ...person, outcomes: [NoSuchHelp] },
  }, (request) => query(request, (tx, context) => stillHere(tx, context, request.params.id)))

  // Its number makes it happen once; a copy kept for repeating would outlive the session.
  app.post('/api/assistance/sessions/:id/frames', {
    schema: { operationId: 'sendFrame', summary: 'How the page stands now, masked', tags, params, body: SendFrame, response: nothing },
    config: { ...person, outcomes: [NoSuchHelp, HelpOver, NotWatching, FrameOld, PageHidden] },
  }, async (request, reply) => {
    await query(request, (tx, context) => sendFrame(tx, context, request.params.id, request.body))
    return reply.code(204).send(undefined)
  })

  app.post('/api/assistance/sessions/:id/proposals/:proposalId/answer', {
    schema: { operationId: 'answerProposal', summary: 'What you did with a proposal', tags, params: params.extend({ proposalId: z.uuid() }), body: AnswerProposal, response: nothing },
    config: { ...person, outcomes: [NoSuchHelp, HelpOver, NotWatching, AnsweredAlready] },
  }, (request, reply) => command(request, reply, 204, async (tx, context) => { await answerProposal(tx, context, request.params.id, request.params.proposalId, request.body.outcome) }))
}

const helperRoutes: Routes = (app, services) => {
  app.post('/api/assistance/join', {
    schema: { operationId: 'joinHelp', summary: 'Come to help with the code you were told', tags, body: JoinByCode, response: { 200: AssistSession } },
    config: { ...both, outcomes: [CodeWrong, TooManyTries] },
  }, async (request, reply) => {
    const context = contextOf(request)
    await inTransaction(services.db, context, (tx) => countTry(tx, context))
    return command(request, reply, 200, (tx, asked) => joinHelp(tx, asked, request.body.code))
  })

  app.get('/api/assistance/sessions/:id/frames', {
    schema: { operationId: 'framesSince', summary: 'What the page looks like', tags, params, querystring: z.object({ since: z.coerce.number().int().min(0).default(0) }), response: { 200: Frames } },
    config: { ...both, outcomes: [NoSuchHelp] },
  }, (request, reply) => {
    void reply.header('cache-control', 'no-store')
    return query(request, (tx, context) => framesSince(tx, context, request.params.id, request.query.since))
  })

  app.post('/api/assistance/sessions/:id/points', {
    schema: { operationId: 'pointAt', summary: 'Point at something on the page', tags, params, body: PointAt, response: nothing },
    config: { ...both, outcomes: [NoSuchHelp, HelpOver, NotWatching, OwnHandOnly] },
  }, async (request, reply) => {
    await query(request, (tx, context) => pointAt(tx, context, request.params.id, request.body.target))
    return reply.code(204).send(undefined)
  })

  app.post('/api/assistance/sessions/:id/proposals', {
    schema: { operationId: 'propose', summary: 'Ask the person to press or fill something', tags, params, body: Propose, response: { 201: z.object({ id: z.uuid() }) } },
    config: { ...both, outcomes: [NoSuchHelp, HelpOver, NotWatching, OwnHandOnly, AskedAlready] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => propose(tx, context, request.params.id, request.body)))
}
