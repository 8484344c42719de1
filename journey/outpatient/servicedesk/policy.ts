import type { Context } from '#platform/context/context.ts'
import { NotAtDesk } from './errors.ts'

/** Who stands behind the desk, and of which hospital. */
export function atDesk(context: Context): { readonly institutionId: number; readonly accountId: string } {
  const { actor } = context
  if (actor.kind !== 'staff') throw new NotAtDesk()
  return { institutionId: actor.institutionId, accountId: actor.accountId }
}
