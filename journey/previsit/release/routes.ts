import { sql } from 'kysely'
import { z } from 'zod'
import { directory } from '#journey/throughout/directory/index.ts'
import { type Context, mayActFor, type PatientActor } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { type App, allow, command, contextOf, query, type Routes } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { openingFor } from './check-admitted.ts'
import { DrawRecord, JoinRequest, Opening, OpeningDesk, PlanOpening, SteerOpening, TicketView } from './contract.ts'
import {
  JoinFirst, NotYourPerson, NotYourTurn, OpeningNotFound, OpeningOver, OpeningPast, OtherPerson, PersonWaits, RoomShut, SameOpening, TicketNotFound, TooMany, TurnOver,
} from './errors.ts'
import { openingsWhere, type StoredOpening } from './opening-row.ts'
import { planOpening } from './operations/plan-opening.ts'
import { closeOpening, steerOpening } from './operations/steer-opening.ts'
import { enterRoom, leaveRoom } from './operations/take-turn.ts'
import { politeness } from './politeness.ts'
import { positionOf } from './position.ts'
import { drawRecord } from './queries/draw-record.ts'
import { openingDesk, openingView } from './queries/opening-view.ts'
import { type Rooms, roomsOf } from './rooms.ts'
import { roomRules } from './rules.ts'
import type { StoredTicket } from './ticket-desk.ts'

const tags = ['release']
const patients = { access: allow('patient'), purpose: 'booking' }
const office = { access: allow('manager'), purpose: 'operations' }
const Ref = z.object({ institutionId: z.coerce.number().int().positive(), id: z.uuid() })
const NearQuery = z.object({ institutionId: z.coerce.number().int().positive(), serviceId: z.coerce.number().int().positive().optional() })

export const routes: Routes = (app, services) => {
  openRoutes(app, services)
  ticketRoutes(app, services)
  officeRoutes(app, services)
}

const NEAR_MS = 12 * 3_600_000

/** For everybody: what opens when, and the draw afterwards. */
function openRoutes(app: App, services: Services): void {
  const rooms = roomsOf(services)

  app.get('/api/release/openings', {
    schema: { operationId: 'openingsNear', summary: 'Releases with a waiting room that are near', tags, querystring: NearQuery, response: { 200: z.array(Opening) } },
    config: { access: allow('anyone'), purpose: 'operations' },
  }, async (request) => {
    const { institutionId, serviceId } = request.query
    const { now } = contextOf(request)
    const { snapshot } = await directory(services)
    const near = (await rooms.near(institutionId, now)).filter((one) => one.roomOpensAt.getTime() - now.getTime() < NEAR_MS)
    const departmentId = snapshot.services.get(`${institutionId}/${serviceId ?? 0}`)?.departmentId
    const fitting = serviceId === undefined ? near : near.filter((one) => openingFor([one], { serviceId, departmentId, day: one.day }))
    return fitting.sort((a, b) => a.opensAt.getTime() - b.opensAt.getTime()).map((one) => openingView(snapshot, one, now))
  })

  app.get('/api/release/openings/:institutionId/:id', {
    schema: { operationId: 'readOpening', summary: 'One release with a waiting room', tags, params: Ref, response: { 200: Opening } },
    config: { access: allow('anyone'), purpose: 'operations', outcomes: [OpeningNotFound] },
  }, async (request) => {
    const { now } = contextOf(request)
    const opening = await rooms.opening(request.params.institutionId, request.params.id, now)
    if (!opening) throw new OpeningNotFound()
    return openingView((await directory(services)).snapshot, opening, now)
  })

  app.get('/api/release/openings/:institutionId/:id/draw', {
    schema: { operationId: 'readOpeningDraw', summary: 'The draw, with all that is needed to check it', tags, params: Ref, response: { 200: DrawRecord } },
    config: { access: allow('anyone'), purpose: 'operations', outcomes: [OpeningNotFound] },
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => drawRecord(tx, snapshot, request.params, context.now))
  })
}

