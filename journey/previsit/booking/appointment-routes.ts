import { z } from 'zod'
import { directory } from '#journey/throughout/directory/index.ts'
import { allow, query, type Routes } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import { AppointmentDetail, DayListEntry, DayListQuery, MyAppointmentsQuery } from './contract.ts'
import { AppointmentNotFound } from './errors.ts'
import { appointmentDetail, myAppointments } from './queries/appointment-detail.ts'
import { calendarFile } from './queries/calendar-file.ts'
import { dayList } from './queries/day-list.ts'

const tags = ['booking']
const booking = { access: allow('patient', 'registrar', 'nurse', 'physician'), purpose: 'booking' }
const Ref = z.object({ institutionId: z.coerce.number().int().positive(), id: z.uuid() })

/** Reading appointments: one's own and the family's, and the desk's day. */
export const appointmentRoutes: Routes = (app, services) => {
  const snapshot = async () => (await directory(services)).snapshot

  app.get('/api/booking/appointments', {
    schema: { operationId: 'myAppointments', summary: 'Appointments of me and my family', tags, querystring: MyAppointmentsQuery, response: { 200: z.array(AppointmentDetail) } },
    config: { access: allow('patient'), purpose: 'booking' },
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => myAppointments(tx, context, known, request.query))
  })

  app.get('/api/booking/appointments/:institutionId/:id', {
    schema: { operationId: 'readAppointment', summary: 'One appointment', tags, params: Ref, response: { 200: AppointmentDetail } },
    config: { ...booking, outcomes: [AppointmentNotFound] },
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => appointmentDetail(tx, context, known, request.params))
  })

  app.get('/api/booking/appointments/:institutionId/:id/calendar.ics', {
    schema: { operationId: 'appointmentCalendarFile', summary: 'The appointment for a calendar', tags, params: Ref },
    config: { ...booking, outcomes: [AppointmentNotFound] },
  }, async (request, reply) => {
    const known = await snapshot()
    const file = await query(request, async (tx, context) =>
      calendarFile(await appointmentDetail(tx, context, known, request.params), languageOf(request.headers), context.now))
    return reply.header('content-type', 'text/calendar; charset=utf-8').header('content-disposition', 'attachment; filename="appointment.ics"').send(file)
  })

  app.get('/api/booking/days/:day', {
    schema: {
      operationId: 'dayList', summary: 'Who is booked on a day', tags, params: z.object({ day: z.iso.date() }), querystring: DayListQuery,
      response: { 200: z.array(DayListEntry) },
    },
    config: { access: allow('staff'), purpose: 'treatment' },
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) =>
      dayList(tx, context, known, { institutionId: context.institutionId!, day: request.params.day, ...request.query }))
  })
}
