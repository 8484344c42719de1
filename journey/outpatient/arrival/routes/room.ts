import { z } from 'zod'
import { closeQueue, mergeQueues, NobodyWaiting, NotSamePerson, PersonElsewhere, PointBusy, QueueClosed, QueueNotFound, reopenQueue, PointNotOpen, setPointState, announceLateness, TicketInOtherState, UndoTooLate } from '#engines/queue/index.ts'
import { ServicePoint } from '#engines/queue/contract.ts'
import { allow, type App, command, query, type Routes } from '#platform/http/index.ts'
import { ChooseRoom, Lateness, LineVerb, MyRoom, VerbDone } from '../contract.ts'
import * as errors from '../errors.ts'
import { callPatient } from '../operations/call-patient.ts'
import { chooseRoom } from '../operations/choose-room.ts'
import { moveInLine } from '../operations/line-verbs.ts'
import { staffAt } from '../policy.ts'
import { myRoom } from '../queries/my-room.ts'

const tags = ['arrival']
const purpose = 'treatment'
const clinical = allow('physician', 'nurse')
const callRefusals = [NobodyWaiting, PersonElsewhere, PointBusy, PointNotOpen, errors.NoRoom] as const
const OfPoint = z.object({ pointId: z.coerce.number().int() })

/** What a doctor's desk and a nurse's desk do with rooms and lines. */
export const roomRoutes: Routes = (app) => {
  app.get('/api/arrival/queues/my-room', {
    schema: { operationId: 'readMyRoom', summary: 'My room and everybody who waits for it', tags, response: { 200: MyRoom } },
    config: { access: allow('physician'), purpose },
  }, (request) => query(request, myRoom))

  app.put('/api/arrival/queues/my-room', {
    schema: { operationId: 'chooseRoom', summary: 'Sit down in a room and open it', tags, body: ChooseRoom, response: { 200: MyRoom } },
    config: { access: allow('physician'), purpose, outcomes: [errors.NoRoom, PointBusy] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await chooseRoom(tx, context, request.body)
    return myRoom(tx, context)
  }))

  app.post('/api/arrival/queues/call-next', {
    schema: { operationId: 'callNext', summary: 'Call the next patient to my room, opening it when it is not yet', tags, body: z.object({}), response: { 200: VerbDone } },
    config: { access: allow('physician'), purpose, outcomes: callRefusals },
  }, (request, reply) => command(request, reply, 200, (tx, context) => callPatient(tx, context)))

  app.post('/api/arrival/queues/rooms/:pointId/call-next', {
    schema: { operationId: 'callNextTo', summary: 'Call the next patient to this room', tags, params: OfPoint, body: z.object({}), response: { 200: VerbDone } },
    config: { access: clinical, purpose, outcomes: callRefusals },
  }, (request, reply) => command(request, reply, 200, (tx, context) => callPatient(tx, context, request.params.pointId)))

  app.post('/api/arrival/queues/visits/:visitId', {
    schema: {
      operationId: 'moveInLine', summary: 'Recall, pass, park, return, move forward, transfer, undo: one patient in line', tags,
      params: z.object({ visitId: z.uuid() }), body: LineVerb, response: { 200: VerbDone },
    },
    config: { access: clinical, purpose, outcomes: [errors.VisitNotFound, TicketInOtherState, PointBusy, PointNotOpen, PersonElsewhere, NotSamePerson, QueueClosed, UndoTooLate] },
  }, (request, reply) => command(request, reply, 200, (tx, context) =>
    moveInLine(tx, context, staffAt(context).institutionId, request.params.visitId, request.body)))

  app.put('/api/arrival/queues/rooms/:pointId/state', {
    schema: {
      operationId: 'setRoomState', summary: 'Open, pause or close a room', tags, params: OfPoint,
      body: z.object({ state: z.enum(['open', 'paused', 'closed']) }), response: { 200: ServicePoint },
    },
    config: { access: clinical, purpose: 'operations' },
  }, (request, reply) => command(request, reply, 200, (tx, context) =>
    setPointState(tx, context, { institutionId: staffAt(context).institutionId, pointId: request.params.pointId, state: request.body.state })))

  app.put('/api/arrival/queues/rooms/:pointId/lateness', {
    schema: {
      operationId: 'announceLateness', summary: 'Say that a room starts later, until when and why', tags, params: OfPoint,
      body: Lateness, response: { 200: ServicePoint },
    },
    config: { access: clinical, purpose: 'operations' },
  }, (request, reply) => command(request, reply, 200, (tx, context) => {
    const { until, reason } = request.body
    return announceLateness(tx, context, {
      institutionId: staffAt(context).institutionId, pointId: request.params.pointId, until: until === null ? null : new Date(until), reason,
    })
  }))

  lineRoutes(app)
}

const OfQueue = z.object({ queueId: z.coerce.number().int() })
const Why = z.string().trim().min(2).max(60)

/** What a nurse's desk does with a whole line. */
const lineRoutes = (app: App): void => {
  app.put('/api/arrival/queues/lines/:queueId/taking', {
    schema: {
      operationId: 'setLineTaking', summary: 'Stop or start giving numbers for a line; who is inside is served', tags, params: OfQueue,
      body: z.discriminatedUnion('taking', [z.object({ taking: z.literal(true) }), z.object({ taking: z.literal(false), reason: Why })]), response: { 204: z.null() },
    },
    config: { access: clinical, purpose: 'operations', outcomes: [QueueNotFound] },
  }, (request, reply) => command(request, reply, 204, async (tx, context) => {
    const line = { institutionId: staffAt(context).institutionId, queueId: request.params.queueId }
    if (request.body.taking) await reopenQueue(tx, context, line)
    else await closeQueue(tx, context, { ...line, reason: request.body.reason })
    return null
  }))

  app.post('/api/arrival/queues/lines/:queueId/merge', {
    schema: {
      operationId: 'mergeLines', summary: 'Put everybody who waits in one line into another, by the time they have waited', tags, params: OfQueue,
      body: z.object({ intoQueueId: z.int(), reason: Why }), response: { 200: z.object({ moved: z.int() }) },
    },
    config: { access: clinical, purpose: 'operations', outcomes: [QueueNotFound, QueueClosed] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    const { institutionId } = staffAt(context)
    return { moved: await mergeQueues(tx, context, { institutionId, fromQueueId: request.params.queueId, ...request.body }) }
  }))
}
