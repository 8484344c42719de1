import type { WaitRange } from './contract.ts'

/** A service point as the forecast sees it. */
export interface Server {
  readonly open: boolean
  readonly lateUntil: Date | null
  /** When the person now there was called; null when it is free. */
  readonly busySince: Date | null
}

export interface WaitFacts {
  readonly now: Date
  /** How many will be called before this person. */
  readonly ahead: number
  readonly servers: readonly Server[]
  /** Seconds that people served lately took, newest first. */
  readonly durations: readonly number[]
}

/** Assumed before anybody was served, in seconds: a short, a usual and a long stay. */
const FIRST_GUESS = [240, 420, 480, 720]
export const MINIMUM_SAMPLES = 5
const DRAWS = 200

/**
 * How long until this person is called, as a range: half are called by its beginning, four in five by its end.
 *
 * The day is played through many times with the durations seen lately: those ahead go one after the other to whichever
 * point is free first. Null when no point is at work, because then any figure would be invented.
 */
export function waitRange(facts: WaitFacts): WaitRange | null {
  const working = facts.servers.filter((server) => server.open || (server.lateUntil && server.lateUntil > facts.now))
  if (working.length === 0) return null
  const sure = facts.durations.length >= MINIMUM_SAMPLES
  const sample = sure ? facts.durations : [...FIRST_GUESS, ...facts.durations]
  const random = repeatable(facts.ahead * 7919 + sample.length)
  const draw = () => Math.max(30, sample[Math.floor(random() * sample.length)]!)
  const waits = Array.from({ length: DRAWS }, () => playThrough(facts, working, draw)).sort((a, b) => a - b)
  return asRange(facts.now, waits[Math.floor(DRAWS * 0.5)]!, waits[Math.floor(DRAWS * 0.8)]!, sure)
}

/** Seconds until the person's turn, in one play. */
function playThrough({ now, ahead }: WaitFacts, working: readonly Server[], draw: () => number): number {
  const freeAt = working.map((server) => secondsUntilFree(now, server, draw))
  for (let person = 0; person < ahead; person++) {
    const first = freeAt.indexOf(Math.min(...freeAt))
    freeAt[first] = freeAt[first]! + draw()
  }
  return Math.min(...freeAt)
}

function secondsUntilFree(now: Date, { lateUntil, busySince }: Server, draw: () => number): number {
  const late = lateUntil && lateUntil > now ? (lateUntil.getTime() - now.getTime()) / 1000 : 0
  if (!busySince) return late
  const elapsed = (now.getTime() - busySince.getTime()) / 1000
  // Somebody who has been in longer than usual comes out soon, but not this second.
  return Math.max(late, draw() - elapsed, 60)
}

function asRange(now: Date, fromSeconds: number, toSeconds: number, sure: boolean): WaitRange {
  const fromMinutes = Math.floor(fromSeconds / 60)
  const toMinutes = Math.max(Math.ceil(toSeconds / 60), fromMinutes + 2)
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString()
  return { fromMinutes, toMinutes, fromAt: at(fromMinutes), toAt: at(toMinutes), sure }
}

/** The same facts give the same range: a figure that trembles without news is not believed. */
function repeatable(seed: number): () => number {
  let state = (seed >>> 0) + 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
