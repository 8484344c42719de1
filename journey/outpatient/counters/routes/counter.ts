import { z } from 'zod'
import {
  NobodyWaiting, NotSamePerson, PersonElsewhere, PointBusy, PointNotOpen, QueueClosed, TicketInOtherState, TicketNotFound, UndoTooLate,
} from '#engines/queue/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { CounterDone, CounterNow, CounterVerb, StationListed, Stop, TakeWindow } from '../contract.ts'
import * as errors from '../errors.ts'
import { callNextAt, moveAtCounter, takeWindow } from '../operations/at-counter.ts'
import { setTaking, setWindowState } from '../operations/open-or-close.ts'
import { markResult } from '../operations/mark-result.ts'
import { COUNTER_ROLES, staffAt } from '../policy.ts'
import { counterNow, stationsHere } from '../queries/counter-now.ts'

const tags = ['counters']
const purpose = 'treatment'
const atCounter = allow(...COUNTER_ROLES)
const OfStation = z.object({ stationId: z.coerce.number().int() })
const OfPoint = z.object({ pointId: z.coerce.number().int() })

/** What the people at a counter do. */
export const counterRoutes: Routes = (app) => {
  app.get('/api/counters/stations', {
    schema: { operationId: 'listStations', summary: 'The stations of my institution, with how many wait', tags, response: { 200: z.array(StationListed) } },
    config: { access: allow('staff'), purpose: 'operations' },
  }, (request) => query(request, stationsHere))

  app.get('/api/counters/stations/:stationId', {
    schema: { operationId: 'readCounter', summary: 'One counter now', tags, params: OfStation, response: { 200: CounterNow } },
    config: { access: atCounter, purpose, outcomes: [errors.StationNotFound, errors.NotYourStation] },
  }, (request) => query(request, (tx, context) => counterNow(tx, context, request.params.stationId)))

  app.put('/api/counters/stations/:stationId/window', {
    schema: { operationId: 'takeWindow', summary: 'Sit down at a window of this station', tags, params: OfStation, body: TakeWindow, response: { 200: CounterNow } },
    config: { access: atCounter, purpose: 'operations', outcomes: [errors.StationNotFound, errors.NotYourStation, PointBusy] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await takeWindow(tx, context, { ...request.params, ...request.body })
    return counterNow(tx, context, request.params.stationId)
  }))

  app.put('/api/counters/windows/:pointId/state', {
    schema: {
      operationId: 'setWindowState', summary: 'Open, pause or close a window', tags, params: OfPoint,
      body: z.object({ state: z.enum(['open', 'paused', 'closed']) }), response: { 204: z.null() },
    },
    config: { access: atCounter, purpose: 'operations', outcomes: [errors.NotYourStation] },
  }, (request, reply) => command(request, reply, 204, async (tx, context) => {
    await setWindowState(tx, context, request.params.pointId, request.body.state)
    return null
  }))

  app.post('/api/counters/windows/:pointId/call-next', {
    schema: { operationId: 'callNextAtCounter', summary: 'Call the next person to this window', tags, params: OfPoint, body: z.object({}), response: { 200: CounterDone } },
    config: { access: atCounter, purpose, outcomes: [errors.NotYourStation, NobodyWaiting, PersonElsewhere, PointBusy, PointNotOpen] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => callNextAt(tx, context, request.params.pointId)))

  app.post('/api/counters/tickets/:ticketId', {
    schema: {
      operationId: 'moveAtCounter', summary: 'Recall, pass, park, serve, finish, transfer, move to the front, merge, undo: one person at a counter', tags,
      params: z.object({ ticketId: z.uuid() }), body: CounterVerb, response: { 200: CounterDone },
    },
    config: {
      access: atCounter, purpose,
      outcomes: [TicketNotFound, TicketInOtherState, PointBusy, PointNotOpen, PersonElsewhere, QueueClosed, NotSamePerson, UndoTooLate, errors.StationNotFound, errors.NotYourStation, errors.StopInOtherState],
    },
  }, (request, reply) => command(request, reply, 200, (tx, context) => moveAtCounter(tx, context, request.params.ticketId, request.body)))

  app.post('/api/counters/stops/:stopId/result', {
    schema: { operationId: 'markResult', summary: 'Say that a result is there', tags, params: z.object({ stopId: z.uuid() }), body: z.object({}), response: { 200: Stop } },
    config: { access: atCounter, purpose, outcomes: [errors.StopNotFound, errors.NotYourStation, errors.StopInOtherState] },
  }, (request, reply) => command(request, reply, 200, (tx, context) =>
    markResult(tx, context, { institutionId: staffAt(context).institutionId, stopId: request.params.stopId })))

  app.put('/api/counters/stations/:stationId/taking', {
    schema: {
      operationId: 'setStationTaking', summary: 'Stop or start giving numbers at this station', tags, params: OfStation,
      body: z.discriminatedUnion('taking', [z.object({ taking: z.literal(true) }), z.object({ taking: z.literal(false), reason: z.string().trim().min(2).max(60) })]),
      response: { 200: CounterNow },
    },
    config: { access: atCounter, purpose: 'operations', outcomes: [errors.StationNotFound, errors.NotYourStation] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await setTaking(tx, context, request.params.stationId, request.body)
    return counterNow(tx, context, request.params.stationId)
  }))
}
