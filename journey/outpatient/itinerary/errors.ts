import { domainError } from '#platform/errors/domain-error.ts'

export const DayNotYours = domainError('itinerary.day-not-yours', 404, 'There is no such day for you to see.')
