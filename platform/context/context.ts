/** A person in the region's index. */
export type PersonId = string & { readonly __brand: 'PersonId' }
export type InstitutionId = number & { readonly __brand: 'InstitutionId' }

export interface PatientActor {
  readonly kind: 'patient'
  readonly accountId: string
  /** The account holder's own entry in the person index. */
  readonly personId: PersonId
  /** Everybody this account may act for now: the holder, and family members by a valid grant. */
  readonly mayActFor: readonly PersonId[]
}

export interface StaffActor {
  readonly kind: 'staff'
  readonly accountId: string
  readonly staffId: number
  readonly institutionId: InstitutionId
  readonly roles: readonly string[]
}

export interface SystemActor {
  readonly kind: 'system'
  /** What acts: a job, the simulator, an import. */
  readonly name: string
}

/** Another program that was let in to some institutions, with leave for some kinds of act (`system/Slot.rs`). */
export interface ClientActor {
  readonly kind: 'client'
  readonly clientId: string
  readonly institutions: readonly number[]
  readonly scopes: readonly string[]
  readonly requestsPerMinute: number
}

export interface AnonymousActor {
  readonly kind: 'anonymous'
}

export type Actor = PatientActor | StaffActor | SystemActor | ClientActor | AnonymousActor

/** Who asks, on whose behalf, why, and at what time: given to every operation. */
export interface Context {
  readonly actor: Actor
  /** The institution the work belongs to; staff work in one at a time. */
  readonly institutionId: InstitutionId | null
  /** Why personal data is touched: treatment, booking, payment, operations, system … */
  readonly purpose: string
  /** The time of the act. Operations take it from here, never from the machine. */
  readonly now: Date
  readonly requestId: string
  /** Where the act came from: web, kiosk, window, phone, api, job. */
  readonly channel: string
  /** A keyed hash (hex) of the random cookie of the device; absent where there is none: jobs, other programs. */
  readonly device?: string
}

/** The context of work nobody asked for in person: jobs, imports, the sample region. */
export function systemContext(name: string, now: Date, institutionId: InstitutionId | null = null): Context {
  return { actor: { kind: 'system', name }, institutionId, purpose: 'system', now, requestId: name, channel: 'job' }
}

/** True when the actor may act for this person: themselves, their family by grant, staff at work, or a program that was let in. */
export function mayActFor(actor: Actor, personId: string): boolean {
  if (actor.kind === 'patient') return actor.mayActFor.includes(personId as PersonId)
  return actor.kind === 'staff' || actor.kind === 'system' || actor.kind === 'client'
}

export function hasRole(actor: Actor, ...roles: readonly string[]): boolean {
  return actor.kind === 'system' || (actor.kind === 'staff' && roles.some((role) => actor.roles.includes(role)))
}
