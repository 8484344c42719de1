import { type FairnessRule, placeFor, type Spot } from './fairness.ts'
import { evenAt, normalAt, normalBelow, normalQuantile } from './wait-luck.ts'
import type { Pace } from './wait-pace.ts'

/** A service point as the forecast sees it. */
export interface Server {
  readonly open: boolean
  readonly lateUntil: Date | null
  /** When the person now there was called; null when it is free. */
  readonly busySince: Date | null
  /** Since when it is paused; absent when it is not. */
  readonly pausedSince?: Date | null
  /** It has called nobody in this half-day yet: when its first period begins. Absent or null once it has begun. */
  readonly beginsAt?: Date | null
  /** Since when it has been free although somebody waits. */
  readonly idleSince?: Date | null
}

/** People booked for one period who have not come yet. */
export interface Expected {
  readonly dueFrom: Date
  readonly dueTo: Date
  readonly count: number
}

/** Everything one play needs to know; what a person's place is worth depends on who may still come to stand before it. */
export interface Scene {
  readonly now: Date
  readonly rule: FairnessRule
  readonly servers: readonly Server[]
  /** Who stands before, in order. */
  readonly ahead: readonly Spot[]
  readonly me: Spot
  readonly expected: readonly Expected[]
  /** Sent away for a result, or passed: they may come back. */
  readonly away: number
  /** How many stand up to the last who is back, that one included; 0 when nobody in line is. The next who comes back stands behind. */
  readonly lastBack: number
  readonly walkInsPerHour: number
  readonly pace: Pace
  readonly shows: number
  readonly absent: number
  readonly startMinutes: number
  readonly startSpread: number
}

/** Seconds it takes to see that nobody comes in. */
export const ABSENT_SECONDS = 75
/** From a free room and somebody waiting to the call: nobody presses a button within the second. */
const CALL_SECONDS = 60
const CALL_SPREAD = 0.8
/** People come a quarter of an hour before their period, give or take as much. */
export const EARLY_MINUTES = 15
export const EARLY_SPREAD = 15
/** Whoever was sent away is back within the hour or two. */
const AWAY_MEAN_SECONDS = 2400
export const AWAY_SHARE = 0.85
/** How heavy the tail of "still not back" is: half of those away for ten minutes are back in six more. */
const PATIENCE = 1.5
const MOST_WALK_INS = 30

const WALK_INS_OVER_HOURS = 2

/** How many come without a booking in an hour, by the last two; early in the day by as long as anybody has come at all. */
export function walkInsPerHour(count: number, since: Date | null, now: Date): number {
  const hours = since ? (now.getTime() - since.getTime()) / 3_600_000 : 0
  return count / Math.max(0.5, Math.min(WALK_INS_OVER_HOURS, hours))
}

/** Everything that is the same in all plays, worked out once. */
interface Stage {
  readonly scene: Scene
  readonly logSeconds: Float64Array
  readonly mayCome: readonly MayCome[]
  readonly walkInsUntil: number
  /** Whoever stood before this moment and was not there when called is back before me. */
  readonly rejoinsBefore: number
  readonly freeAt: Float64Array
}

interface MayCome extends Expected {
  readonly key: number
  readonly start: number
  /** The share of people who would have come by now, and the chance that one who has not comes at all. */
  readonly passed: number
  readonly still: number
}

export function stageOf(scene: Scene): Stage {
  const myOrder = scene.me.orderAt.getTime()
  return {
    scene,
    logSeconds: Float64Array.from(scene.ahead, (spot) => scene.pace.logSeconds(spot.class)),
    mayCome: scene.expected.flatMap((period, turn) => (period.dueFrom.getTime() < myOrder ? [mayCome(scene, period, turn)] : [])),
    walkInsUntil: scene.walkInsPerHour > 0 ? (myOrder - scene.now.getTime()) / 1000 : 0,
    rejoinsBefore: myOrder - 2 * scene.rule.periodMinutes * 60_000,
    freeAt: new Float64Array(scene.servers.length),
  }
}

export function mayCome({ now, shows }: Scene, period: Expected, turn: number): MayCome {
  const start = (period.dueFrom.getTime() - now.getTime()) / 1000
  // Those who were going to be early are here already: what is left comes later, or not at all.
  const passed = normalBelow((-start / 60 + EARLY_MINUTES) / EARLY_SPREAD)
  return { ...period, key: 30_000 + turn * 40, start, passed, still: (shows * (1 - passed)) / Math.max(1e-9, 1 - shows * passed) }
}

/** Seconds until the person's turn, in one play of the line. */
export function playOnce(stage: Stage, play: number, plays: number): number {
  const { scene, freeAt, logSeconds } = stage
  const today = scene.pace.todayError * normalQuantile((play + 0.5) / plays)
  for (let point = 0; point < freeAt.length; point++) freeAt[point] = secondsUntilFree(scene, scene.servers[point]!, point, play, today)
  const comers = comersOf(stage, play)
  const admitted: Comer[] = []
  let nextAhead = 0
  let nextComer = 0
  let nextAdmitted = 0
  let { lastBack } = scene
  for (;;) {
    const point = earliest(freeAt)
    const at = freeAt[point]!
    for (; nextComer < comers.length && comers[nextComer]!.at <= at; nextComer++) {
      const comer = comers[nextComer]!
      if (comer.isBack) {
        // Where the rule puts whoever is back: behind others, and others between two who are back. Behind me is no matter of mine.
        const behind = lastBack > 0 ? lastBack + scene.rule.returnEvery : scene.rule.returnAfter
        const beforeMe = logSeconds.length - nextAhead + admitted.length - nextAdmitted
        if (behind > beforeMe) continue
        lastBack = behind + 1
      }
      admitted.push(comer)
    }
    if (nextAhead < logSeconds.length) {
      const spot = scene.ahead[nextAhead]!
      const isAbsent = scene.absent > 0 && evenAt(spot.number + 50_000, play) < scene.absent
      freeAt[point] = at + (isAbsent ? ABSENT_SECONDS : duration(scene, logSeconds[nextAhead]!, spot.number, play, today))
      // Called and not there, they come back at the end of the next period: in a long line that is still before me.
      if (isAbsent && spot.orderAt.getTime() < stage.rejoinsBefore) admitted.push({ at, isBack: false, key: 48_000 + spot.number })
      nextAhead++
    } else if (nextAdmitted < admitted.length) {
      const comer = admitted[nextAdmitted++]!
      freeAt[point] = at + duration(scene, scene.pace.logSeconds(comer.isBack ? 'returning' : 'booked'), 10_000 + comer.key, play, today)
    } else return at
    lastBack = Math.max(0, lastBack - 1)
  }
}

