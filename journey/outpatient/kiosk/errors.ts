import { domainError } from '#platform/errors/domain-error.ts'

export const KioskNotSetUp = domainError('kiosk.not-set-up', 403, 'This machine is not set up. Please ask the desk.')
export const SessionOver = domainError('kiosk.session-over', 403, 'Please identify yourself again.')
export const OutOfService = domainError('kiosk.out-of-service', 409, 'This machine is out of service.')
export const MachineUnknown = domainError('kiosk.machine-unknown', 404, 'There is no such machine here.')
export const CallUnknown = domainError('kiosk.call-unknown', 404, 'There is no such call.')
export const EntryUnknown = domainError('kiosk.entry-unknown', 404, 'There is no such entry, or it was settled already.')
export const NothingToPrint = domainError('kiosk.nothing-to-print', 404, 'There is nothing of that kind to print.')
export const JobUnknown = domainError('kiosk.job-unknown', 404, 'There is no such print.')
