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
export const NoPerson = domainError('booking.no-person', 422, 'An appointment is for somebody: no patient is named.')
export const SeveralPeople = domainError('booking.several-people', 422, 'An appointment is for one person; book each their own.')
export const StartOffGrid = domainError('booking.start-off-grid', 422, 'No time that can be booked begins then.')
export const NoTimeNamed = domainError('booking.no-time-named', 422, 'The request names no time: a slot, or a start with a clinic or doctor.')
export const RequestRefused = domainError('booking.request-refused', 422, 'This cannot be booked as it was asked.')
export const NotYourPerson = domainError('booking.not-your-person', 403, 'You may not book for this person.')
export const NotYourInstitution = domainError('booking.not-your-institution', 403, 'Staff book at their own institution.')
export const PoolNotForYou = domainError('booking.pool-not-for-you', 403, 'These places are kept for others.')
export const NotAPartner = domainError('booking.not-a-partner', 403, 'Your institution does not send patients to this hospital.')
export const TogetherRefused = domainError('booking.together-refused', 409, 'They are booked all or not at all, and not all of these times can be had.')
export const TogetherTooFar = domainError('booking.together-too-far', 409, 'These times or places lie too far apart to come together.')
export const TogetherTooMany = domainError('booking.together-too-many', 409, 'These are more than can be booked at once.')
export const TogetherTwice = domainError('booking.together-twice', 409, 'Each person can be in a group once.')
export const NoException = domainError('booking.no-exception', 403, 'Your role cannot make this exception.')
export const TeamNotFound = domainError('booking.team-not-found', 404, 'There is no such team.')
export const TeamNameTaken = domainError('booking.team-name-taken', 409, 'There is a team of this name.')
export const MemberUnknown = domainError('booking.member-unknown', 422, 'One of these is no doctor of this hospital.')
export const CalendarLinkEnded = domainError('booking.calendar-link-ended', 404, 'This calendar link is no longer in force.')
export const AppointmentNotFound = domainError('booking.appointment-not-found', 404, 'There is no such appointment.')
export const HoldExpired = domainError('booking.hold-expired', 409, 'The time was kept for you until its end, and is free for others again.')
export const AlreadyEnded = domainError('booking.already-ended', 409, 'This appointment has already ended.')
export const TooLateToCancel = domainError('booking.too-late-to-cancel', 409, 'It is too late to cancel or move this online.')
export const ServiceNotFound = domainError('booking.service-not-found', 404, 'There is no such clinic.')
export const SameDepartmentThatDay = domainError('booking.same-department-that-day', 409, 'This person already has an appointment in this department that day.')
export const SameDoctorThatDay = domainError('booking.same-doctor-that-day', 409, 'This person already has an appointment with this doctor that day.')
export const TooManyOpen = domainError('booking.too-many-open', 409, 'This person has as many appointments ahead as there can be.')
export const AccountLimit = domainError('booking.account-limit', 409, 'You have booked as much, or for as many people, as can be booked from one account.')
export const DeviceLimit = domainError('booking.device-limit', 409, 'As much, or for as many people, was booked on this device as can be.')
export const HelperLimit = domainError('booking.helper-limit', 409, 'You have booked as much, or for as many people, as a named helper can.')
export const Restricted = domainError('booking.restricted', 409, 'Booking online is closed to this person or account for a time.')
export const TooBusy = domainError('booking.too-busy', 429, 'Many people are booking this right now. Please try again in a moment.')

/** Reasons that are this module's, beside the engine's: they speak of people, not of units. */
export type OwnReason = 'no-such-person' | 'same-department-that-day' | 'same-doctor-that-day' | 'person-limit' | 'account-limit' | 'device-limit' | 'helper-limit' | 'restricted'

/** What each reason is called towards whoever asks. */
export const outcomeOf: Readonly<Record<Reason | OwnReason, Outcome>> = {
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
  'same-department-that-day': SameDepartmentThatDay,
  'same-doctor-that-day': SameDoctorThatDay,
  'person-limit': TooManyOpen,
  'account-limit': AccountLimit,
  'device-limit': DeviceLimit,
  'helper-limit': HelperLimit,
  restricted: Restricted,
}

/** Everything a booking may be refused with. */
export const refusals: readonly Outcome[] = [...Object.values(outcomeOf), NotYourPerson, NotYourInstitution, PoolNotForYou, TooBusy]
