import type { ScalpingRule } from '#journey/previsit/fairness/contract.ts'
import { components, mostlyOf, type Trace } from '#journey/previsit/fairness/detection/graph.ts'
import { type Score, scoreOf } from '#journey/previsit/fairness/detection/score.ts'
import { carriers, evidenceIn } from '#journey/previsit/fairness/detection/suggest.ts'
import type { Group } from '#journey/previsit/fairness/testing/crowd.ts'

export interface Judged {
  readonly group: Group
  readonly found: boolean
  readonly advised: boolean
}

export interface Verdict {
  readonly judged: readonly Judged[]
  /** Accounts of honest people that a reviewer who follows the rule would close for a time. */
  readonly honestBlocked: number
  readonly honestAccounts: number
  readonly milliseconds: number
}

/** Everybody's bookings in one heap, as they lie in a hospital: what hangs together, how it scores, what a reviewer by the rule would do. */
export function judge(groups: readonly Group[], rule: ScalpingRule): Verdict {
  const groupOf = new Map<string, Group>()
  for (const group of groups) for (const trace of group.traces) groupOf.set(trace.appointmentId, group)
  const began = performance.now()
  const heaps = components(groups.flatMap((group) => group.traces))
  const found = new Set<Group>()
  const advised = new Set<Group>()
  const blocked = new Set<string>()
  for (const heap of heaps) {
    const its = new Set(heap.map((trace) => groupOf.get(trace.appointmentId)!))
    const score = scoreHeap(heap, [...its], (trace) => groupOf.get(trace.appointmentId)!.onTheList, rule)
    if (score.score >= rule.openAt) for (const group of its) found.add(group)
    if (score.advice !== 'restrict') continue
    for (const group of its) advised.add(group)
    for (const { kind, subject } of carriers(heap, evidenceIn(score.signals))) blocked.add(`${kind} ${subject}`)
  }
  const milliseconds = performance.now() - began
  const honest = groups.filter((group) => !group.isReseller)
  const accounts = new Set(honest.flatMap((group) => group.traces.map((trace) => trace.accountId)))
  const isBlocked = (trace: Trace) => blocked.has(`account ${trace.accountId}`) || (trace.device !== null && blocked.has(`device ${trace.device}`))
  return {
    judged: groups.map((group) => ({ group, found: found.has(group), advised: advised.has(group) })),
    honestBlocked: new Set(honest.flatMap((group) => group.traces.filter(isBlocked).map((trace) => trace.accountId))).size,
    honestAccounts: accounts.size,
    milliseconds,
  }
}

function scoreHeap(heap: readonly Trace[], groups: readonly Group[], isOnTheList: (trace: Trace) => boolean, rule: ScalpingRule): Score {
  return scoreOf(heap, { mostRefusedInAnHour: Math.max(0, ...groups.map((group) => group.refusedInAnHour)) }, mostlyOf(heap, isOnTheList), rule)
}

/** What many sites do instead: block whoever passes one number, by machine. */
export function blockedByOneNumber(groups: readonly Group[], most: number): ReadonlySet<Group> {
  return new Set(groups.filter(({ traces }) => {
    const onDevice = Map.groupBy(traces.filter((trace) => trace.device !== null), (trace) => trace.device!)
    const ofAccount = Map.groupBy(traces, (trace) => trace.accountId)
    return [...onDevice.values()].some((group) => new Set(group.map((trace) => trace.accountId)).size > most)
      || [...ofAccount.values()].some((group) => new Set(group.map((trace) => trace.personId)).size > most)
  }))
}

/** The 95 % interval of a share (Wilson), in hundredths. */
export function wilson(hits: number, of: number): readonly [number, number] {
  if (of === 0) return [0, 100]
  const z = 1.96
  const p = hits / of
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))
  return [Math.max(0, (middle - half) * 100), Math.min(100, (middle + half) * 100)]
}
