import { domainError } from '#platform/errors/domain-error.ts'

export const LinkOver = domainError('attendance.link-over', 410, 'This link is no longer good.')
export const VisitNotInLink = domainError('attendance.visit-not-in-link', 404, 'This link is not about that visit.')
export const NothingToAnswer = domainError('attendance.nothing-to-answer', 409, 'This visit can no longer be answered.')
export const TooEarlyForWay = domainError('attendance.too-early-for-way', 409, 'That can be said on the day of the visit.')
export const CallNotFound = domainError('attendance.call-not-found', 404, 'There is no such call to make.')
export const AdviceChanged = domainError('attendance.advice-changed', 409, 'The bookings changed, and with them the advice. Please look again.')
export const AlreadyDecided = domainError('attendance.already-decided', 409, 'Somebody has decided about this clinic already.')
export const SessionNotFound = domainError('attendance.session-not-found', 404, 'There is no such clinic.')
