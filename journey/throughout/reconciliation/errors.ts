import { domainError } from '#platform/errors/domain-error.ts'

export const FileDamaged = domainError('reconciliation.file-damaged', 422, 'This statement file cannot be used as it is; nothing of it was stored.')
export const NotForDownload = domainError('reconciliation.not-for-download', 409, 'This channel gives no statement for that day; please upload it.')
export const DifferenceNotFound = domainError('reconciliation.difference-not-found', 404, 'There is no such difference.')
export const DifferenceDecided = domainError('reconciliation.difference-decided', 409, 'Somebody else has just dealt with this difference.')
export const SecondAccountantNeeded = domainError('reconciliation.second-person-needed', 409, 'Money is at stake: a second person has to agree.')
export const NothingToBook = domainError('reconciliation.nothing-to-book', 409, 'There is no money to book in this difference.')
export const DayClosed = domainError('reconciliation.day-closed', 409, 'This day is closed already.')
export const DayNotReady = domainError('reconciliation.day-not-ready', 409, 'This day cannot be closed yet.')
export const FiguresChanged = domainError('reconciliation.figures-changed', 409, 'The figures have changed since you looked; please look again.')
export const ShiftNotFound = domainError('reconciliation.shift-not-found', 404, 'There is no such shift.')
export const TooManyDays = domainError('reconciliation.too-many-days', 400, 'At most three months at a time.')
