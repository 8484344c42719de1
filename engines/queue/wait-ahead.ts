import type { TurnAhead } from './contract.ts'
import { evenAt, normalAt, normalBelow, normalQuantile } from './wait-luck.ts'
import { isHabit, type Pace, paceOf } from './wait-pace.ts'
import { ABSENT_SECONDS, AWAY_SHARE, duration, EARLY_MINUTES, EARLY_SPREAD, mayCome, secondsUntilFree, type Scene } from './wait-play.ts'
import type { LineFacts } from './wait-range.ts'

/** Somebody booked who has not come yet. */
export interface Coming {
  readonly dueFrom: Date
  readonly dueTo: Date
}

const PLAYS = 160
const PARTS = 20
/** Periods further apart than this belong to two half-days. */
const PAUSE_SECONDS = 2700
/** Called and not there, they are back in so long. */
const BACK_SECONDS = 300
/** Of those seen, how many come back with results, where nothing is remembered; and when, in the middle. */
const USUAL_RETURNS = 0.2
const RETURN_SECONDS = 3600
const RETURN_SPREAD = 0.45
/** Walk-ins for each person booked, where nothing is remembered. */
const USUAL_WALK_INS = 0.15
const USUAL = { shows: 0.92, absent: 0.03, startMinutes: 3, startSpread: 5 }
const MOST_CALLS = 400

interface Person {
  readonly key: number
  /** 'me', or how long they take. */
  readonly kind: 'me' | 'booked' | 'walk-in' | 'returning'
  readonly at: number
  /** Seconds from now that their place is counted from. */
  readonly order: number
}

/** What is the same in all plays. */
interface HalfDay {
  readonly scene: Scene
  readonly coming: { readonly from: number; readonly to: number }
  readonly beginsAt: number | null
  readonly points: number
  readonly walkIns: number
  readonly returns: number
}

/**
 * When somebody who has not come yet will be called. The clinic of that half-day is played through with everybody who stands
 * there, is booked for it, walks in or will be back with results, each coming at their own time, this person too: a free doctor
 * calls who is there, also before the booked time, and a full clinic runs late. Nobody at work yet is no hindrance: they begin
 * with the first period, as they usually do.
 */
export function turnAhead(facts: LineFacts, coming: Coming): TurnAhead {
  const pace = paceToday(facts)
  const half = halfDayOf(facts, coming, pace)
  const called = Float64Array.from({ length: PLAYS }, (_, play) => playUntilCalled(half, play)).sort()
  const parts = Array.from({ length: PARTS }, (_, part) => facts.now.getTime() + 1000 * called[Math.floor(((part + 0.5) / PARTS) * PLAYS)]!)
  return { called: parts, minutes: minutesEach(pace) }
}

/** Minutes with whoever serves a line: half of people, and four in five, as it goes today. */
export const minutesInside = (facts: LineFacts): TurnAhead['minutes'] => minutesEach(paceToday(facts))

function paceToday({ now, servers, recent, history, others }: LineFacts): Pace {
  const inside = servers.flatMap(({ busySince }) => (busySince && busySince < now ? [seconds(now, busySince)] : []))
  return paceOf({ recent, inside }, history, others)
}

function minutesEach(pace: Pace): readonly [number, number] {
  const log = pace.logSeconds('booked')
  return [Math.exp(log) / 60, Math.exp(log + 0.8416 * Math.hypot(pace.sdLog, pace.todayError)) / 60]
}

const seconds = (later: Date, earlier: Date): number => (later.getTime() - earlier.getTime()) / 1000

function halfDayOf(facts: LineFacts, coming: Coming, pace: Pace): HalfDay {
  const { now, history } = facts
  const due = { from: -seconds(now, coming.dueFrom), to: -seconds(now, coming.dueTo) }
  const first = firstOfHalfDay(facts, due.from)
  const expected = facts.expected.filter((one) => -seconds(now, one.dueFrom) >= first)
  const open = facts.servers.filter((one) => one.open || one.pausedSince || (one.lateUntil !== null && one.lateUntil > now))
  const isOn = open.length > 0 && first <= PAUSE_SECONDS
  // Of an earlier half-day nothing is left when this one begins.
  const scene: Scene = {
    now, rule: facts.rule, servers: isOn ? open : [], ahead: isOn ? facts.line : [], me: { class: 'booked', orderAt: coming.dueFrom, orderTie: 0, number: 9_999 },
    expected, away: isOn ? facts.away : 0, lastBack: 0, walkInsPerHour: 0, pace, ...USUAL, ...history,
  }
  const { booked, 'walk-in': walkIn, returning } = isHabit(history) ? history.classes : {}
  const known = (part: { readonly samples: number } | undefined, usual: number) => (booked && booked.samples > 0 ? Math.min(1, (part?.samples ?? 0) / booked.samples) : usual)
  const walkIns = known(walkIn, USUAL_WALK_INS)
  return {
    scene, coming: due, walkIns, beginsAt: isOn ? null : Math.max(first, 0),
    points: isOn ? open.length : pointsNeeded(expected, pace, walkIns), returns: known(returning, USUAL_RETURNS * (1 + walkIns)) / (1 + walkIns),
  }
}

/** The first period of the half-day this one belongs to, as far as people still have to come for it. */
function firstOfHalfDay({ now, expected }: LineFacts, dueFrom: number): number {
  let first = dueFrom
  for (const one of expected.toSorted((a, b) => b.dueFrom.getTime() - a.dueFrom.getTime())) {
    const from = -seconds(now, one.dueFrom)
    if (from < first && first - from <= PAUSE_SECONDS) first = from
  }
  return first
}

