import { type Advice, type Counter, type ScalpingRule, type Signal, type SignalCode, signalCodes, type SignalRule } from '../contract.ts'
import { familyPeople, type Trace } from './graph.ts'
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
    const points = pointsOf(its, value)
    return { code, value, limit: its.above, points, evidence: points > 0 ? [...new Set(evidence)].slice(0, EVIDENCE_SHOWN) : [] }
  })
  const counter = countersOf({ came: cameShare(traces), family: familyShare(traces) }, helpsManyPeople, signals, rule)
  const sum = (points: readonly { readonly points: number }[]) => points.reduce((total, one) => total + one.points, 0)
  const score = Math.max(0, sum(signals) - sum(counter))
  return { score, signals, counter, advice: adviceOf(score, signals, counter, rule) }
}

/** Points of one signal for what was counted. */
export function pointsOf({ above, each, most }: SignalRule, value: number): number {
  return Math.round(Math.min(most, Math.max(0, value - above) * each))
}

/** What speaks for them. Of a named helper that is what helping explains, and nothing about family: a helper's people are not one. */
export function countersOf({ came, family }: { readonly came: number; readonly family: number }, isHelper: boolean, signals: readonly Signal[], { counter }: ScalpingRule): Counter[] {
  const explained = signals.reduce((total, { code, points }) => total + (HELPING.includes(code) ? points : 0), 0)
  return [
    ...(came >= counter.came.above ? [{ code: 'came' as const, value: came, points: counter.came.points }] : []),
    ...(family >= counter.family.above && !isHelper ? [{ code: 'family' as const, value: family, points: counter.family.points }] : []),
    ...(isHelper ? [{ code: 'helper' as const, value: 1, points: Math.min(counter.helper.points, explained) }] : []),
  ]
}

function cameShare(traces: readonly Trace[]): number {
  const over = traces.filter((one) => OVER.includes(one.status))
  return over.length < ENOUGH_OVER ? 0 : over.filter((one) => CAME.includes(one.status)).length / over.length
}

/** How much of the group is one family. */
function familyShare(traces: readonly Trace[]): number {
  const all = new Set(traces.map((one) => one.personId)).size
  return all < 2 ? 0 : familyPeople(traces).size / all
}

/** What a reviewer who follows the rule would do; shown to them with the reasons, and theirs to overrule. */
export function adviceOf(score: number, signals: readonly Signal[], counter: readonly Counter[], rule: ScalpingRule): Advice {
  if (score < rule.openAt) return 'dismiss'
  const isHelper = counter.some((one) => one.code === 'helper')
  const unexplained = signals.filter((one) => one.points > 0 && UNEXPLAINED.includes(one.code) && !(isHelper && HELPING.includes(one.code))).length
  const isFamily = counter.some((one) => one.code === 'family')
  return score >= rule.restrictAt && unexplained >= 2 && !isFamily ? 'restrict' : 'watch'
}
