import { localDay } from '#platform/clock/index.ts'
import english from '../locales/en.json' with { type: 'json' }
import chinese from '../locales/zh-CN.json' with { type: 'json' }
import type { Step, StepState } from '../contract.ts'
import { type Facts, MINUTE, type Placed, type Plan, type Thing } from './facts.ts'
import { clockTime, filled, type Values } from './sentences.ts'

/** So long before its hours a meal may be what is now. */
const SOON = 5 * MINUTE

type Words = Readonly<Record<string, string>>
const both = (group: 'why' | 'step', key: string, values: Values): readonly [string, string] =>
  [filled((chinese[group] as Words)[key] ?? '', values), filled((english[group] as Words)[key] ?? '', values)]
const iso = (at: number): string => new Date(at).toISOString()

/** The plan as the steps a person reads: what is done, what is now, what comes, and the ways between. */
export function stepsOf(facts: Facts, plan: Plan, now: number, isUnderWay: boolean): Step[] {
  const byId = new Map(facts.things.map((one) => [one.id, one]))
  const done = facts.things.filter((one) => one.state === 'done').sort((a, b) => (a.doneAt ?? 0) - (b.doneAt ?? 0))
  const steps: Step[] = done.map((one) => ({ ...plain(one), state: 'done', fromAt: iso(one.doneAt ?? now), toAt: iso(one.doneAt ?? now), ...words(one, 'done', now, facts) }))
  const told = new Set<string>()
  const ahead: Step[] = []
  for (const at of plan.order) {
    const thing = byId.get(at.id) ?? (at.id === 'meal:lunch' ? lunchOf(facts, at) : undefined)
    if (!thing) continue
    for (const need of thing.after) ahead.push(...resultBefore(byId, need, told, now, at))
    if (at.walkMinutes > 0) ahead.push(walkTo(thing, at))
    // Somebody early may be called early; nobody is told to come before their time.
    const from = thing.kind === 'visit' && thing.turn ? Math.max(at.from, thing.notBefore ?? 0) : at.from
    ahead.push({ ...plain(thing), state: 'later', fromAt: iso(from), toAt: iso(Math.max(from, at.to)), walkMinutes: at.walkMinutes, ...words(overtaken(thing, at), 'ahead', now, facts) })
  }
  const open = facts.things.filter((one) => one.kind === 'stop' && one.state === 'done' && one.resultAt !== null && !one.resultReady && !told.has(one.id))
  ahead.push(...open.map((one) => resultStep(one, one.resultAt!, 'result-home')))
  const lost = plan.blocked.flatMap((id) => byId.get(id) ?? []).map((one): Step => ({ ...plain(one), state: 'blocked', fromAt: iso(now), toAt: iso(now), ...words(one, 'ahead', now, facts) }))
  const shut = new Set(facts.things.filter((one) => (one.opensAt ?? 0) > now).map((one) => one.id))
  return [...steps, ...marked(ahead, isUnderWay, (step) => shut.has(step.id) || (step.kind === 'meal' && Date.parse(step.fromAt) > now + SOON)), ...lost]
}

/** Whoever comes only later anyway need not hear of a late beginning again. */
const overtaken = (thing: Thing, { from }: Placed): Thing => (thing.lateUntil !== null && thing.lateUntil < from - 20 * MINUTE ? { ...thing, lateUntil: null } : thing)

/** One thing is now, the next after it is next; a way belongs to what it leads to. */
function marked(ahead: readonly Step[], isUnderWay: boolean, isNotYet: (step: Step) => boolean): Step[] {
  const first = ahead.find((step) => step.kind !== 'walk')
  // What has not opened and what is eaten later is next, never now.
  let at = isUnderWay && first && !isNotYet(first) ? 0 : 1
  return ahead.map((step) => {
    const state: StepState = at === 0 ? 'now' : at === 1 ? 'next' : 'later'
    if (step.kind === 'walk') return { ...step, state: state === 'now' ? 'next' : state }
    at++
    return { ...step, state }
  })
}

/** What is waited for before a thing can begin: said where the waiting is. */
function resultBefore(byId: ReadonlyMap<string, Thing>, need: Thing['after'][number], told: Set<string>, now: number, at: Placed): Step[] {
  const from = byId.get(need.id)
  if (!from || need.lag[0] < 10 || told.has(need.id) || from.resultReady) return []
  told.add(need.id)
  return [resultStep(from, Math.max(now, from.resultAt ?? at.from), 'result-wait')]
}

function resultStep(of: Thing, at: number, why: string): Step {
  const [title, titleEn] = both('step', 'result', { name: of.name, nameEn: of.nameEn })
  const [said, saidEn] = both('why', why, {})
  return { ...plain(of), id: `result:${of.id}`, kind: 'wait-result', title, titleEn, place: '', placeEn: '', at: null, state: 'later', fromAt: iso(at), toAt: iso(at + 10 * MINUTE), why: said, whyEn: saidEn, dueCents: null, ahead: null }
}

