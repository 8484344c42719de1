import { ruleOfOrder } from '#engines/queue/index.ts'
import { staffName } from '#journey/throughout/access/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Context, hasRole } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { LineRule } from '../contract.ts'
import { staffAt } from '../policy.ts'

/** The rule in force here, in numbers the page puts into words; every version says who published it and why. */
export async function lineRule(tx: Tx, context: Context): Promise<LineRule> {
  const { institutionId, actor } = staffAt(context)
  const { rule, ownRule, versions } = await ruleOfOrder(tx, context, institutionId)
  const { version, ...numbers } = rule
  const named: LineRule['versions'] = []
  for (const one of versions) named.push({ ...one, publishedBy: (await staffName(tx, institutionId, one.publishedBy)) ?? '' })
  const advanceMinutes = { 'elder-80': 0, disabled: 0, 'service-member': 0, urgent: 0, ...numbers.advanceMinutes }
  return { version, rule: { ...numbers, advanceMinutes }, ownRule, versions: named, today: localDay(context.now), mayChange: hasRole(actor, 'manager', 'admin') }
}