const TICKET = '/api/release/openings/:institutionId/:id/ticket'

/** Coming to the waiting room, asking for one's place, coming in, leaving. */
function ticketRoutes(app: App, services: Services): void {
  const rooms = roomsOf(services)
  const { greet, calm, stop } = politeness()
  app.addHook('onClose', async () => stop())
  const answersPerSecond = kept(30_000, (context: Context, institutionId: number) =>
    inTransaction(services.db, context, async (tx) => (await roomRules(tx, institutionId, context.now)).answersPerSecond))
  async function opened(context: Context, { institutionId, id }: z.infer<typeof Ref>): Promise<StoredOpening> {
    const opening = await rooms.opening(institutionId, id, context.now)
    if (!opening) throw new OpeningNotFound()
    return opening
  }

  async function viewOf(context: Context, opening: StoredOpening, ticket: StoredTicket): Promise<TicketView> {
    const room = await rooms.numbers(opening, context.now)
    // What was remembered a moment ago is asked for again where the room has gone on since.
    const isBehind = ticket.ended_at === null && ticket.turn_at === null && (ticket.place === null ? room.drawnAt !== null : ticket.place <= room.admitted)
    const current = isBehind ? ((await rooms.tickets.of(opening, ticket.account_id, true)) ?? ticket) : ticket
    return positionOf(opening, current, room, context.now, calm())
  }

  app.post(TICKET, {
    schema: { operationId: 'joinRoom', summary: 'Come to the waiting room, or line up again', tags, params: Ref, body: JoinRequest, response: { 200: TicketView } },
    config: { ...patients, outcomes: [OpeningNotFound, RoomShut, NotYourPerson, PersonWaits, OtherPerson, TooMany] },
  }, async (request) => {
    const context = contextOf(request)
    const { accountId } = context.actor as PatientActor
    const { personId } = request.body
    if (!mayActFor(context.actor, personId)) throw new NotYourPerson()
    greet(`join ${accountId}`, await answersPerSecond(context, request.params.institutionId), rooms.tickets.waiting())
    const opening = await opened(context, request.params)
    if (context.now < opening.roomOpensAt) throw new RoomShut({ opensAt: opening.roomOpensAt.toISOString() })
    const { outcome, ticket } = await rooms.tickets.join({ opening, accountId, personId, requestId: context.requestId, now: context.now })
    if (outcome === 'shut') throw new RoomShut()
    if (outcome === 'person-waits' || !ticket) throw new PersonWaits()
    if (outcome === 'other-person') throw new OtherPerson()
    return viewOf(context, opening, ticket)
  })

  app.get(TICKET, {
    schema: { operationId: 'myTicket', summary: 'My place in the line', tags, params: Ref, response: { 200: TicketView } },
    config: { ...patients, outcomes: [OpeningNotFound, TicketNotFound, TooMany] },
  }, async (request) => {
    const context = contextOf(request)
    const { accountId } = context.actor as PatientActor
    greet(accountId, await answersPerSecond(context, request.params.institutionId), rooms.tickets.waiting())
    const opening = await opened(context, request.params)
    const ticket = await rooms.tickets.of(opening, accountId)
    if (!ticket) throw new TicketNotFound()
    return viewOf(context, opening, ticket)
  })

  actingRoutes(app, rooms, opened)
}

/** Coming in, and giving one's place up. */
function actingRoutes(app: App, rooms: Rooms, opened: (context: Context, ref: z.infer<typeof Ref>) => Promise<StoredOpening>): void {
  for (const [act, run, summary] of [['enter', enterRoom, 'Come in, it is my turn'], ['leave', leaveRoom, 'Give my place up']] as const) {
    app.post(`${TICKET}/${act}`, {
      schema: { operationId: `${act}Room`, summary, tags, params: Ref, response: { 200: TicketView } },
      config: { ...patients, outcomes: [OpeningNotFound, TicketNotFound, ...(act === 'enter' ? [NotYourTurn, TurnOver, JoinFirst] : [])] },
    }, async (request, reply) => {
      const context = contextOf(request)
      const opening = await opened(context, request.params)
      // The reply that is kept for a repeated key is the view as it then was.
      const { ticket, view } = await command(request, reply, 200, async (tx) => {
        const done = await run(tx, context, context.actor as PatientActor, opening)
        return { ticket: done, view: positionOf(opening, done, await rooms.numbers(opening, context.now), context.now) }
      })
      rooms.tickets.note(ticket)
      return view
    })
  }
}

