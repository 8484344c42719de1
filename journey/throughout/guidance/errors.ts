import { domainError } from '#platform/errors/domain-error.ts'

export const PlanNotFound = domainError('guidance.plan-not-found', 404, 'There is no plan of this place yet.')
export const PlanMoved = domainError('guidance.plan-moved', 409, 'Somebody else has saved this plan meanwhile. Open it again.')
export const PlanFaulty = domainError('guidance.plan-faulty', 422, 'The plan has faults that must be mended first.')
export const NoDraft = domainError('guidance.no-draft', 409, 'There is no draft to publish.')
export const UnknownElement = domainError('guidance.unknown-element', 404, 'The published plan has no such room, door or lift.')
export const ClosureNotFound = domainError('guidance.closure-not-found', 404, 'There is no such closure.')
export const SignUnknown = domainError('guidance.sign-unknown', 404, 'This code is on no door here.')
export const CampusNotFound = domainError('guidance.campus-not-found', 404, 'This institution has no such campus.')
export const EndsBeforeItBegins = domainError('guidance.ends-before-it-begins', 422, 'A closure ends after it begins.')