/** Before anybody has taken a room, as many doctors are believed in as the bookings need. */
function pointsNeeded(expected: Scene['expected'], pace: Pace, walkIns: number): number {
  const most = Math.max(0, ...expected.map((one) => (one.count * (1 + walkIns)) / Math.max(300, seconds(one.dueTo, one.dueFrom))))
  return Math.max(1, Math.round(most * Math.exp(pace.logSeconds('booked'))))
}

function playUntilCalled(half: HalfDay, play: number): number {
  const { scene } = half
  const today = scene.pace.todayError * normalQuantile((play + 0.5) / PLAYS)
  const freeAt = freeFrom(half, play, today)
  const coming = comers(half, play).sort((a, b) => a.at - b.at)
  const line: Person[] = scene.ahead.map((spot, n) => ({ key: spot.number, kind: spot.class === 'returning' ? 'returning' : 'booked', at: -1e6 + n, order: -seconds(scene.now, spot.orderAt) }))
  for (let calls = 0; calls < MOST_CALLS; calls++) {
    const point = freeAt.indexOf(Math.min(...freeAt))
    const at = freeAt[point]!
    while (coming.length > 0 && coming[0]!.at <= at) stand(line, coming.shift()!, scene.rule.returnAfter)
    const next = line.shift()
    if (!next) {
      if (coming.length === 0) break
      freeAt[point] = coming[0]!.at
      continue
    }
    if (next.kind === 'me') return at
    const isAbsent = next.key < 60_000 && evenAt(next.key + 50_000, play) < scene.absent
    const takes = isAbsent ? ABSENT_SECONDS : duration(scene, scene.pace.logSeconds(next.kind), next.key, play, today)
    freeAt[point] = at + takes
    if (isAbsent) join(coming, { ...next, key: next.key + 60_000, at: at + BACK_SECONDS, order: Math.max(next.order, at + scene.rule.periodMinutes * 60) })
    else if (next.kind !== 'returning' && evenAt(next.key + 70_000, play) < half.returns) join(coming, back(next, at + takes, play))
  }
  return Math.max(half.coming.from, 0)
}

const back = (next: Person, from: number, play: number): Person =>
  ({ key: next.key + 80_000, kind: 'returning', at: from + RETURN_SECONDS * Math.exp(RETURN_SPREAD * normalAt(next.key + 80_000, play)), order: from })

function freeFrom({ scene, beginsAt, points }: HalfDay, play: number, today: number): number[] {
  if (beginsAt === null) return scene.servers.map((server, point) => secondsUntilFree(scene, server, point, play, today))
  return Array.from({ length: points }, (_, point) => Math.max(20, beginsAt + 60 * (scene.startMinutes + scene.startSpread * normalAt(20_000 + point, play))))
}

/** Everybody who may still come, this person among them. */
function comers({ scene, coming, walkIns }: HalfDay, play: number): Person[] {
  const found: Person[] = []
  const lateFrom = (to: number) => to + scene.rule.graceMinutes * 60
  const placed = (at: number, from: number, to: number) => (at > lateFrom(to) ? at + scene.rule.periodMinutes * 60 : from)
  const at = arrival(play, 29_000, coming.from)
  found.push({ key: 29_000, kind: 'me', at, order: placed(at, coming.from, coming.to) })
  for (const [turn, period] of scene.expected.entries()) {
    const may = mayCome(scene, period, turn)
    const mine = Math.abs(may.start - coming.from) < 1 ? 1 : 0
    for (let n = mine; n < period.count; n++) {
      const key = may.key + n
      if (evenAt(key, play) >= may.still) continue
      const comes = arrival(play, key, may.start)
      found.push({ key, kind: 'booked', at: comes, order: placed(comes, may.start, -seconds(scene.now, period.dueTo)) })
    }
    for (let n = 0; n < period.count; n++) {
      const key = may.key + 20 + n
      if (evenAt(key + 3_000, play) >= walkIns) continue
      const comes = may.start - 1800 * evenAt(key + 4_000, play)
      if (comes > 0) found.push({ key, kind: 'walk-in', at: comes, order: comes })
    }
  }
  for (let n = 0; n < scene.away; n++) {
    if (evenAt(45_000 + n, play) < AWAY_SHARE) found.push({ key: 45_000 + n, kind: 'returning', at: -Math.log(1 - evenAt(46_000 + n, play)) * RETURN_SECONDS, order: 0 })
  }
  return found
}

/** When somebody comes who has not come yet: a quarter of an hour before their time, give or take as much, and not in the past. */
function arrival(play: number, key: number, due: number): number {
  const passed = normalBelow((-due / 60 + EARLY_MINUTES) / EARLY_SPREAD)
  const share = passed + (1 - passed) * evenAt(key + 7_000, play)
  return Math.max(0, due + 60 * (EARLY_SPREAD * normalQuantile(Math.min(0.9995, Math.max(0.0005, share))) - EARLY_MINUTES))
}

/** Whoever is back stands behind as many as the rule says; everybody else by their time. */
function stand(line: Person[], one: Person, returnAfter: number): void {
  if (one.kind === 'returning') line.splice(Math.min(returnAfter, line.length), 0, { ...one, order: line[Math.min(returnAfter, line.length) - 1]?.order ?? one.order })
  else {
    const at = line.findIndex((other) => other.order > one.order || (other.order === one.order && other.at > one.at))
    line.splice(at < 0 ? line.length : at, 0, one)
  }
}

function join(coming: Person[], one: Person): void {
  const at = coming.findIndex((other) => other.at > one.at)
  coming.splice(at < 0 ? coming.length : at, 0, one)
}
