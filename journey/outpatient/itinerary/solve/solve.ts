import english from '../locales/en.json' with { type: 'json' }
import chinese from '../locales/zh-CN.json' with { type: 'json' }
import { type Facts, MINUTE, plainThing, type Placed, type Plan, type Thing } from './facts.ts'
import { asWorkedOut, said } from './lesson.ts'
import { costOf, deal, type Game, type Moment, play, start, wayOf } from './play.ts'
import { bestOrder, type Found, inserted } from './search.ts'

const SEARCHED = 8
const SHOWN = 120
const lunchName = { name: chinese.name.lunch, nameEn: english.name.lunch }

/** The order that is being followed: it is not turned round for little. */
export interface Followed {
  readonly order: readonly string[]
  /** What the patient is on the way to. */
  readonly walkingTo: string | null
}

/**
 * The day in the order in which it is over earliest, with when each thing begins and when all is done.
 *
 * Deterministic and without any input or output: the same facts at the same moment give the same plan. Waits, services and
 * results are drawn, so that an order which works out on average but often misses a call is not taken.
 */
export function solve(facts: Facts, now: number, followed: Followed | null = null): Plan {
  const bare = mealsInTheirHours(facts, placed(facts, now, followed), now, followed)
  const end = bare.ends?.middle ?? 0
  // A day that goes past half past twelve has lunch in it.
  if (end <= clock(facts.day, facts.rules.lunchFrom) + 75 * MINUTE || now > clock(facts.day, facts.rules.lunchTo)) return bare
  if (facts.things.some((one) => one.id === LUNCH)) return bare
  const left = facts.things.filter((one) => one.kind !== 'meal' || bare.order.some(({ id }) => id === one.id))
  const withLunch = { ...facts, things: [...left, lunch(facts)] }
  return mealsInTheirHours(withLunch, placed(withLunch, now, followed), now, followed)
}

/** A meal has its hours: what could only be eaten outside them is no breakfast and no lunch, and is left out. */
function mealsInTheirHours(facts: Facts, plan: Plan, now: number, followed: Followed | null): Plan {
  const outside = plan.order.find(({ id, from, to }, turn) => {
    const thing = facts.things.find((one) => one.id === id)
    if (thing?.kind !== 'meal') return false
    // Nobody stays in the building for it until morning.
    const waits = turn === plan.order.length - 1 && from - (plan.order[turn - 1]?.endMiddle ?? now) > LONGEST_FOR_A_MEAL
    return waits || (thing.closesAt !== null && to > thing.closesAt)
  })
  if (!outside) return plan
  const left = { ...facts, things: facts.things.filter((one) => one.id !== outside.id) }
  return mealsInTheirHours(left, placed(left, now, followed), now, followed)
}

const LUNCH = 'meal:lunch'
const LONGEST_FOR_A_MEAL = 60 * MINUTE

export const clock = (day: string, time: string): number => Date.parse(`${day}T${time.padStart(5, '0')}:00+08:00`)

function lunch({ day, rules, things }: Facts): Thing {
  return plainThing({
    id: LUNCH, kind: 'meal', ...lunchName, minutes: [rules.lunchMinutes, rules.lunchMinutes + 5],
    notBefore: clock(day, rules.lunchFrom), closesAt: clock(day, rules.lunchTo), after: things.filter((one) => one.needsFasting && one.state !== 'done' && one.state !== 'blocked').map(({ id }) => ({ id, lag: [0, 0] })),
  })
}

function placed(facts: Facts, now: number, followed: Followed | null): Plan {
  const blocked = facts.things.filter((one) => one.state === 'blocked').map((one) => one.id)
  const open = waitingOnNothingBlocked(facts)
  const stuck = facts.things.filter((one) => (one.state === 'open' || one.state === 'running') && !open.includes(one)).map((one) => one.id)
  const running = open.findIndex((one) => one.state === 'running')
  const game = deal(facts, now, open, SEARCHED)
  const best = running >= 0 ? afterRunning(game, running) : bestOrder(game)
  const order = followed ? steady(game, best, followed, facts.rules.swapGainMinutes * MINUTE).order : best.order
  const lost = [...blocked, ...stuck]
  return { ...timed(facts, now, order.map((index) => open[index]!)), blocked: lost, ...(lost.length > 0 ? { ends: null, worked: null } : {}) }
}

/** What hangs on something that nobody can do now cannot be planned either. */
function waitingOnNothingBlocked({ things }: Facts): Thing[] {
  const out = new Set(things.filter((one) => one.state === 'blocked').map((one) => one.id))
  let open = things.filter((one) => one.state === 'open' || one.state === 'running')
  for (let before = -1; before !== open.length;) {
    before = open.length
    for (const one of open) if (one.after.some((need) => out.has(need.id))) out.add(one.id)
    open = open.filter((one) => !out.has(one.id))
  }
  return open
}

/** Who is with somebody now stays there; the rest is ordered behind that. */
function afterRunning(game: Game, running: number): Found {
  const things = game.things.map((one, index) => (index === running ? one : { ...one, after: [...one.after, { id: game.things[running]!.id, lag: [0, 0] as const }] }))
  return bestOrder(deal(game.facts, game.now, things, game.count))
}

/** Keeps the order being followed unless another one brings enough; twice as much where somebody is already on the way. */
function steady(game: Game, best: Found, { order, walkingTo }: Followed, gain: number): Found {
  const before = order.flatMap((id) => {
    const index = game.things.findIndex((one) => one.id === id)
    return index >= 0 ? [index] : []
  })
  const running = game.things.findIndex((one) => one.state === 'running')
  const known = running < 0 ? before : [running, ...before.filter((index) => index !== running)]
  let kept: Found = { order: known, cost: costOf(game, known) }
  game.things.forEach((_, index) => {
    if (!known.includes(index)) kept = inserted(game, kept.order, index)
  })
  if (!Number.isFinite(kept.cost)) return best
  const turnsBack = walkingTo !== null && game.things[kept.order[0]!]?.id === walkingTo && best.order[0] !== kept.order[0]
  return best.cost < kept.cost - gain * (turnsBack ? 2 : 1) ? best : kept
}

function timed(facts: Facts, now: number, things: readonly Thing[]): Pick<Plan, 'order' | 'ends' | 'worked'> {
  const game = deal(facts, now, things, SHOWN)
  let at: Moment = start(game)
  const order: Placed[] = things.map((thing, index) => {
    const from = at.place
    at = play(game, at, index)
    const [begins, ends] = [Float64Array.from(at.begins!).sort(), Float64Array.from(at.times).sort()]
    return {
      id: thing.id, from: share(begins, 0.2), middle: share(begins, 0.5), to: share(begins, 0.8), endMiddle: share(ends, 0.5),
      walkMinutes: thing.state === 'running' ? 0 : Math.round(wayOf(facts, from, thing.place)),
    }
  })
  if (order.length === 0) return { order, ends: null, worked: null }
  const last = Float64Array.from(at.times).sort()
  const worked = { from: share(last, 0.1), middle: share(last, 0.5), to: share(last, 0.9) }
  return { order, worked, ends: said(worked, asWorkedOut, now) }
}

const share = (sorted: Float64Array, part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!
