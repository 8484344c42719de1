import { domainError } from '#platform/errors/domain-error.ts'

export const SuspensionNotFound = domainError('suspension.not-found', 404, 'There is no such suspension.')
export const SessionNotFound = domainError('suspension.session-not-found', 404, 'There is no such session.')
export const SessionOver = domainError('suspension.session-over', 409, 'This session is over.')
export const AlreadySuspended = domainError('suspension.already-suspended', 409, 'This session is suspended already.')
export const NotYourSession = domainError('suspension.not-your-session', 403, 'Physicians ask for their own sessions; the outpatient office decides about others.')
export const AlreadyDecided = domainError('suspension.already-decided', 409, 'This was decided already.')
export const SomebodyRebooked = domainError('suspension.somebody-rebooked', 409, 'Somebody has booked another time already, so this can no longer be taken back.')
export const OfferOver = domainError('suspension.offer-over', 409, 'The time that was kept for you is free for others again.')
export const AlreadyAnswered = domainError('suspension.already-answered', 409, 'Another time was chosen already.')
