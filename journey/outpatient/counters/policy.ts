import type { Context, StaffActor } from '#platform/context/context.ts'
import { NotYourInstitution } from './errors.ts'

/** Who works at a counter: there are no narrower roles for laboratories and pharmacies yet. */
export const COUNTER_ROLES = ['nurse', 'physician', 'registrar', 'cashier'] as const

/** Who of the staff acts, and where: staff act at one institution at a time, and at no other. */
export function staffAt(context: Context): { institutionId: number; staffId: number; actor: StaffActor } {
  const { actor } = context
  if (actor.kind !== 'staff') throw new NotYourInstitution()
  return { institutionId: actor.institutionId, staffId: actor.staffId, actor }
}
