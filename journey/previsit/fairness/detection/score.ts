import { type Advice, type Counter, type ScalpingRule, type Signal, type SignalCode, signalCodes } from '../contract.ts'
import { components, nodeOf, type Trace } from './graph.ts'
import { type Attempts, measures } from './signals.ts'

export interface Score {
  readonly score: number
  readonly signals: readonly Signal[]
  readonly counter: readonly Counter[]
  readonly advice: Advice
}

const EVIDENCE_SHOWN = 200
const CAME: readonly string[] = ['arrived', 'fulfilled']
const OVER: readonly string[] = [...CAME, 'cancelled', 'no-show']
/** Too few to say anything about how many came. */
const ENOUGH_OVER = 4

/** What it looks like to book for many because one cares for them: nothing in it speaks against a named helper. How they book still may. */
const HELPING: readonly SignalCode[] = ['accounts-on-device', 'strangers-of-account', 'people', 'payer-of-others', 'handed-back', 'departments']

/** What a large family, a shared tablet or a busy daughter never does. */
const UNEXPLAINED: readonly SignalCode[] = ['strangers-of-account', 'seconds-after-release', 'machine-rhythm', 'cancel-pass', 'refused-attempts', 'payer-of-others']

/**
 * How strongly bookings that hang together look like reselling: points for each signal by the published rule, less what speaks
 * for them. A sum anybody can add up again; it asks a person to look, and never blocks anybody.
 */
export function scoreOf(traces: readonly Trace[], attempts: Attempts, helpsManyPeople: boolean, rule: ScalpingRule): Score {
  const signals = signalCodes.map((code): Signal => {
    const its = rule.signals[code]
    const { value, evidence } = measures[code](traces, its, attempts)
    const points = Math.round(Math.min(its.most, Math.max(0, value - its.above) * its.each))
    return { code, value, limit: its.above, points, evidence: points > 0 ? [...new Set(evidence)].slice(0, EVIDENCE_SHOWN) : [] }
  })
  const counter = counterOf(traces, helpsManyPeople ? signals.filter(({ code }) => HELPING.includes(code)) : null, rule)
  const sum = (points: readonly { readonly points: number }[]) => points.reduce((total, one) => total + one.points, 0)
  const score = Math.max(0, sum(signals) - sum(counter))
  return { score, signals, counter, advice: adviceOf(score, signals, counter, rule) }
}

/** `helping`: the signals that helping explains, where a named helper books. */
function counterOf(traces: readonly Trace[], helping: readonly Signal[] | null, { counter }: ScalpingRule): Counter[] {
  const over = traces.filter((one) => OVER.includes(one.status))
  const came = over.length < ENOUGH_OVER ? 0 : over.filter((one) => CAME.includes(one.status)).length / over.length
  const family = helping ? 0 : familyShare(traces)
  const explained = Math.min(counter.helper.points, (helping ?? []).reduce((total, { points }) => total + points, 0))
  return [
    ...(came >= counter.came.above ? [{ code: 'came' as const, value: came, points: counter.came.points }] : []),
    ...(family >= counter.family.above ? [{ code: 'family' as const, value: family, points: counter.family.points }] : []),
    ...(helping ? [{ code: 'helper' as const, value: 1, points: explained }] : []),
  ]
}

/**
 * How much of the group is one family: the share of its people who hang together by who has long booked for whom, without the
 * device. Strangers on one device fall apart; a family on a shared tablet does not.
 */
function familyShare(traces: readonly Trace[]): number {
  const all = new Set(traces.map((one) => one.personId)).size
  if (all < 2) return 0
  const byTies = components(traces.filter((one) => one.related), (one) => [nodeOf('account', one.accountId), nodeOf('person', one.personId)])
  const largest = Math.max(0, ...byTies.map((group) => new Set(group.map((one) => one.personId)).size))
  return largest < 2 ? 0 : largest / all
}

/** What a reviewer who follows the rule would do; shown to them with the reasons, and theirs to overrule. */
function adviceOf(score: number, signals: readonly Signal[], counter: readonly Counter[], rule: ScalpingRule): Advice {
  if (score < rule.openAt) return 'dismiss'
  const isHelper = counter.some((one) => one.code === 'helper')
  const unexplained = signals.filter((one) => one.points > 0 && UNEXPLAINED.includes(one.code) && !(isHelper && HELPING.includes(one.code))).length
  const isFamily = counter.some((one) => one.code === 'family')
  return score >= rule.restrictAt && unexplained >= 2 && !isFamily ? 'restrict' : 'watch'
}
