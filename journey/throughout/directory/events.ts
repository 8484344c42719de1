import type { DomainEvent } from '#platform/events/index.ts'

/** A hospital's departments, doctors, services or prices were replaced by an import. */
export function hospitalImported(institutionId: number): DomainEvent {
  return { type: 'directory.hospital-imported.v1', institutionId, payload: { institutionId } }
}