/** The office: what is planned, how it goes, faster, slower, stop. */
function officeRoutes(app: App, services: Services): void {
  const rooms = roomsOf(services)

  app.get('/api/release/desk', {
    schema: { operationId: 'releaseDesk', summary: 'Releases of my institution: coming, under way, and of the last day', tags, response: { 200: z.array(OpeningDesk) } },
    config: { access: allow('manager', 'registrar', 'admin'), purpose: 'operations' },
  }, async (request) => {
    const { snapshot } = await directory(services)
    const { now, institutionId } = contextOf(request)
    const found = await query(request, (tx) => openingsWhere(tx, sql`institution_id = ${institutionId} and gate_until > ${now}::timestamptz - interval '1 day'
      and room_opens_at < ${now}::timestamptz + interval '2 days' order by opens_at desc limit 60`))
    return Promise.all(found.map(async (one) => openingDesk(snapshot, one, await rooms.numbers(one, now), now)))
  })

  app.post('/api/release/openings', {
    schema: { operationId: 'planOpening', summary: 'Plan a release with a waiting room', tags, body: PlanOpening, response: { 201: z.object({ id: z.uuid() }) } },
    config: { ...office, outcomes: [OpeningPast, SameOpening] },
  }, async (request, reply) => {
    const { departmentId, serviceId, day, opensAt, minutesBefore } = request.body
    const made = await command(request, reply, 201, async (tx, context) => ({
      id: await planOpening(tx, context, { institutionId: context.institutionId!, departmentId, serviceId, day, opensAt: new Date(opensAt), minutesBefore }),
    }))
    rooms.forget()
    return made
  })

  const Own = z.object({ id: z.uuid() })
  app.post('/api/release/openings/:id/steer', {
    schema: { operationId: 'steerOpening', summary: 'Call faster or slower, pause or go on', tags, params: Own, body: SteerOpening, response: { 200: z.object({ id: z.uuid() }) } },
    config: { ...office, outcomes: [OpeningNotFound, OpeningOver] },
  }, async (request, reply) => {
    const { id } = request.params
    const done = await command(request, reply, 200, async (tx, context) => {
      await steerOpening(tx, context, { institutionId: context.institutionId!, id, ...request.body })
      return { id }
    })
    rooms.forget(id)
    return done
  })

  app.post('/api/release/openings/:id/close', {
    schema: { operationId: 'closeOpening', summary: 'End the gate: everybody books as on any day', tags, params: Own, response: { 200: z.object({ id: z.uuid() }) } },
    config: { ...office, outcomes: [OpeningNotFound] },
  }, async (request, reply) => {
    const { id } = request.params
    const done = await command(request, reply, 200, async (tx, context) => {
      await closeOpening(tx, context, { institutionId: context.institutionId!, id })
      return { id }
    })
    rooms.forget(id)
    return done
  })
}

function kept<A extends readonly [Context, number]>(milliseconds: number, ask: (...asked: A) => Promise<number>): (...asked: A) => Promise<number> {
  const known = new Map<number, { at: number; answer: Promise<number> }>()
  return (...asked) => {
    const found = known.get(asked[1])
    if (found && performance.now() - found.at < milliseconds) return found.answer
    const answer = ask(...asked)
    known.set(asked[1], { at: performance.now(), answer })
    answer.catch(() => known.delete(asked[1]))
    return answer
  }
}
