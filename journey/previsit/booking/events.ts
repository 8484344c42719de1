import type { DomainEvent } from '#platform/events/index.ts'
import type { Appointment } from './contract.ts'

export const APPOINTMENT_BOOKED = 'booking.appointment-booked.v1'
export const APPOINTMENT_CANCELLED = 'booking.appointment-cancelled.v1'
export const APPOINTMENT_MOVED = 'booking.appointment-moved.v1'

/** What every event of an appointment says. Booking by batch writes the same from SQL. */
export interface AppointmentFacts {
  readonly institutionId: number
  readonly appointmentId: string
  readonly personId: string
  readonly serviceId: number
  readonly departmentId: number
  readonly practitionerId: number | null
  readonly startsAt: string
  readonly endsAt: string
  readonly feeCents: number
  readonly feeCode: string
}

export function appointmentBooked(appointment: Appointment): DomainEvent {
  return about(APPOINTMENT_BOOKED, appointment, {})
}

export function appointmentCancelled(appointment: Appointment, late: boolean): DomainEvent {
  return about(APPOINTMENT_CANCELLED, appointment, { late })
}

export function appointmentMoved(appointment: Appointment, from: Appointment): DomainEvent {
  const earlier = { fromStartsAt: from.startsAt, fromFeeCents: from.feeCents, fromPeriodId: from.periodId, periodId: appointment.periodId }
  const event = about(APPOINTMENT_MOVED, appointment, earlier)
  return { ...event, topics: [...new Set([...event.topics!, `booking:${from.institutionId}:${from.day}`])] }
}

function about(type: string, appointment: Appointment, more: object): DomainEvent {
  const { institutionId, id, personId, serviceId, departmentId, practitionerId, startsAt, endsAt, feeCents, feeCode, day } = appointment
  return {
    type,
    institutionId,
    topics: [`person:${personId}`, `booking:${institutionId}:${day}`],
    payload: { institutionId, appointmentId: id, personId, serviceId, departmentId, practitionerId, startsAt, endsAt, feeCents, feeCode, ...more },
  }
}
