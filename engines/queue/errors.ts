import { domainError } from '#platform/errors/domain-error.ts'

export const QueueNotFound = domainError('queue.queue-not-found', 404, 'There is no such queue.')
export const TicketNotFound = domainError('queue.ticket-not-found', 404, 'There is no such ticket.')
export const PointNotFound = domainError('queue.point-not-found', 404, 'There is no such service point.')
export const ZoneNotFound = domainError('queue.zone-not-found', 404, 'There is no such waiting zone.')
export const PointNotOpen = domainError('queue.point-not-open', 409, 'This service point is not open. Open it first.')
export const PointBusy = domainError('queue.point-busy', 409, 'Somebody is already called here. Finish or pass first.')
export const NobodyWaiting = domainError('queue.nobody-waiting', 409, 'Nobody is waiting here.')
export const TicketInOtherState = domainError('queue.ticket-in-other-state', 409, 'Somebody has just changed this ticket. Look again.')
export const UndoTooLate = domainError('queue.undo-too-late', 409, 'This can no longer be undone.')
