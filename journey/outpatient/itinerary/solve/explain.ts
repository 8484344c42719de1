import type { ChangeKind } from '../contract.ts'
import { type Closing, type Facts, MINUTE, type Plan, type Thing } from './facts.ts'
import { wayOf } from './play.ts'
import { clockTime, say, type Sentence, type Values } from './sentences.ts'

/** A day as it was worked out at some moment: what the next version is compared with. */
export interface Worked {
  readonly facts: Facts
  readonly plan: Plan
}

export interface Explained {
  readonly kind: ChangeKind
  readonly stepId: string | null
  readonly sentence: Sentence
}

/** Later results than this are spoken of. */
const RESULT_LATE = 10 * MINUTE
const MOST = 4

/**
 * Why the plan is another one now: one sentence for each thing that changed, the weightiest first. What merely went on as it
 * was said (a check-in, a call, a step done) is no change, and a move of a few minutes is not spoken of.
 */
export function explain(before: Worked, after: Worked, now: number): Explained[] {
  const known = new Map(before.facts.things.map((one) => [one.id, one]))
  const first = firstStep(before, after)
  const said: Explained[] = []
  for (const thing of after.facts.things) {
    const was = known.get(thing.id)
    if (was) said.push(...aboutThing(was, thing, { before, after, now, first }))
    else if (thing.kind !== 'meal' && thing.kind !== 'take-home' && thing.kind !== 'pay' && thing.state !== 'done' && !thing.id.startsWith('return:')) said.push(about('step-added', thing, names(thing)))
  }
  for (const [id, was] of known) {
    if (!after.facts.things.some((one) => one.id === id) && was.state !== 'done' && (was.kind === 'visit' || was.kind === 'stop')) said.push(about('step-gone', was, names(was)))
  }
  said.push(...aboutWays(before, after))
  return (said.length > 0 ? merged(said) : aboutTheEnd(before, after, first)).slice(0, MOST)
}

interface Situation {
  readonly before: Worked
  readonly after: Worked
  readonly now: number
  /** What comes first now, where something else did. */
  readonly first: Thing | null
}

function aboutThing(was: Thing, thing: Thing, { after, now, first }: Situation): Explained[] {
  const mode = first && first.id !== thing.id ? 'instead' : 'wait'
  const other = { other: first?.name ?? '', otherEn: first?.nameEn ?? '' }
  const placed = after.plan.order.find((one) => one.id === thing.id)
  const around = { time: placed ? clockTime(placed.middle) : '', known: placed ? 'yes' : 'no' }
  if (thing.kind === 'pay') return thing.state === 'done' && was.state !== 'done' ? [about('paid', thing, { ...other, mode: first ? 'instead' : 'wait' })] : []
  if (was.state === 'done' || thing.state === 'done') return aboutResult(was, thing, { ...other, mode })
  const said: Explained[] = []
  if ((thing.lateUntil ?? 0) > Math.max(now, was.lateUntil ?? 0) + MINUTE) {
    const minutes = Math.max(1, Math.round((thing.lateUntil! - Math.max(now, thing.notBefore ?? 0)) / MINUTE))
    said.push(about('doctor-late', thing, { ...names(thing), ...other, mode, minutes, reason: thing.lateReason, why: thing.lateReason ? 'given' : 'none', time: clockTime(thing.lateUntil!) }))
  } else if (was.lateUntil !== null && was.lateUntil > now && (thing.lateUntil ?? 0) <= now && thing.state === 'open') {
    said.push(about('doctor-here', thing, { ...names(thing), ...around }))
  }
  if (thing.state === 'blocked' && was.state !== 'blocked') said.push(about('station-closed', thing, { ...names(thing), ...other, mode: first ? 'instead' : 'wait' }))
  if (was.state === 'blocked' && thing.state !== 'blocked') said.push(about('station-open', thing, { ...names(thing), ...around }))
  if (thing.missedCall && !was.missedCall) said.push(about('patient-missed-call', thing, { ...names(thing), ...around }))
  if (thing.patientLate && !was.patientLate) said.push(about('patient-late', thing, { ...names(thing), ...around }))
  said.push(...aboutResult(was, thing, { ...other, mode }))
  if (thing.kind === 'visit' && thing.called === null && was.called === null && thing.notBefore !== was.notBefore && thing.notBefore !== null && thing.lateUntil === was.lateUntil && !thing.id.startsWith('return:')) {
    said.push(about('visit-moved', thing, { ...names(thing), time: clockTime(thing.notBefore) }))
  }
  return said
}

function aboutResult(was: Thing, thing: Thing, values: Values): Explained[] {
  if (thing.resultReady) return was.resultReady ? [] : [about('result-ready', thing, names(thing))]
  if (thing.resultAt === null || was.resultAt === null || thing.resultAt <= was.resultAt + RESULT_LATE) return []
  return [about('result-late', thing, { ...names(thing), ...values, time: clockTime(thing.resultAt) })]
}

