import { type Stop, stopsOfPersonDay } from '#journey/outpatient/counters/index.ts'
import { appointmentsOfPersonDay, type Appointment } from '#journey/previsit/booking/index.ts'
import { billOf, BillNotFound } from '#journey/throughout/billing/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import { planRule } from '../rules.ts'
import { type Facts, plainThing, type PlanRules, type Thing } from '../solve/facts.ts'
import { clock } from '../solve/solve.ts'
import { stopThing } from './stops.ts'
import { visitThings } from './visits.ts'
import { walksOf } from './walks.ts'
import { nameOf } from './words.ts'

export interface Gathered {
  readonly facts: Facts
  readonly institutions: readonly number[]
  readonly watched: readonly { readonly institutionId: number; readonly queueId: number }[]
  /** What has been reached: `arrived:<visit>`, `called:<visit>`, `seen:<visit>`. */
  readonly reached: readonly string[]
  readonly startsAt: number | null
  readonly isHere: boolean
}

/** Everything the day hangs on, from all modules that know a part of it. Works as the region itself. */
export async function gather(tx: Tx, context: Context, personId: string, day: string): Promise<Gathered> {
  const rules = await ruleAt(tx, planRule, 0, context.now)
  const { today, later } = await appointmentsOfPersonDay(tx, await entriesOf(tx, personId), day)
  const stops = await stopsOfPersonDay(tx, context, personId, day)
  const things: Thing[] = []
  const watched: Gathered['watched'][number][] = []
  const reached: string[] = []
  let isHere = false
  for (const appointment of today) {
    const own = stops.filter((stop) => stop.visitId === appointment.id)
    const found = await visitThings(tx, context, appointment, own, rules)
    things.push(...found.things)
    watched.push(...found.watched.map((queueId) => ({ institutionId: appointment.institutionId, queueId })))
    isHere ||= found.isHere
    if (found.isHere) reached.push(`arrived:${appointment.id}`)
    if (found.things.some((one) => one.state === 'running' || (one.called && one.called[0] <= context.now.getTime()))) reached.push(`called:${appointment.id}`)
    if (found.isOver) reached.push(`seen:${appointment.id}`)
    things.push(...await paying(tx, context, appointment, own))
  }
  for (const stop of stops) {
    const found = await stopThing(tx, context, stop)
    if (found.thing) things.push(found.thing)
    watched.push(...found.watched.map((queueId) => ({ institutionId: stop.institutionId, queueId })))
  }
  things.push(...breakfast(things, day, rules, context.now.getTime()), ...home(things, later))
  const facts: Facts = { day, things, here: whereNow(things, isHere), ...(await walksOf(tx, context, things)), rules }
  const starts = today.map((one) => Date.parse(one.startsAt)).sort((a, b) => a - b)
  return { facts, institutions: [...new Set([...today, ...stops].map((one) => one.institutionId))], watched, reached, startsAt: starts[0] ?? null, isHere: isHere && day === localDay(context.now) }
}

/** What is due now, as one thing: what waits for the money says so itself. */
async function paying(tx: Tx, context: Context, { institutionId, id }: Appointment, stops: readonly Stop[]): Promise<Thing[]> {
  const bill = await billOf(tx, context, institutionId, id).catch((error: unknown) => {
    if (error instanceof BillNotFound) return null
    throw error
  })
  if (!bill || (bill.dueCents === 0 && bill.paidCents === 0)) return []
  const waits = stops.some((stop) => stop.status === 'needs-payment')
  const shared = { id: `pay:${id}`, kind: 'pay' as const, institutionId, visitId: id, dueCents: bill.dueCents, minutes: [1, 2] as const }
  if (bill.dueCents === 0) return [plainThing({ ...nameOf('pay'), ...shared, state: 'done', doneAt: context.now.getTime() })]
  // Where nothing waits for it, it is paid at the end, with everything else.
  const before = waits ? [] : [`visit:${id}`, `return:${id}`]
  return [plainThing({ ...nameOf('pay'), ...shared, after: before.map((one) => ({ id: one, lag: [0, 0] as const })) })]
}

/** Later it is no breakfast any more. */
const BREAKFAST = ['6:00', '10:45'] as const

/** Breakfast is kept until the last blood draw that needs an empty stomach. */
function breakfast(things: readonly Thing[], day: string, rules: PlanRules, now: number): Thing[] {
  const fasting = things.filter((one) => one.needsFasting)
  if (fasting.length === 0 || now > clock(day, BREAKFAST[1]) && fasting.every((one) => one.state === 'done')) return []
  const after = fasting.filter((one) => one.state !== 'done' && one.state !== 'blocked').map(({ id }) => ({ id, lag: [0, 0] as const }))
  const last = Math.max(...fasting.map((one) => one.doneAt ?? 0))
  const hours = { notBefore: clock(day, BREAKFAST[0]), closesAt: clock(day, BREAKFAST[1]) }
  const eaten = after.length === 0 && now > last + (rules.breakfastMinutes + 10) * 60_000
  return [plainThing({ ...nameOf('breakfast'), id: 'meal:breakfast', kind: 'meal', minutes: [rules.breakfastMinutes, rules.breakfastMinutes + 8], ...hours, after, ...(eaten ? { state: 'done' as const, doneAt: last } : {}) })]
}

/** What is taken home at the end: the day to come back. */
function home(things: readonly Thing[], later: readonly Appointment[]): Thing[] {
  return later.map((one) => plainThing({
    ...nameOf('next-visit', dayWords(one.startsAt)), id: `home:${one.id}`, kind: 'take-home', institutionId: one.institutionId, visitId: one.id, minutes: [0, 0],
    after: things.filter((thing) => thing.kind !== 'meal').map(({ id }) => ({ id, lag: [0, 0] as const })),
  }))
}

function dayWords(startsAt: string): { day: string; dayEn: string } {
  const words = (language: string) => new Intl.DateTimeFormat(language, { timeZone: 'Asia/Shanghai', month: language === 'en' ? 'short' : 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit', hour12: false }).format(new Date(startsAt))
  return { day: words('zh-CN'), dayEn: words('en') }
}

/** Where the last thing was that is done or goes on; somebody who has only come waits before the doctor. */
function whereNow(things: readonly Thing[], isHere: boolean): string | null {
  const placed = things.filter((one) => one.place !== '')
  const running = placed.find((one) => one.state === 'running')
  if (running) return running.place
  const done = placed.filter((one) => one.state === 'done').sort((a, b) => (b.doneAt ?? 0) - (a.doneAt ?? 0))[0]
  return done?.place ?? (isHere ? placed.find((one) => one.kind === 'visit')?.place ?? null : null)
}
