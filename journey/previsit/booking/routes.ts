import { z } from 'zod'
import { checkAdmitted } from '#journey/previsit/release/index.ts'
import { type App, allow, command, contextOf, idempotencyOf, type Routes, sendStored } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { Appointment, BookRequest, CancelRequest, MoveRequest, WishedPeriod } from './contract.ts'
import { AlreadyEnded, AppointmentNotFound, HoldExpired, PeriodPast, refusals, TooLateToCancel } from './errors.ts'
import { cancelAppointment } from './operations/cancel-appointment.ts'
import { confirmHold } from './operations/confirm-hold.ts'
import { moveAppointment } from './operations/move-appointment.ts'
import { takingOf } from './operations/take-period.ts'
import { appointmentRoutes } from './appointment-routes.ts'
import { modeRoutes } from './mode-routes.ts'
import { openingRoutes } from './opening-routes.ts'
import { teamRoutes } from './team-routes.ts'

const tags = ['booking']
const booking = { access: allow('patient', 'registrar', 'nurse', 'physician'), purpose: 'booking' }
const Ref = z.object({ institutionId: z.coerce.number().int().positive(), id: z.uuid() })

export const routes: Routes = (app, services) => {
  takingRoutes(app, services)
  changingRoutes(app, services)
  appointmentRoutes(app, services)
  openingRoutes(app, services)
  modeRoutes(app, services)
  teamRoutes(app, services)
}

function takingRoutes(app: App, services: Services): void {
  const { take } = takingOf(services)

  app.post('/api/booking/holds', {
    schema: { operationId: 'holdPeriod', summary: 'Keep a time for a person for some minutes', tags, body: WishedPeriod, response: { 201: Appointment } },
    config: { ...booking, outcomes: refusals },
  }, async (request, reply) => {
    const context = contextOf(request)
    const { body, replayed } = await take(context, request.body, 'hold', idempotencyOf(request, context))
    return sendStored(reply, 201, body, replayed)
  })

  app.post('/api/booking/appointments', {
    schema: { operationId: 'bookAppointment', summary: 'Book a time directly, or one that was kept', tags, body: BookRequest, response: { 201: Appointment } },
    config: { ...booking, outcomes: [...refusals, HoldExpired, AlreadyEnded, AppointmentNotFound] },
  }, async (request, reply) => {
    const { body } = request
    if ('holdId' in body) return command(request, reply, 201, (tx, context) => confirmHold(tx, context, { institutionId: body.institutionId, id: body.holdId }))
    const context = contextOf(request)
    const taken = await take(context, body, 'book', idempotencyOf(request, context))
    return sendStored(reply, 201, taken.body, taken.replayed)
  })
}

function changingRoutes(app: App, services: Services): void {
  const { gone } = takingOf(services)

  app.post('/api/booking/appointments/:institutionId/:id/cancel', {
    schema: { operationId: 'cancelAppointment', summary: 'Give a time back', tags, params: Ref, body: CancelRequest, response: { 200: Appointment } },
    config: { ...booking, outcomes: [AppointmentNotFound, AlreadyEnded, PeriodPast, TooLateToCancel] },
  }, async (request, reply) => {
    const cancelled = await command(request, reply, 200, (tx, context) => cancelAppointment(tx, context, { ...request.params, reason: request.body.reason }))
    gone.forget(cancelled.institutionId, cancelled.periodId)
    return cancelled
  })

  app.post('/api/booking/appointments/:institutionId/:id/move', {
    schema: { operationId: 'moveAppointment', summary: 'Take another time without losing this one', tags, params: Ref, body: MoveRequest, response: { 200: Appointment } },
    config: { ...booking, outcomes: [...refusals, AppointmentNotFound, AlreadyEnded, TooLateToCancel] },
  }, async (request, reply) => {
    await checkAdmitted(services, contextOf(request), { institutionId: request.params.institutionId, ...request.body })
    const moved = await command(request, reply, 200, (tx, context) => moveAppointment(tx, context, { ...request.params, ...request.body }))
    gone.forget()
    return moved
  })
}