function earliest(freeAt: Float64Array): number {
  let best = 0
  for (let i = 1; i < freeAt.length; i++) if (freeAt[i]! < freeAt[best]!) best = i
  return best
}

export function duration({ pace }: Scene, logSeconds: number, key: number, play: number, today: number): number {
  return Math.max(20, Math.exp(logSeconds + today + pace.sdLog * normalAt(key, play)))
}

export function secondsUntilFree(scene: Scene, server: Server, point: number, play: number, today: number): number {
  const { now, pace } = scene
  const since = (at: Date) => (now.getTime() - at.getTime()) / 1000
  const key = 20_000 + point
  if (server.lateUntil && server.lateUntil > now) return -since(server.lateUntil) + 300 * evenAt(key, play)
  if (server.busySince) {
    const elapsed = Math.max(1, since(server.busySince))
    // Among all who stay at least as long as this person has already stayed.
    const mean = pace.logSeconds('booked') + today
    const passed = Math.min(0.995, normalBelow((Math.log(elapsed) - mean) / pace.sdLog))
    const total = Math.exp(mean + pace.sdLog * normalQuantile(passed + (1 - passed) * evenAt(key, play)))
    return Math.max(15, total - elapsed)
  }
  if (server.pausedSince) return stillAway(Math.max(300, since(server.pausedSince)), evenAt(key, play))
  if (server.beginsAt) {
    const start = -since(server.beginsAt) + 60 * (scene.startMinutes + scene.startSpread * normalAt(key, play))
    // Who should have begun by now is late today; how much more, the lateness so far says better than other days.
    return start > 0 ? Math.max(20, start) : stillAway(Math.max(120, since(server.beginsAt)), evenAt(key + 1, play))
  }
  const idle = server.idleSince ? since(server.idleSince) : 0
  return idle > 120 ? stillAway(idle, evenAt(key, play)) : CALL_SECONDS * Math.exp(CALL_SPREAD * normalAt(key, play))
}

/** The longer somebody has been away, the longer they may stay away. */
const stillAway = (seconds: number, luck: number): number => Math.max(20, seconds * ((1 - luck) ** (-1 / PATIENCE) - 1))

interface Comer {
  readonly at: number
  readonly isBack: boolean
  readonly key: number
}

const nobody: readonly Comer[] = []

/** Who comes to stand before me after now, as far as the rule lets them: booked and not here yet, without a booking, back again. */
function comersOf(stage: Stage, play: number): readonly Comer[] {
  const { scene, mayCome: periods, walkInsUntil } = stage
  if (periods.length === 0 && walkInsUntil <= 0 && scene.away === 0) return nobody
  const found: Comer[] = []
  for (const period of periods) comersOfPeriod(scene, period, play, found)
  for (let n = 0, at = 0; n < MOST_WALK_INS && walkInsUntil > 0; n++) {
    at += (-Math.log(1 - evenAt(40_000 + n, play)) * 3600) / scene.walkInsPerHour
    if (at >= walkInsUntil) break
    found.push({ at, isBack: false, key: 40_000 + n })
  }
  for (let n = 0; n < scene.away; n++) {
    if (evenAt(45_000 + n, play) < AWAY_SHARE) found.push({ at: -Math.log(1 - evenAt(46_000 + n, play)) * AWAY_MEAN_SECONDS, isBack: true, key: 45_000 + n })
  }
  return found.sort((a, b) => a.at - b.at)
}

function comersOfPeriod(scene: Scene, period: MayCome, play: number, into: Comer[]): void {
  for (let n = 0; n < period.count; n++) {
    const key = period.key + n
    if (evenAt(key, play) >= period.still) continue
    const share = Math.min(0.9995, Math.max(0.0005, period.passed + (1 - period.passed) * evenAt(key + 7_000, play)))
    const at = period.start + 60 * (EARLY_SPREAD * normalQuantile(share) - EARLY_MINUTES)
    if (standsBefore(scene, period, at)) into.push({ at: Math.max(0, at), isBack: false, key })
  }
}

function standsBefore({ now, rule, ahead, me }: Scene, period: Expected, seconds: number): boolean {
  const at = now.getTime() + seconds * 1000
  if (at <= period.dueTo.getTime() + rule.graceMinutes * 60_000) return true
  const comer = { class: 'booked', priorityGroup: '', dueFrom: period.dueFrom, dueTo: period.dueTo, number: 0, at: new Date(at), passedFrom: null } as const
  return placeFor(rule, comer, [ahead[0] ?? me]).orderAt.getTime() < me.orderAt.getTime()
}
