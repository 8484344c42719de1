import type { ScalpingRule } from '#journey/previsit/fairness/contract.ts'
import { acrossScore, type Echo, echoesOf, type Tie } from '#journey/previsit/fairness/detection/across.ts'
import { components, mostlyOf, type Trace } from '#journey/previsit/fairness/detection/graph.ts'
import { scoreOf } from '#journey/previsit/fairness/detection/score.ts'
import { carriers } from '#journey/previsit/fairness/detection/suggest.ts'
import { measures } from '#journey/previsit/fairness/detection/signals.ts'
import type { Group, Random } from '#journey/previsit/fairness/testing/crowd.ts'

const HOSPITALS = [101, 102, 103]

export interface Spread {
  /** Groups found by a hospital that looks at itself alone, and by all that compare marks. */
  readonly alone: ReadonlySet<Group>
  readonly together: ReadonlySet<Group>
  /** Honest accounts that a reviewer who follows the rule would close on what was found together. */
  readonly honestBlocked: number
  readonly honestAccounts: number
  readonly milliseconds: number
}

/** A month of the same groups, each booking at one of three hospitals: a place given back and taken again lies at one of them. */
export function spreadOver(groups: readonly Group[], random: Random): ReadonlyMap<string, number> {
  const hospitalOf = new Map<string, number>()
  for (const group of groups) {
    const byPeriod = new Map<number, number>()
    for (const trace of group.traces) {
      const hospital = byPeriod.get(trace.periodId) ?? HOSPITALS[random(HOSPITALS.length)]!
      byPeriod.set(trace.periodId, hospital)
      hospitalOf.set(trace.appointmentId, hospital)
    }
  }
  return hospitalOf
}

export function judgeAcross(groups: readonly Group[], hospitalOf: ReadonlyMap<string, number>, rule: ScalpingRule): Spread {
  const groupOf = new Map<string, Group>()
  for (const group of groups) for (const trace of group.traces) groupOf.set(trace.appointmentId, group)
  const began = performance.now()
  const alone = new Set<Group>()
  const [echoes, ties, local]: [Echo[], Tie[], Map<string, Trace[][]>] = [[], [], new Map()]
  for (const institutionId of HOSPITALS) {
    for (const heap of components(groups.flatMap((group) => group.traces).filter((one) => hospitalOf.get(one.appointmentId) === institutionId))) {
      const its = new Set(heap.map((one) => groupOf.get(one.appointmentId)!))
      const attempts = { mostRefusedInAnHour: Math.max(0, ...[...its].map((group) => group.refusedInAnHour)) }
      const isHelpers = mostlyOf(heap, (one) => groupOf.get(one.appointmentId)!.onTheList)
      if (scoreOf(heap, attempts, isHelpers, rule).score >= rule.openAt) for (const group of its) alone.add(group)
      const told = echoesOf(institutionId, heap, attempts, isHelpers, rule, (kind, subject) => `${kind} ${subject}`)
      echoes.push(...told.echoes)
      ties.push(...told.ties)
      for (const { account } of told.echoes) local.set(account, [...(local.get(account) ?? []), heap])
    }
  }
  const together = new Set(alone)
  const blocked = new Set<string>()
  const [echoesOfAccount, tiesOfAccount] = [Map.groupBy(echoes, (one) => one.account), Map.groupBy(ties, (one) => one.account)]
  for (const accounts of accountsTogether(echoes, ties)) {
    const its = [...accounts].flatMap((account) => echoesOfAccount.get(account) ?? [])
    if (new Set(its.map((one) => one.institutionId)).size < 2) continue
    const across = acrossScore(its, [...accounts].flatMap((account) => tiesOfAccount.get(account) ?? []), rule)
    if (across.score < rule.openAt) continue
    const heaps = [...new Set([...accounts].flatMap((account) => local.get(account) ?? []))]
    for (const heap of heaps) for (const trace of heap) together.add(groupOf.get(trace.appointmentId)!)
    if (across.advice !== 'restrict') continue
    const counted = new Set(across.signals.filter(({ points }) => points > 0).map(({ code }) => code))
    for (const heap of heaps) for (const { kind, subject } of carriers(heap, (code) => (counted.has(code) ? measures[code](heap, rule.signals[code], { mostRefusedInAnHour: 0 }).evidence : []))) blocked.add(`${kind} ${subject}`)
  }
  const milliseconds = performance.now() - began
  const honest = groups.filter((group) => !group.isReseller).flatMap((group) => group.traces)
  const isBlocked = (trace: Trace) => blocked.has(`account ${trace.accountId}`) || (trace.device !== null && blocked.has(`device ${trace.device}`))
  return { alone, together, honestBlocked: new Set(honest.filter(isBlocked).map((one) => one.accountId)).size, honestAccounts: new Set(honest.map((one) => one.accountId)).size, milliseconds }
}

/** Accounts that hang together by marks, over all hospitals. */
function accountsTogether(echoes: readonly Echo[], ties: readonly Tie[]): ReadonlySet<string>[] {
  const tiesOf = Map.groupBy(ties, (one) => one.account)
  const named = [...new Set(echoes.map((one) => one.account))].map((account) => ({ account, nodes: [`account:${account}`, ...(tiesOf.get(account) ?? []).map((one) => `${one.kind === 'payer' ? 'account' : one.kind}:${one.mark}`)] }))
  const parent = new Map<string, string>()
  const rootOf = (node: string): string => {
    let root = node
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
    parent.set(node, root)
    return root
  }
  for (const { nodes: [first, ...others] } of named) for (const other of others) parent.set(rootOf(other), rootOf(first!))
  return [...Map.groupBy(named, ({ nodes }) => rootOf(nodes[0]!)).values()].map((group) => new Set(group.map(({ account }) => account)))
}
