import type { Context, StaffActor } from '#platform/context/context.ts'
import { NotAtWork } from './errors.ts'

/** Who of the staff acts, and where: boards belong to one institution, and its staff alone change them. */
export function staffAt({ actor }: Context): StaffActor {
  if (actor.kind !== 'staff') throw new NotAtWork()
  return actor
}
