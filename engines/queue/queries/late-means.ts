import type { Tx } from '#platform/database/index.ts'
import { placeFor } from '../fairness.ts'
import { ruleOf } from '../line.ts'

/** What the published rule says of being late, with one person's own times. */
export interface LateMeans {
  /** Checked in by then, the place of the booked period is kept. */
  readonly onTimeUntil: Date
  /** Later: among those of the period that ends then. */
  readonly thenBehind: Date
  /** Called now and not there, back at once: among those of the period that ends then; the number is kept. */
  readonly missedBehind: Date
}

/** Worked out by the rule itself, so that what is read on a phone and what happens at the desk are one thing. */
export async function lateMeans(tx: Tx, of: { readonly institutionId: number; readonly from: Date; readonly to: Date; readonly now: Date }): Promise<LateMeans> {
  const rule = await ruleOf(tx, of.institutionId, of.now)
  const onTimeUntil = new Date(of.to.getTime() + rule.graceMinutes * 60_000)
  const comer = { class: 'booked', priorityGroup: '', dueFrom: of.from, dueTo: of.to, number: 1 } as const
  const justLate = placeFor(rule, { ...comer, at: new Date(onTimeUntil.getTime() + 60_000), passedFrom: null }, [])
  const missed = placeFor(rule, { ...comer, at: of.now > of.from ? of.now : of.from, passedFrom: of.from }, [])
  const end = (orderAt: Date) => new Date(orderAt.getTime() + 1)
  return { onTimeUntil, thenBehind: end(justLate.orderAt), missedBehind: end(missed.orderAt) }
}
