import type { Reason } from '#engines/capacity/contract.ts'
import { domainError, type Outcome } from '#platform/errors/domain-error.ts'

export const PeriodNotFound = domainError('booking.period-not-found', 404, 'There is no such time.')
export const PoolNotOffered = domainError('booking.pool-not-offered', 409, 'This time has no places of this kind.')
export const SessionSuspended = domainError('booking.session-suspended', 409, 'This clinic is cancelled.')
export const PeriodPast = domainError('booking.period-past', 409, 'This time has passed.')
export const NotOpenYet = domainError('booking.not-open-yet', 409, 'Booking for this day has not opened yet.')
export const BookingClosed = domainError('booking.booking-closed', 409, 'Booking for this time has closed.')
export const PeriodFull = domainError('booking.period-full', 409, 'This time is full.')
export const SameServiceThatDay = domainError('booking.same-service-that-day', 409, 'This person already has an appointment there that day.')
export const PersonBusy = domainError('booking.person-busy', 409, 'This person already has an appointment at this time.')
export const PersonUnknown = domainError('booking.person-unknown', 404, 'We do not know this person.')
export const NotYourPerson = domainError('booking.not-your-person', 403, 'You may not book for this person.')
export const NotYourInstitution = domainError('booking.not-your-institution', 403, 'Staff book at their own institution.')
export const PoolNotForYou = domainError('booking.pool-not-for-you', 403, 'These places are kept for others.')
export const AppointmentNotFound = domainError('booking.appointment-not-found', 404, 'There is no such appointment.')
export const HoldExpired = domainError('booking.hold-expired', 409, 'The time was kept for you until its end, and is free for others again.')
export const AlreadyEnded = domainError('booking.already-ended', 409, 'This appointment has already ended.')
export const TooLateToCancel = domainError('booking.too-late-to-cancel', 409, 'It is too late to cancel or move this online.')
export const ServiceNotFound = domainError('booking.service-not-found', 404, 'There is no such clinic.')
export const TooBusy = domainError('booking.too-busy', 503, 'Many people are booking this right now. Please try again in a moment.')

/** What each reason of the engine is called in this module. */
export const outcomeOf: Readonly<Record<Reason | 'no-such-person', Outcome>> = {
  'no-such-period': PeriodNotFound,
  'no-such-pool': PoolNotOffered,
  suspended: SessionSuspended,
  past: PeriodPast,
  'not-open-yet': NotOpenYet,
  closed: BookingClosed,
  full: PeriodFull,
  'same-service-that-day': SameServiceThatDay,
  overlap: PersonBusy,
  'no-such-person': PersonUnknown,
}

/** Everything a booking may be refused with. */
export const refusals: readonly Outcome[] = [...Object.values(outcomeOf), NotYourPerson, NotYourInstitution, PoolNotForYou, TooBusy]