function aboutWays(before: Worked, after: Worked): Explained[] {
  const [was, is] = [new Set(before.facts.closures.map((one) => one.text)), new Set(after.facts.closures.map((one) => one.text))]
  const closed = after.facts.closures.filter((one) => !was.has(one.text))
  const open = before.facts.closures.filter((one) => !is.has(one.text))
  const minutes = Math.round(wayOfDay(after) - wayOfDay(before))
  const known = new Set(crossed(before).map(({ one }) => keyOf(one)))
  return [
    ...crossed(after).filter(({ one }) => !known.has(keyOf(one)) && !was.has(one.text)).map(({ one, longer }) => ({
      kind: 'way-closes' as const, stepId: null,
      sentence: say('way-closes', { where: one.text, whereEn: one.textEn, time: clockTime(one.fromAt), minutes: longer, longer: longer >= 1 ? 'yes' : 'no' }),
    })),
    ...closed.map((one) => ({ kind: 'way-closed' as const, stepId: null, sentence: say('way-closed', { where: one.text, whereEn: one.textEn, minutes, longer: minutes >= 1 ? 'yes' : 'no' }) })),
    ...open.map((one) => ({ kind: 'way-open' as const, stepId: null, sentence: say('way-open', { where: one.text, whereEn: one.textEn }) })),
  ]
}

const keyOf = ({ text, fromAt }: Closing): string => `${text}|${fromAt}`

/** What closes later and lies on a way of this plan at the time it is walked, with how much longer that way is then. */
function crossed({ facts, plan }: Worked): { readonly one: Closing; readonly longer: number }[] {
  const places = new Map(facts.things.map((thing) => [thing.id, thing.place]))
  const found: { one: Closing; longer: number }[] = []
  let at = facts.here
  let walksAt: number | null = null
  for (const { id, from, endMiddle } of plan.order) {
    const place = places.get(id) ?? ''
    const leaves = walksAt ?? from
    const [there, back] = [`${at}|${place}`, `${place}|${at}`]
    if (at && place && at !== place) {
      for (const one of facts.closing ?? []) {
        const key = there in one.walks ? there : back
        if (!(key in one.walks) || leaves < one.fromAt || (one.untilAt !== null && leaves >= one.untilAt) || found.some((other) => other.one === one)) continue
        found.push({ one, longer: Math.max(0, (one.walks[key] ?? 0) - wayOf(facts, at, place)) })
      }
    }
    if (place) at = place
    walksAt = endMiddle
  }
  return found
}

/** Nothing happened that has a name of its own, but the order or the end moved: lines went faster or slower. */
function aboutTheEnd(before: Worked, after: Worked, first: Thing | null): Explained[] {
  const [was, is] = [before.plan.ends, after.plan.ends]
  if (!was || !is) return []
  const minutes = Math.round((is.middle - was.middle) / MINUTE)
  const thing = after.facts.things.find((one) => one.id === after.plan.order[0]?.id)
  const values = { ...(thing ? names(thing) : { name: '', nameEn: '' }), minutes: Math.abs(minutes), from: clockTime(is.from), to: clockTime(is.to) }
  if (first) return [{ kind: 'order-changed', stepId: first.id, sentence: say('order-changed', { ...values, ...names(first) }) }]
  if (Math.abs(minutes) < after.facts.rules.wordMinutes || was.from <= is.middle && is.middle <= was.to) return []
  const kind = minutes > 0 ? 'line-slower' : 'line-faster'
  return [{ kind, stepId: thing?.id ?? null, sentence: say(kind, values) }]
}

/** What comes first now where something that is still to be done did before. */
function firstStep(before: Worked, after: Worked): Thing | null {
  const is = after.plan.order.map((one) => after.facts.things.find((thing) => thing.id === one.id)).find((thing) => thing && thing.kind !== 'pay')
  const was = before.plan.order.map((one) => after.facts.things.find((thing) => thing.id === one.id)).find((thing) => thing && thing.kind !== 'pay' && thing.state !== 'done')
  return is && was && is.id !== was.id && before.plan.order.some((one) => one.id === is.id) ? is : null
}

/** Several things added or gone at once are one sentence. */
function merged(said: readonly Explained[]): Explained[] {
  const kinds = [...new Set(said.map((one) => one.kind))]
  return kinds.flatMap((kind) => {
    const same = said.filter((one) => one.kind === kind)
    if (same.length === 1 || (kind !== 'step-added' && kind !== 'step-gone')) return same
    const [list, listEn] = [same.map((one) => one.sentence.values['name']).join('、'), same.map((one) => one.sentence.values['nameEn']).join(', ')]
    return [{ ...same[0]!, sentence: say(kind, { name: list, nameEn: listEn }) }]
  })
}

const names = (thing: Thing) => ({ name: thing.name, nameEn: thing.nameEn, by: thing.by, byEn: thing.byEn })
const about = (kind: ChangeKind, thing: Thing, values: Values): Explained => ({ kind, stepId: thing.id, sentence: say(kind, values) })

function wayOfDay({ facts, plan }: Worked): number {
  let [sum, at] = [0, facts.here]
  for (const { id } of plan.order) {
    const place = facts.things.find((one) => one.id === id)?.place ?? ''
    sum += wayOf(facts, at, place)
    if (place) at = place
  }
  return sum
}
