import type { Actor } from '#platform/context/context.ts'
import { domainError } from '#platform/errors/domain-error.ts'

export const SignInNeeded = domainError('platform.sign-in-needed', 401, 'Please sign in first.')
export const NotAllowed = domainError('platform.not-allowed', 403, 'Your role does not include this.')

/** 'anyone', 'patient', 'staff' (whatever role), 'client' (another program), or the name of a staff role. */
export interface Access {
  readonly who: readonly string[]
}

export function allow(...who: [string, ...string[]]): Access {
  return { who }
}

/** Refuses an actor the route is not for. What they may see within it is the module's policy and row-level security. */
export function checkAccess(access: Access | undefined, actor: Actor): void {
  const who = access?.who ?? []
  if (who.includes('anyone') || actor.kind === 'system') return
  if (actor.kind === 'anonymous') throw new SignInNeeded()
  if (actor.kind === 'client' && who.includes('client')) return
  if (actor.kind === 'patient' && who.includes('patient')) return
  if (actor.kind === 'staff' && (who.includes('staff') || actor.roles.some((role) => who.includes(role)))) return
  throw new NotAllowed()
}
