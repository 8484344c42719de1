import { type Context, hasRole } from '#platform/context/context.ts'
import type { Rule } from '#platform/rules/index.ts'
import { ChangedElsewhere, RegionOnly } from './errors.ts'

export const REGION = 0

/** Whose rules somebody reads and changes: those of the institution they work in; 0 is the region. */
export const placeOf = (context: Context): number => context.institutionId ?? REGION

/** Those who answer for an institution change its rules; a rule of the whole region only those of the region. */
export function mayChange(context: Context, rule: Rule): boolean {
  if (rule.page !== undefined || rule.setBy === 'product') return false
  return hasRole(context.actor, 'admin', 'manager') && (rule.setBy === 'institution' || placeOf(context) === REGION)
}

/** Throws {@link ChangedElsewhere} or {@link RegionOnly}. */
export function checkMayChange(context: Context, rule: Rule): void {
  if (rule.page !== undefined || rule.setBy === 'product') throw new ChangedElsewhere({ code: rule.code, ...(rule.page ? { page: rule.page } : {}) })
  if (!mayChange(context, rule)) throw new RegionOnly({ code: rule.code })
}

/** Who somebody is at their institution, whichever account they signed in with. */
export const staffIdOf = ({ actor }: Context): number => (actor.kind === 'staff' ? actor.staffId : 0)
