import { domainError } from '#platform/errors/domain-error.ts'

export const ClaimNotFound = domainError('insurance.claim-not-found', 404, 'There is no such claim, or it is not yours to see.')
export const NothingToRetry = domainError('insurance.nothing-to-retry', 409, 'This claim does not wait for a person.')
export const CoverTwice = domainError('insurance.cover-twice', 409, 'This person has such a cover at this hospital already.')
