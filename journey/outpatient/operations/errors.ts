import { domainError } from '#platform/errors/domain-error.ts'

export const AdviceNotFound = domainError('operations.advice-not-found', 404, 'There is no such advice.')
export const AdviceDecided = domainError('operations.advice-decided', 409, 'Somebody has decided about this already.')
export const ReasonNeeded = domainError('operations.reason-needed', 409, 'Say in a few words why not.')