function walkTo(thing: Thing, at: Placed): Step {
  const place = doorOf(thing)
  const placeEn = doorInEnglish(thing)
  const [title, titleEn] = both('step', 'walk', { place, placeEn })
  const [why, whyEn] = both('step', 'minutes', { minutes: at.walkMinutes })
  const begins = Math.max(0, at.from - at.walkMinutes * MINUTE)
  return { ...plain(thing), id: `walk:${thing.id}`, kind: 'walk', title, titleEn, place, placeEn, state: 'later', fromAt: iso(begins), toAt: iso(at.from), why, whyEn, walkMinutes: at.walkMinutes, dueCents: null, ahead: null, label: null }
}

function plain(thing: Thing): Omit<Step, 'state' | 'fromAt' | 'toAt'> {
  return {
    id: thing.id, kind: thing.kind, title: thing.name, titleEn: thing.nameEn, place: doorOf(thing), placeEn: doorInEnglish(thing), why: '', whyEn: '', institutionId: thing.institutionId, at: thing.at,
    walkMinutes: 0, ahead: thing.ahead, label: thing.label, dueCents: thing.kind === 'pay' ? thing.dueCents : null,
    ...(thing.visitId ? { visitId: thing.visitId } : {}), ...(thing.stopId ? { stopId: thing.stopId } : {}), ...pageOf(thing),
  }
}

const doorOf = ({ at }: Thing): string => (at ? [at.building, at.floor, at.room].filter(Boolean).join(' ') : '')
const doorInEnglish = ({ at, placeEn, roomEn }: Thing): string => (at ? [placeEn || [at.building, at.floor].filter(Boolean).join(' '), roomEn || at.room].filter(Boolean).join(', ') : '')

function pageOf({ kind, institutionId, visitId }: Thing): { href?: string } {
  if (!visitId) return {}
  if (kind === 'pay') return { href: `/bills/${institutionId}/${visitId}` }
  if (kind === 'visit') return { href: `/visits/${institutionId}/${visitId}` }
  return kind === 'take-home' ? { href: `/appointments/${institutionId}/${visitId}` } : {}
}

/** The title and the one sentence under it, for the moment the thing is in. */
function words(thing: Thing, when: 'done' | 'ahead', now: number, facts: Facts): Partial<Step> {
  const values = { name: thing.name, nameEn: thing.nameEn, by: thing.by, byEn: thing.byEn, room: thing.at?.room || thing.by, roomEn: thing.roomEn || thing.at?.room || thing.byEn }
  const title = when === 'ahead' ? titleKey(thing, now) : null
  const [said, saidEn] = title ? both('step', title, values) : [thing.name, thing.nameEn]
  const [why, whyEn] = reason(thing, when, now, facts)
  return { title: said, titleEn: saidEn, why, whyEn }
}

function titleKey(thing: Thing, now: number): string | null {
  if (thing.kind !== 'visit' && thing.kind !== 'stop') return null
  if (thing.state === 'running') return 'inside'
  if (thing.called && thing.called[0] <= now) return 'called'
  return thing.label && !thing.missedCall && thing.kind === 'visit' ? 'waiting' : null
}

function reason(thing: Thing, when: 'done' | 'ahead', now: number, facts: Facts): readonly [string, string] {
  if (when === 'done') return thing.resultReady && thing.kind === 'stop' ? both('why', 'result-ready', {}) : ['', '']
  if (thing.opensAt !== undefined && thing.opensAt !== null && thing.state !== 'running') return both('why', thing.opensAt === 0 ? 'shut' : 'opens', { time: openingTime(thing.opensAt, now) })
  if (thing.state === 'blocked') return both('why', 'stopped', {})
  if (thing.state === 'running') return ['', '']
  if (thing.missedCall) return both('why', 'missed', {})
  if (thing.called && thing.called[0] <= now) return both('why', 'called', {})
  if ((thing.lateUntil ?? 0) > now) return both('why', 'late', { time: clockTime(thing.lateUntil!) })
  if (thing.needsFasting) return both('why', 'fasting', {})
  if (thing.id === 'meal:breakfast') return both('why', 'after-fasting', {})
  if (thing.kind === 'pay') {
    const first = facts.things.find((one) => one.after.some((need) => need.id === thing.id))
    return first ? both('why', 'pay-first', { name: first.name, nameEn: first.nameEn }) : both('why', 'pay-all', {})
  }
  if (thing.kind === 'visit' && thing.notBefore !== null && thing.label === null) return both('why', 'check-in', {})
  return ['', '']
}

function lunchOf(facts: Facts, at: Placed): Thing | undefined {
  const like = facts.things[0]
  return like && {
    ...like, id: at.id, kind: 'meal', name: chinese.name.lunch, nameEn: english.name.lunch, by: '', byEn: '', institutionId: null, place: '', at: null, placeEn: '', roomEn: '', visitId: null, stopId: null, state: 'open',
    called: null, after: [], label: null, ahead: null, dueCents: null, missedCall: false, needsFasting: false, lateUntil: null, notBefore: null, resultReady: false, resultAt: null,
  }
}

/** "13:30", or with its day where it is another one. */
function openingTime(at: number, now: number): string {
  return localDay(new Date(at)) === localDay(new Date(now)) ? clockTime(at) : `${localDay(new Date(at)).slice(5)} ${clockTime(at)}`
}
