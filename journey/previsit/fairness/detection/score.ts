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
  const counter = counterOf(traces, helpsManyPeople, rule)
  const sum = (points: readonly { readonly points: number }[]) => points.reduce((total, one) => total + one.points, 0)
  const score = Math.max(0, sum(signals) - sum(counter))
  return { score, signals, counter, advice: adviceOf(score, signals, counter, rule) }
}

function counterOf(traces: readonly Trace[], helpsManyPeople: boolean, { counter }: ScalpingRule): Counter[] {
  const over = traces.filter((one) => OVER.includes(one.status))
  const came = over.length < ENOUGH_OVER ? 0 : over.filter((one) => CAME.includes(one.status)).length / over.length
  const family = familyShare(traces)
  return [
    ...(came >= counter.came.above ? [{ code: 'came' as const, value: came, points: counter.came.points }] : []),
    ...(family >= counter.family.above ? [{ code: 'family' as const, value: family, points: counter.family.points }] : []),
    ...(helpsManyPeople ? [{ code: 'helper' as const, value: 1, points: counter.helper.points }] : []),
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
  const unexplained = signals.filter((one) => one.points > 0 && UNEXPLAINED.includes(one.code)).length
  const explained = counter.some((one) => one.code !== 'came')
  return score >= rule.restrictAt && unexplained >= 2 && !explained ? 'restrict' : 'watch'
}
