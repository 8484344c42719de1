import { drawn, drawnFrom } from './draws.ts'
import { type Facts, MINUTE, type Thing } from './facts.ts'

/** Coming back after one was called costs about this. */
const MISSED_MINUTES = 10
/** What cannot be done any more before it closes weighs as much as half a day. */
const TOO_LATE = 240 * MINUTE
/** A meal is moved for so much, and left out rather than a call missed for it. */
const MEAL_TOO_LATE = 20 * MINUTE

/** The open things of a day with `count` drawn futures of each. */
export interface Game {
  readonly facts: Facts
  readonly now: number
  readonly count: number
  readonly things: readonly Thing[]
  readonly service: readonly Float64Array[]
  readonly wait: readonly Float64Array[]
  readonly called: readonly (Float64Array | null)[]
  readonly turn: readonly (Float64Array | null)[]
  readonly needs: readonly (readonly { readonly index: number; readonly doneAt: number; readonly lag: Float64Array }[])[]
  readonly walk: (from: string | null, to: string) => number
}

/** A point in the game: where the patient stands in each future, and when each thing ended there. */
export interface Moment {
  readonly times: Float64Array
  readonly place: string | null
  readonly ends: readonly (Float64Array | undefined)[]
  /** Added to the mean end: what closes before its turn. */
  readonly penalty: number
  readonly begins: Float64Array | null
}

export function deal(facts: Facts, now: number, things: readonly Thing[], count: number): Game {
  const doneAt = new Map(facts.things.filter((one) => one.state === 'done').map((one) => [one.id, one.doneAt ?? now]))
  return {
    facts, now, count, things,
    service: things.map((one) => drawn(one.minutes, `${one.id} service`, count).map((minutes) => minutes * MINUTE)),
    wait: things.map((one) => drawn(one.wait, `${one.id} wait`, count).map((minutes) => minutes * MINUTE)),
    called: things.map((one) => one.called && drawn([(one.called[0] - now) / MINUTE, (one.called[1] - now) / MINUTE], `${one.id} called`, count).map((minutes) => now + minutes * MINUTE)),
    turn: things.map((one) => (one.turn ? drawnFrom(one.turn, `${one.id} turn`, count) : null)),
    needs: things.map((one) => one.after.flatMap((need) => {
      const index = things.findIndex((other) => other.id === need.id)
      const lag = drawn(need.lag, `${one.id} after ${need.id}`, count).map((minutes) => minutes * MINUTE)
      if (index >= 0) return [{ index, doneAt: 0, lag }]
      return doneAt.has(need.id) ? [{ index: -1, doneAt: doneAt.get(need.id)!, lag }] : []
    })),
    walk: (from, to) => wayOf(facts, from, to) * MINUTE,
  }
}

/** Minutes on the way between two places. */
export function wayOf(facts: Facts, from: string | null, to: string): number {
  if (from === null || to === '' || from === to) return 0
  return facts.walks[`${from}|${to}`] ?? facts.walks[`${to}|${from}`] ?? facts.rules.walkMinutes
}

export const start = (game: Game): Moment =>
  ({ times: new Float64Array(game.count).fill(game.now), place: game.facts.here, ends: [], penalty: 0, begins: null })

/** Whether everything that must come before this thing has come. */
export const mayFollow = (game: Game, at: Moment, index: number): boolean =>
  at.ends[index] === undefined && game.needs[index]!.every((need) => need.index < 0 || at.ends[need.index] !== undefined)

/** Does one thing next, in every future. */
export function play(game: Game, at: Moment, index: number): Moment {
  const thing = game.things[index]!
  const { count } = game
  const [service, wait, called, turn, needs] = [game.service[index]!, game.wait[index]!, game.called[index]!, game.turn[index]!, game.needs[index]!]
  const way = thing.state === 'running' ? 0 : game.walk(at.place, thing.place)
  const [times, begins] = [new Float64Array(count), new Float64Array(count)]
  let late = 0
  for (let i = 0; i < count; i++) {
    const arrives = at.times[i]! + way
    let ready = Math.max(arrives, turn?.[i] ?? thing.notBefore ?? 0, thing.lateUntil ?? 0)
    for (const need of needs) ready = Math.max(ready, (need.index < 0 ? need.doneAt : at.ends[need.index]![i]!) + need.lag[i]!)
    let begin = ready + (turn ? 0 : wait[i]!)
    if (thing.state === 'running') begin = at.times[i]!
    else if (called) begin = arrives > called[i]! + 2 * MINUTE ? Math.max(ready, arrives + MISSED_MINUTES * MINUTE) : Math.max(ready, called[i]!)
    const took = thing.state === 'running' ? Math.max(service[i]! - (game.now - (thing.since ?? game.now)), 2 * MINUTE) : service[i]!
    if (thing.closesAt !== null && begin > thing.closesAt) late += thing.kind === 'meal' ? MEAL_TOO_LATE : TOO_LATE + (begin - thing.closesAt)
    begins[i] = begin
    times[i] = begin + took
  }
  const ends = at.ends.slice()
  ends[index] = times
  return { times, place: thing.place === '' ? at.place : thing.place, ends, penalty: at.penalty + late / count, begins }
}

export function mean(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}

/** What an order costs: when it ends on average, and what it makes impossible. */
export function costOf(game: Game, order: readonly number[]): number {
  let at = start(game)
  for (const index of order) {
    if (!mayFollow(game, at, index)) return Infinity
    at = play(game, at, index)
  }
  return mean(at.times) + at.penalty
}
