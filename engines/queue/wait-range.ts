import type { WaitRange } from './contract.ts'
import type { FairnessRule, Spot } from './fairness.ts'
import { type History, paceOf, type Served } from './wait-pace.ts'
import { type Expected, playOnce, type Server, stageOf } from './wait-play.ts'
import type { ZoneToday } from './wait-today.ts'

/** What the queue learned from its own promises: 1 and 1 when nothing yet. */
export interface Correction {
  /** Real waits against the middle that was said. */
  readonly pace: number
  /** How much wider than played the range must be for four in five to fall inside. */
  readonly spread: number
}

/** One line now, without names: all that a forecast needs. */
export interface LineFacts {
  readonly now: Date
  readonly rule: FairnessRule
  readonly servers: readonly Server[]
  /** Who waits, in order. */
  readonly line: readonly Spot[]
  readonly expected: readonly Expected[]
  readonly away: number
  readonly walkInsPerHour: number
  /** Newest first. */
  readonly recent: readonly Served[]
  readonly history: History | null
  /** What the other queues of the hospital show of today; absent where nobody looked. */
  readonly others?: readonly ZoneToday[]
  readonly correction: Correction
}

/** The range as it is shown, and what is kept of it to judge it later. */
export interface Forecast {
  readonly range: WaitRange
  /** Half are called by then … */
  readonly middleMinutes: number
  /** … and four in five by then. */
  readonly mostlyMinutes: number
  /** Told when it is worth going away: back by then, the place is safe. */
  readonly comeBackAt: Date | null
  /** Before the correction, in seconds: what the next correction is learned from. */
  readonly played: { readonly from: number; readonly middle: number; readonly to: number }
}

const PLAYS = 200
/** Shown from here to here: four in five real waits lie between. The last points go to whole minutes, which are wider. */
const SHOWN = [0.11, 0.89] as const
const MIDDLE = 0.5
const MOSTLY = 0.8
/** The chance that somebody who comes back when told was called before. */
const CALLED_BEFORE = 0.04
/** Going away for less is not worth it. */
const WORTH_GOING_MINUTES = 30
const SOME_MINUTES_TO_SPARE = 3
const ROUNDED_TO_MINUTES = 5
/** Somebody who is not there, in a line nobody remembers. */
const USUAL_SHOWS = 0.92
const USUAL_ABSENT = 0.03
const USUAL_START = { minutes: 3, spread: 5 }

export const uncorrected: Correction = { pace: 1, spread: 1 }

/**
 * How long until the person at this place in line is called; at the line's length, somebody who comes now and stands last.
 *
 * The line is played through many times with the real rule of order: those ahead, those booked before who have not come yet,
 * those who may come back, whoever walks in; each point when it will be free. Null when no point is at work: any figure would
 * be invented.
 */
export function waitRange(facts: LineFacts, place: number): Forecast | null {
  const atWork = facts.servers.filter((server) => server.open || (server.lateUntil !== null && server.lateUntil > facts.now))
  if (atWork.length === 0) return null
  const inside = facts.servers.flatMap(({ busySince }) => (busySince && busySince < facts.now ? [(facts.now.getTime() - busySince.getTime()) / 1000] : []))
  const pace = paceOf({ recent: facts.recent, inside }, facts.history, facts.others)
  const stage = stageOf({
    ...facts, pace, lastBack: facts.line.findLastIndex((spot) => spot.class === 'returning') + 1, servers: [...atWork, ...facts.servers.filter((server) => !server.open && server.pausedSince)],
    ahead: facts.line.slice(0, place),
    me: facts.line[place] ?? lastInLine(facts),
    shows: facts.history?.shows ?? USUAL_SHOWS,
    absent: facts.history?.absent ?? USUAL_ABSENT,
    startMinutes: facts.history?.startMinutes ?? USUAL_START.minutes,
    startSpread: facts.history?.startSpread ?? USUAL_START.spread,
  })
  const waits = Float64Array.from({ length: PLAYS }, (_, play) => playOnce(stage, play, PLAYS)).sort()
  return forecastOf(facts.now, waits, facts.correction, pace.sure)
}

/** Nobody who comes later is booked before somebody without a place: only those ahead count. */
function lastInLine({ now, line }: LineFacts): Spot {
  const last = line.at(-1)
  return { class: 'walk-in', orderAt: last && last.orderAt > now ? last.orderAt : now, orderTie: Number.MAX_SAFE_INTEGER, number: 9_999 }
}

function forecastOf(now: Date, waits: Float64Array, { pace, spread }: Correction, sure: boolean): Forecast {
  const at = (share: number) => waits[Math.min(PLAYS - 1, Math.floor(share * PLAYS))]!
  const [from, middle, to] = [at(SHOWN[0]), at(MIDDLE), at(SHOWN[1])]
  const corrected = (seconds: number, wider: number) => Math.max(0, pace * (middle + (seconds - middle) * wider))
  const safe = corrected(at(CALLED_BEFORE), Math.max(1, spread)) / 60 - SOME_MINUTES_TO_SPARE
  const range = shown(now, corrected(from, spread), corrected(to, spread), sure)
  const within = (seconds: number) => Math.min(range.toMinutes, Math.max(range.fromMinutes, Math.round(seconds / 60)))
  return {
    range,
    middleMinutes: within(corrected(middle, 1)),
    mostlyMinutes: within(corrected(at(MOSTLY), spread)),
    comeBackAt: safe >= WORTH_GOING_MINUTES ? roundedDown(new Date(now.getTime() + safe * 60_000)) : null,
    played: { from, middle, to },
  }
}

/** Whole minutes, outwards: a range that is narrower than what was worked out would promise more than is known. */
function shown(now: Date, from: number, to: number, sure: boolean): WaitRange {
  const fromMinutes = Math.floor(from / 60)
  const toMinutes = Math.max(Math.ceil(to / 60), fromMinutes + 2)
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString()
  return { fromMinutes, toMinutes, fromAt: at(fromMinutes), toAt: at(toMinutes), sure }
}

function roundedDown(at: Date): Date {
  const step = ROUNDED_TO_MINUTES * 60_000
  return new Date(Math.floor(at.getTime() / step) * step)
}
