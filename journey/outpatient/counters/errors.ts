import { domainError } from '#platform/errors/domain-error.ts'

export const StopNotFound = domainError('counters.stop-not-found', 404, 'There is no such stop.')
export const StationNotFound = domainError('counters.station-not-found', 404, 'There is no such station.')
export const NotYourPerson = domainError('counters.not-your-person', 403, 'This belongs to somebody else.')
export const NotPaid = domainError('counters.not-paid', 409, 'This is still to be paid. Then you get your place in line.')
export const StopInOtherState = domainError('counters.stop-in-other-state', 409, 'This has changed meanwhile. Look again.')
export const NotYourInstitution = domainError('counters.not-your-institution', 403, 'This belongs to another institution.')
export const NotYourStation = domainError('counters.not-your-station', 403, 'Another profession works at this station.')
export const StationClosed = domainError('counters.station-closed', 409, 'This station is closed now.')
export const NothingToShow = domainError('counters.nothing-to-show', 409, 'There are no new results to show the doctor yet.')
