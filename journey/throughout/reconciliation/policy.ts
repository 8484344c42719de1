import { actorId } from '#platform/audit/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import { allow } from '#platform/http/index.ts'

/** The accountants do; the outpatient office and auditors look. */
export const doing = { access: allow('accountant'), purpose: 'finance' }
export const looking = { access: allow('accountant', 'manager', 'auditor'), purpose: 'finance' }
/** A cashier may read the report of a shift; that it is their own is looked at where it is read. */
export const ofAShift = { access: allow('accountant', 'manager', 'auditor', 'cashier'), purpose: 'finance' }

/** The institution somebody works at. Routes let only staff through; anybody else here is a mistake in the program. */
export function at({ actor }: Context): number {
  if (actor.kind !== 'staff') throw new Error('only staff ask this')
  return actor.institutionId
}

export function staffOf({ actor }: Context): StaffActor {
  if (actor.kind !== 'staff') throw new Error('only staff ask this')
  return actor
}

export const whoIs = ({ actor }: Context): string => actorId(actor)
