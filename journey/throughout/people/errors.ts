import { domainError } from '#platform/errors/domain-error.ts'

/** One answer for "there is no such person" and for "not yours to see": nobody learns who is in the index. */
export const PersonNotFound = domainError('people.person-not-found', 404, 'We found nobody you may see under this.')
export const DocumentInvalid = domainError('people.document-invalid', 422, 'This number does not fit the document. Please check it.')
export const DocumentDisagrees = domainError('people.document-disagrees', 422, 'The document says another sex or date of birth. Please check it.')
export const BirthDateNeeded = domainError('people.birth-date-needed', 422, 'This document does not say when you were born. Please add sex and date of birth.')
export const DocumentTaken = domainError('people.document-taken', 409, 'Somebody is already known under this document.')
export const NameDiffers = domainError('people.name-differs', 422, 'Name and number do not belong together. Please check both.')
export const NotConfirmedYet = domainError('people.not-confirmed-yet', 409, 'We could not confirm yet that this is you. Try again in a minute, or bring your document to any hospital desk.')

export const GuardianMustBeAdult = domainError('people.guardian-must-be-adult', 422, 'Only an adult can be a guardian.')
export const GuardianNeeded = domainError('people.guardian-needed', 422, 'For a child under 14, please say that you are the guardian.')
export const NotAChild = domainError('people.not-a-child', 422, 'From 14 on, they agree themselves. Please choose how you are related.')
export const NotYourself = domainError('people.not-yourself', 422, 'This is your own document.')
export const AlreadyFamily = domainError('people.already-family', 409, 'They are already in your list.')
export const PhoneNeeded = domainError('people.phone-needed', 422, 'Please give their phone, so that we can ask them.')
export const PhoneIsYours = domainError('people.phone-is-yours', 422, 'This is your own number. They need to agree on their own phone, or at any hospital desk.')
export const RequestNotFound = domainError('people.request-not-found', 404, 'This request is no longer open.')
export const ConsentCodeWrong = domainError('people.consent-code-wrong', 422, 'That code is not right.')
export const ConsentCodeOver = domainError('people.consent-code-over', 410, 'This code no longer works. Please send a new one.')
export const RelationNotFound = domainError('people.relation-not-found', 404, 'This is not in your list.')

export const HealthCodeInvalid = domainError('people.health-code-invalid', 422, 'This is not one of our codes.')
export const HealthCodeOver = domainError('people.health-code-over', 410, 'This code is over. Please show the new one.')

export const MergeWithItself = domainError('people.merge-with-itself', 422, 'These are one entry already.')
export const MergeNotFound = domainError('people.merge-not-found', 404, 'There is no such merge to undo.')
export const TooManyQuestions = domainError('people.too-many-questions', 429, 'That was often. Please wait a little.')
