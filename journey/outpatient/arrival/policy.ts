import type { Context, StaffActor } from '#platform/context/context.ts'
import { NotForTheirPlace } from './errors.ts'

/** Who of the staff acts, and where: staff act at one institution at a time, and at no other. */
export function staffAt(context: Context): { institutionId: number; staffId: number; actor: StaffActor } {
  const { actor } = context
  if (actor.kind !== 'staff') throw new NotForTheirPlace()
  return { institutionId: actor.institutionId, staffId: actor.staffId, actor }
}
