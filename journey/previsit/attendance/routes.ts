import { z } from 'zod'
import { AppointmentNotFound } from '#journey/previsit/booking/index.ts'
import { directory } from '#journey/throughout/directory/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { Answer, Attendance, CallEntry, CallMark, DayAdvice, DayAnswer, Decision, Figures } from './contract.ts'
import { AdviceChanged, AlreadyDecided, CallNotFound, NothingToAnswer, SessionNotFound, TooEarlyForWay } from './errors.ts'
import { linkRoutes } from './link-routes.ts'
import { answerVisit } from './operations/answer-visit.ts'
import { decideAdvice } from './operations/decide-advice.ts'
import { markCall, reopenCall } from './operations/mark-call.ts'
import { answersOfDay, attendanceOf } from './queries/answers.ts'
import { callsOfDay, numberToRing } from './queries/calls.ts'
import { dayAdvice } from './queries/day-advice.ts'
import { figures } from './queries/figures.ts'

const tags = ['attendance']
const Ref = z.object({ institutionId: z.coerce.number().int().positive(), id: z.uuid() })
const Day = z.object({ day: z.iso.date() })
const desk = { access: allow('nurse', 'registrar', 'manager'), purpose: 'booking' }
const office = { access: allow('manager'), purpose: 'operations' }

export const routes: Routes = (app, services) => {
  linkRoutes(app, services)
  ownRoutes(app, services)
  deskRoutes(app, services)
  officeRoutes(app, services)
}

/** The patient's own page of an appointment. */
const ownRoutes: Routes = (app) => {
  app.get('/api/attendance/appointments/:institutionId/:id', {
    schema: { operationId: 'readAttendance', summary: 'What was said about an appointment, and which reminders went out', tags, params: Ref, response: { 200: Attendance } },
    config: { access: allow('patient', 'registrar', 'nurse', 'physician'), purpose: 'booking', outcomes: [AppointmentNotFound] },
  }, (request) => query(request, (tx, context) => attendanceOf(tx, context, request.params)))

  app.post('/api/attendance/appointments/:institutionId/:id/answer', {
    schema: { operationId: 'answerAppointment', summary: 'Say that one comes, or is on the way', tags, params: Ref, body: z.object({ answer: Answer.exclude(['cancelled']) }), response: { 200: Attendance } },
    config: { access: allow('patient'), purpose: 'booking', outcomes: [AppointmentNotFound, NothingToAnswer, TooEarlyForWay] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    const { institutionId, id } = request.params
    await answerVisit(tx, context, { institutionId, appointmentId: id, answer: request.body.answer, via: 'page' })
    return attendanceOf(tx, context, request.params)
  }))
}

const deskRoutes: Routes = (app, services) => {
  const snapshot = async () => (await directory(services)).snapshot

  app.get('/api/attendance/days/:day/answers', {
    schema: { operationId: 'answersOfDay', summary: 'What the people of a day have said', tags, params: Day, response: { 200: z.array(DayAnswer) } },
    config: { access: allow('staff'), purpose: 'treatment' },
  }, (request) => query(request, (tx, context) => answersOfDay(tx, context, context.institutionId!, request.params.day)))

  app.get('/api/attendance/days/:day/calls', {
    schema: { operationId: 'callsOfDay', summary: 'Whom to ring about the visits of a day', tags, params: Day, response: { 200: z.array(CallEntry) } },
    config: desk,
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => callsOfDay(tx, context, known, context.institutionId!, request.params.day))
  })

  const Call = z.object({ appointmentId: z.uuid() })
  app.post('/api/attendance/calls/:appointmentId/mark', {
    schema: { operationId: 'markCall', summary: 'What came of a call', tags, params: Call, body: CallMark, response: { 200: z.object({}) } },
    config: { ...desk, outcomes: [CallNotFound, NothingToAnswer, AppointmentNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await markCall(tx, context, { institutionId: context.institutionId!, ...request.params, ...request.body })
    return {}
  }))

  app.get('/api/attendance/calls/:appointmentId/number', {
    schema: { operationId: 'numberToRing', summary: 'The number behind a call that is still to be made', tags, params: Call, response: { 200: z.object({ phone: z.string().nullable() }) } },
    config: { ...desk, outcomes: [CallNotFound] },
  }, (request, reply) => {
    void reply.header('cache-control', 'no-store')
    return query(request, (tx, context) => numberToRing(tx, context, context.institutionId!, request.params.appointmentId))
  })

  app.post('/api/attendance/calls/:appointmentId/reopen', {
    schema: { operationId: 'reopenCall', summary: 'The mark was a slip', tags, params: Call, response: { 200: z.object({}) } },
    config: { ...desk, outcomes: [CallNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await reopenCall(tx, context, { institutionId: context.institutionId!, ...request.params })
    return {}
  }))
}

const officeRoutes: Routes = (app, services) => {
  const snapshot = async () => (await directory(services)).snapshot

  app.get('/api/attendance/days/:day/advice', {
    schema: { operationId: 'adviceOfDay', summary: 'How many units more each clinic of a day could give out', tags, params: Day, response: { 200: DayAdvice } },
    config: office,
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => dayAdvice(tx, context, known, context.institutionId!, request.params.day))
  })

  app.post('/api/attendance/sessions/:sessionId/decision', {
    schema: {
      operationId: 'decideAdvice', summary: 'Take the advice for a clinic, or not', tags, params: z.object({ sessionId: z.coerce.number().int().positive() }),
      body: Decision, response: { 200: z.object({ added: z.number().int() }) },
    },
    config: { ...office, outcomes: [SessionNotFound, AdviceChanged, AlreadyDecided] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => decideAdvice(tx, context, { institutionId: context.institutionId!, ...request.params, ...request.body })))

  app.get('/api/attendance/figures', {
    schema: { operationId: 'attendanceFigures', summary: 'What the reminders did', tags, querystring: z.object({ from: z.iso.date(), to: z.iso.date() }), response: { 200: Figures } },
    config: office,
  }, (request) => query(request, (tx, context) => figures(tx, context, { institutionId: context.institutionId!, ...request.query })))
}
