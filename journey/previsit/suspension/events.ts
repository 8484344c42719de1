import type { DomainEvent } from '#platform/events/index.ts'

export const SUSPENSION_ORDERED = 'suspension.ordered.v1'

interface Ref {
  readonly institutionId: number
  readonly suspensionId: string
}

export interface SuspensionFacts extends Ref {
  readonly sessionId: number
}

/** Something about a suspension changed: ordered, in force, reinstated. Whoever looks at the list looks again. */
export function suspensionEvent(what: 'asked' | 'ordered' | 'in-force' | 'refused' | 'reinstated' | 'not-needed', facts: SuspensionFacts): DomainEvent {
  return { type: what === 'ordered' ? SUSPENSION_ORDERED : `suspension.${what}.v1`, institutionId: facts.institutionId, topics: [`suspension:${facts.institutionId}`], payload: facts }
}

/** Something happened with one person of a suspension. */
export function personEvent(what: 'told' | 'rebooked' | 'declined' | 'called' | 'offers-expired', facts: Ref & { appointmentId: string; personId: string; newInstitutionId?: number; newAppointmentId?: string }): DomainEvent {
  return { type: `suspension.${what}.v1`, institutionId: facts.institutionId, topics: [`suspension:${facts.institutionId}`, `person:${facts.personId}`], payload: facts }
}
