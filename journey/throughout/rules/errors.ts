import { domainError } from '#platform/errors/domain-error.ts'

export const RuleNotFound = domainError('rules.not-found', 404, 'There is no such rule.')
export const RegionOnly = domainError('rules.region-only', 403, 'This rule is the same in the whole region; only the region changes it.')
export const ChangedElsewhere = domainError('rules.changed-elsewhere', 409, 'This rule is not changed here.')
export const ValueNotSound = domainError('rules.value-not-sound', 422, 'Some of these values are not possible.')
export const DayPast = domainError('rules.day-past', 409, 'A rule begins today or later; what has been stays as it was.')
export const NothingChanges = domainError('rules.nothing-changes', 409, 'This is what holds on that day already.')
export const ChangedMeanwhile = domainError('rules.changed-meanwhile', 409, 'Somebody has published another version meanwhile.')
export const RegionNeedsAValue = domainError('rules.region-needs-a-value', 409, 'The region itself always has a value.')
