import type { DomainEvent } from '#platform/events/index.ts'

/** Whoever looks after the machines of an institution hears of it at once. */
function ofFleet(type: string, institutionId: number, payload: object): DomainEvent {
  return { type, institutionId, payload: { institutionId, ...payload }, topics: [`kiosk:${institutionId}`] }
}

export const machineChanged = (institutionId: number, machine: string) => ofFleet('kiosk.machine-changed.v1', institutionId, { machine })
/** Something that needs a person: `lost`, `paper-out`, `jam` … Told once, when it begins. */
export const machineAlarm = (institutionId: number, machine: string, alarm: string) => ofFleet('kiosk.machine-alarm.v1', institutionId, { machine, alarm })
export const helpCalled = (institutionId: number, callId: string, machine: string) => ofFleet('kiosk.help-called.v1', institutionId, { callId, machine })
export const helpAnswered = (institutionId: number, callId: string, machine: string) => ofFleet('kiosk.help-answered.v1', institutionId, { callId, machine })
export const ENTRY_ANSWERED = 'kiosk.away-entry-answered.v1'
export const entryAnswered = (institutionId: number, entryId: string, answer: string) => ofFleet(ENTRY_ANSWERED, institutionId, { entryId, answer })
