import { type Comer, compareSpots, type FairnessRule, placeFor, type Spot } from './fairness.ts'
import type { TicketClass } from './contract.ts'

/** Somebody who waits, as far as their place depends on the rule. */
export interface Waiter {
  readonly id: string
  readonly class: TicketClass
  readonly priorityGroup: string
  readonly dueFrom: Date | null
  readonly dueTo: Date | null
  readonly joinedAt: Date
  readonly number: number
  /** Came back or was moved here: the rule gave this place at another moment, and it is not given anew. */
  readonly keeps: { readonly orderAt: Date; readonly orderTie: number } | null
}

/**
 * How one line would stand under a rule: everybody who waits now, put into line again one after the other in the order
 * in which they came. Answers their ids, first who would be called first.
 */
export function lineUnder(rule: FairnessRule, waiters: readonly Waiter[]): string[] {
  const line: (Spot & { readonly id: string })[] = []
  for (const waiter of waiters.toSorted((a, b) => a.number - b.number)) {
    const place = waiter.keeps ?? placeFor(rule, comerOf(waiter), line)
    line.push({ id: waiter.id, class: waiter.class, orderAt: place.orderAt, orderTie: place.orderTie, number: waiter.number })
    line.sort(compareSpots)
  }
  return line.map(({ id }) => id)
}

const comerOf = (waiter: Waiter): Comer => ({
  class: waiter.class, priorityGroup: waiter.priorityGroup, dueFrom: waiter.dueFrom, dueTo: waiter.dueTo, number: waiter.number, at: waiter.joinedAt, passedFrom: null,
})
