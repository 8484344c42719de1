import { domainError } from '#platform/errors/domain-error.ts'

/** Never was, is over, was taken back: one answer. */
export const LeaveOver = domainError('companion.leave-over', 404, 'This address is not open any more.')
export const NotYourPerson = domainError('companion.not-your-person', 403, 'Only the patient lets somebody follow their day.')
export const NotRelated = domainError('companion.not-related', 409, 'The region does not know this person as a relative. Please give a phone number.')
export const TooLong = domainError('companion.too-long', 409, 'This lasts too long, or has ended already.')
export const TooMany = domainError('companion.too-many', 409, 'So many already follow this day. Please end one first.')
export const NotWithin = domainError('companion.not-within', 403, 'The patient has not given leave for this.')
