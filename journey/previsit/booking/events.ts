import type { DomainEvent } from '#platform/events/index.ts'
import type { Appointment } from './contract.ts'

export const APPOINTMENT_BOOKED = 'booking.appointment-booked.v1'
export const APPOINTMENT_CANCELLED = 'booking.appointment-cancelled.v1'
export const APPOINTMENT_MOVED = 'booking.appointment-moved.v1'
/** The day is over and the patient did not come. */
export const APPOINTMENT_MISSED = 'booking.appointment-missed.v1'
export const BOOKING_RESTRICTED = 'booking.restricted.v1'
export const BOOKING_LIFTED = 'booking.restriction-lifted.v1'
export const APPOINTMENT_SUSPENDED = 'booking.appointment-suspended.v1'
/** Somebody's time to decide ran out. */
export const HOLD_EXPIRED = 'booking.hold-expired.v1'
export const APPOINTMENT_REINSTATED = 'booking.appointment-reinstated.v1'

/** What every event of an appointment says. Booking by batch writes the same from SQL. */
export interface AppointmentFacts {
  readonly institutionId: number
  readonly appointmentId: string
  readonly personId: string
  readonly periodId: number
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

/** `more` says who moved it, where it was not the patient: `byHospital` with the doctor it was with before. */
export function appointmentMoved(appointment: Appointment, from: Appointment, more: object = {}): DomainEvent {
  const earlier = {
    fromStartsAt: from.startsAt, fromFeeCents: from.feeCents, fromPeriodId: from.periodId,
    fromPractitionerId: from.practitionerId, fromRoom: from.room, room: appointment.room, ...more,
  }
  const event = about(APPOINTMENT_MOVED, appointment, earlier)
  return { ...event, topics: [...new Set([...event.topics!, `booking:${from.institutionId}:${from.day}`])] }
}

export function appointmentSuspended(appointment: Appointment, wasHeld: boolean): DomainEvent {
  return about(APPOINTMENT_SUSPENDED, appointment, { wasHeld })
}

export function appointmentReinstated(appointment: Appointment): DomainEvent {
  return about(APPOINTMENT_REINSTATED, appointment, {})
}

export function appointmentMissed(appointment: Appointment): DomainEvent {
  return about(APPOINTMENT_MISSED, appointment, {})
}

/** Who may not book on line for a time, or may again. */
export interface RestrictionFacts {
  readonly institutionId: number
  readonly restrictionId: string
  readonly personId: string | null
  readonly subjectKind: string
  readonly reason: string
  readonly endsAt: string
}

export function bookingRestricted(facts: RestrictionFacts): DomainEvent {
  return aboutRestriction(BOOKING_RESTRICTED, facts)
}

export function bookingLifted(facts: RestrictionFacts): DomainEvent {
  return aboutRestriction(BOOKING_LIFTED, facts)
}

function aboutRestriction(type: string, facts: RestrictionFacts): DomainEvent {
  return { type, institutionId: facts.institutionId, topics: facts.personId === null ? [] : [`person:${facts.personId}`], payload: { ...facts } }
}

function about(type: string, appointment: Appointment, more: object): DomainEvent {
  const { institutionId, id, personId, serviceId, departmentId, practitionerId, startsAt, endsAt, feeCents, feeCode, day, periodId } = appointment
  return {
    type,
    institutionId,
    topics: [`person:${personId}`, `booking:${institutionId}:${day}`],
    payload: { institutionId, appointmentId: id, personId, periodId, serviceId, departmentId, practitionerId, startsAt, endsAt, feeCents, feeCode, ...more },
  }
}

export const PATIENT_SENT = 'booking.patient-sent.v1'

/** A partner institution booked for its resident; the hospital and the sender both hear of it. */
export function patientSent(appointment: Appointment, fromInstitutionId: number): DomainEvent {
  const event = about(PATIENT_SENT, appointment, { fromInstitutionId, pool: appointment.pool })
  return { ...event, topics: [...event.topics!, `booking:${fromInstitutionId}:sent`] }
}
