import { domainError } from '#platform/errors/domain-error.ts'

export const PoolNotFound = domainError('pools.pool-not-found', 404, 'There is no such pool.')
export const SessionNotFound = domainError('pools.session-not-found', 404, 'There is no such session.')
export const LooksAfterItself = domainError('pools.looks-after-itself', 409, 'This pool is filled and emptied by the platform; units are not moved by hand.')
export const LadderRunsBack = domainError('pools.ladder-runs-back', 422, 'A step flows to the pool itself, or in a circle.')
export const NothingFree = domainError('pools.nothing-free', 409, 'No unit of this pool is free there any more.')
export const SessionStopped = domainError('pools.session-stopped', 409, 'This session is suspended or over.')
export const MoreThanAll = domainError('pools.more-than-all', 422, 'The shares of the same clinics come to more than 100 percent.')
