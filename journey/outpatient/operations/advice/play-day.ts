/** An hour of a department: how many are expected to come, and how many doctors see them. */
export interface HourLoad {
  readonly hour: number
  readonly arrivals: number
  readonly doctors: number
}

export interface Played {
  readonly meanWait: number
  readonly medianWait: number
  readonly p90Wait: number
  /** Of those who came, how many were still waiting when the last doctor left. */
  readonly unseen: number
  /** P90 of those who came in each hour. */
  readonly byHour: readonly { readonly hour: number; readonly p90Wait: number }[]
}

/** The same numbers for the same seed, so that before and after differ by the change alone (mulberry32). */
function luck(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const PLAYS = 120

/**
 * Plays a day many times: people come by chance at the expected pace, whoever came first is seen first by whichever doctor is
 * free, and a visit takes its usual minutes give or take half. What nobody saw by the end waits until then and is counted.
 */
export function playDay(hours: readonly HourLoad[], minutesPerVisit: number, seed = 7): Played {
  const waits: { hour: number; minutes: number }[] = []
  let unseen = 0
  for (let play = 0; play < PLAYS; play++) unseen += playOnce(hours, minutesPerVisit, { comes: luck(seed * 1000 + play), takes: luck(seed * 7919 + play) }, waits)
  const minutes = waits.map((one) => one.minutes)
  return {
    meanWait: tenth(minutes.reduce((sum, one) => sum + one, 0) / Math.max(1, minutes.length)), medianWait: tenth(quantile(minutes, 0.5)), p90Wait: tenth(quantile(minutes, 0.9)), unseen: tenth(unseen / PLAYS),
    byHour: hours.map(({ hour }) => ({ hour, p90Wait: tenth(quantile(waits.filter((one) => one.hour === hour).map((one) => one.minutes), 0.9)) })),
  }
}

interface Chance {
  readonly comes: () => number
  readonly takes: () => number
}

function playOnce(hours: readonly HourLoad[], minutesPerVisit: number, { comes, takes }: Chance, waits: { hour: number; minutes: number }[]): number {
  const arrivals = hours.flatMap(({ hour, arrivals: count }) => Array.from({ length: poisson(count, comes) }, () => ({ hour, at: hour * 60 + comes() * 60 }))).toSorted((a, b) => a.at - b.at)
  const end = Math.max(0, ...hours.filter((one) => one.doctors > 0).map((one) => (one.hour + 1) * 60))
  // Until when each visit under way lasts. Nobody is called before those who came earlier, so what ended before the last call is over.
  let busy: number[] = []
  let called = 0
  let unseen = 0
  for (const { hour, at } of arrivals) {
    const from = Math.max(at, called)
    busy = busy.filter((until) => until > from)
    const start = firstFree(hours, busy, from)
    if (start === undefined || start >= end) {
      unseen++
      waits.push({ hour, minutes: Math.max(0, end - at) })
      continue
    }
    called = start
    waits.push({ hour, minutes: start - at })
    busy.push(start + minutesPerVisit * (0.5 + takes()))
  }
  return unseen
}

/** When the next doctor is free from this minute on; each visit under way takes one of the doctors of that minute. */
function firstFree(hours: readonly HourLoad[], busy: readonly number[], from: number): number | undefined {
  const moments = [from, ...busy, ...hours.map((one) => one.hour * 60).filter((begins) => begins > from)].toSorted((a, b) => a - b)
  return moments.find((moment) => {
    const doctors = hours.find((one) => moment >= one.hour * 60 && moment < (one.hour + 1) * 60)?.doctors ?? 0
    return busy.reduce((count, until) => count + (until > moment ? 1 : 0), 0) < doctors
  })
}

function poisson(mean: number, random: () => number): number {
  if (mean <= 0) return 0
  // Large means are split: the product of many small numbers runs out of digits.
  if (mean > 30) return poisson(mean / 2, random) + poisson(mean / 2, random)
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return 0
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]!
}

const tenth = (value: number) => Math.round(value * 10) / 10
