import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { checkAdmitted } from '#journey/previsit/release/index.ts'
import { directory } from '#journey/throughout/directory/index.ts'
import { PersonNotFound } from '#journey/throughout/people/index.ts'
import type { Context, PatientActor, StaffActor } from '#platform/context/context.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { type App, allow, command, contextOf, query, type Routes } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import type { Services } from '#platform/services.ts'
import { Appointment, CalendarLink, ExceptionRequest, PersonAtDesk, SendPatient, SentBooking, SeriesRequest, TogetherRequest, WeekOfSeries, WeeksQuery } from './contract.ts'
import { CalendarLinkEnded, NoException, NotAPartner, PeriodNotFound, refusals, TogetherRefused, TogetherTooFar, TogetherTooMany, TogetherTwice } from './errors.ts'
import { bookException } from './operations/book-exception.ts'
import { bookSeries, bookTogether } from './operations/book-together.ts'
import { sendPatient } from './operations/send-patient.ts'
import { calendarLink, calendarOfAll, endCalendarLink, readerOf } from './queries/calendar-links.ts'
import { personAtDesk } from './queries/person-appointments.ts'
import { sentBookings } from './queries/sent-bookings.ts'
import { weeksOfSeries } from './queries/weeks-of-series.ts'

const tags = ['booking']
const booking = { access: allow('patient', 'registrar', 'nurse', 'physician'), purpose: 'booking' }
const sending = { access: allow('physician', 'registrar', 'nurse'), purpose: 'booking' }
const number = z.coerce.number().int().positive()
const together = [...refusals, TogetherRefused, TogetherTooFar, TogetherTooMany]

/** Booking by others and for several: groups, series, partner hospitals, the desk; and the calendar that follows along. */
export const modeRoutes: Routes = (app, services) => {
  togetherRoutes(app, services)
  sendingRoutes(app, services)
  deskRoutes(app, services)
  calendarRoutes(app, services)
}

function togetherRoutes(app: App, services: Services): void {
  // A waiting room lets in one person at a time: a family cannot pass beside it.
  const admitted = async (request: FastifyRequest, institutionId: number, wanted: readonly { periodId: number; pool: string; personId: string }[]) => {
    for (const one of wanted) await checkAdmitted(services, contextOf(request), { institutionId, ...one })
  }

  app.post('/api/booking/together', {
    schema: { operationId: 'bookTogether', summary: 'Book several people at once: all or nobody', tags, body: TogetherRequest, response: { 201: z.array(Appointment) } },
    config: { ...booking, outcomes: [...together, TogetherTwice] },
  }, async (request, reply) => {
    await admitted(request, request.body.institutionId, request.body.entries)
    return command(request, reply, 201, (tx, context) => bookTogether(tx, context, request.body))
  })

  app.post('/api/booking/series', {
    schema: { operationId: 'bookSeries', summary: 'Book several visits of one person: all or none', tags, body: SeriesRequest, response: { 201: z.array(Appointment) } },
    config: { ...booking, outcomes: together },
  }, async (request, reply) => {
    const { institutionId, personId, periods } = request.body
    await admitted(request, institutionId, periods.map((one) => ({ ...one, personId })))
    return command(request, reply, 201, (tx, context) => bookSeries(tx, context, request.body))
  })

  app.get('/api/booking/services/:institutionId/:serviceId/weeks', {
    schema: {
      operationId: 'readWeeks', summary: 'The same time week after week', tags, params: z.object({ institutionId: number, serviceId: number }), querystring: WeeksQuery,
      response: { 200: z.array(WeekOfSeries) },
    },
    config: { access: allow('anyone'), purpose: 'booking', outcomes: [PeriodNotFound] },
  }, (request) => query(request, (tx, { now }) => weeksOfSeries(tx, { ...request.params, ...request.query }, ['public'], now)))
}

function sendingRoutes(app: App, services: Services): void {
  app.post('/api/booking/sent', {
    schema: { operationId: 'sendPatient', summary: 'Book for a resident at a partner hospital', tags, body: SendPatient, response: { 201: Appointment } },
    config: { ...sending, outcomes: [...refusals, NotAPartner, PersonNotFound] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => sendPatient(tx, context, request.body)))

  app.get('/api/booking/sent', {
    schema: { operationId: 'listSent', summary: 'Whom this institution sent, and what became of it', tags, response: { 200: z.array(SentBooking) } },
    config: sending,
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => sentBookings(tx, context as Context & { actor: StaffActor }, snapshot))
  })
}

function deskRoutes(app: App, services: Services): void {
  app.post('/api/booking/exceptions', {
    schema: { operationId: 'bookException', summary: 'Book beyond a limit, with a stated reason', tags, body: ExceptionRequest, response: { 201: Appointment } },
    config: { ...sending, outcomes: [...refusals, NoException] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => bookException(tx, context, request.body)))

  app.get('/api/booking/persons/:personId', {
    schema: { operationId: 'readPersonAtDesk', summary: 'Whom the desk speaks with, and what they have here', tags, params: z.object({ personId: z.uuid() }), response: { 200: PersonAtDesk } },
    config: { ...sending, outcomes: [PersonNotFound] },
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => personAtDesk(tx, context, snapshot, request.params.personId))
  })
}

function calendarRoutes(app: App, services: Services): void {
  const own = { access: allow('patient'), purpose: 'booking' }
  app.post('/api/booking/calendar-link', {
    schema: { operationId: 'makeCalendarLink', summary: 'A link by which a calendar follows my appointments', tags, response: { 200: CalendarLink } },
    config: own,
  }, (request, reply) => command(request, reply, 200, async (tx, context) =>
    ({ path: `/api/booking/calendars/${await calendarLink(tx, context as Context & { actor: PatientActor })}/appointments.ics` })))

  app.post('/api/booking/calendar-link/end', {
    schema: { operationId: 'endCalendarLink', summary: 'End the link of my calendar', tags, response: { 200: z.object({}) } },
    config: own,
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await endCalendarLink(tx, context as Context & { actor: PatientActor })
    return {}
  }))

  app.get('/api/booking/calendars/:token/appointments.ics', {
    schema: { operationId: 'readCalendar', summary: 'All appointments, for a calendar that has the link', tags, params: z.object({ token: z.string().max(400) }) },
    config: { access: allow('anyone'), purpose: 'booking', outcomes: [CalendarLinkEnded] },
  }, async (request, reply) => {
    const { snapshot } = await directory(services)
    const asked = contextOf(request)
    const system = systemContext('booking.read-calendar', asked.now)
    const actor = await inTransaction(services.db, system, (tx) => readerOf(tx, request.params.token, asked.now))
    const file = await inTransaction(services.db, { ...asked, actor }, (tx) => calendarOfAll(tx, { ...asked, actor }, snapshot, languageOf(request.headers)))
    return reply.header('content-type', 'text/calendar; charset=utf-8').header('cache-control', 'private, max-age=300').send(file)
  })
}
