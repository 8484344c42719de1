import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { closuresOf } from './closures.ts'
import { readyPlans } from './ready-plan.ts'
import { named } from './walk-between.ts'

interface ClosingToday {
  readonly elementId: string
  readonly name: string
  readonly nameEn: string
  readonly fromAt: Date
  readonly untilAt: Date | null
}

/** What is open now and will be closed later this day, as a person would call it. */
export async function closingToday(tx: Tx, institutionId: number, now: Date): Promise<ClosingToday[]> {
  const later = (await closuresOf(tx, institutionId, now)).filter(({ fromAt }) => new Date(fromAt) > now && localDay(new Date(fromAt)) === localDay(now))
  if (later.length === 0) return []
  const plans = await readyPlans(tx, institutionId)
  return later.flatMap(({ campusId, elementId, fromAt, untilAt }) => {
    const plan = plans.find((one) => one.campusId === campusId)?.graph.plan
    return plan ? [{ elementId, ...nameOf(named(plan, elementId)), fromAt: new Date(fromAt), untilAt: untilAt === null ? null : new Date(untilAt) }] : []
  })
}

const nameOf = ({ name, nameEn }: { name: string; nameEn: string }) => ({ name, nameEn })
