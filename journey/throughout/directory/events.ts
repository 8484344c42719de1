import type { DomainEvent } from '#platform/events/index.ts'

/** A hospital's departments, doctors, services or prices were replaced by an import. */
export function hospitalImported(institutionId: number): DomainEvent {
  return { type: 'directory.hospital-imported.v1', institutionId, payload: { institutionId } }
}

/** A clinic was opened, changed or closed for booking. */
export function clinicChanged(institutionId: number, serviceId: number): DomainEvent {
  return { type: 'directory.clinic-changed.v1', institutionId, payload: { institutionId, serviceId } }
}
