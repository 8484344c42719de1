import type { NoteEvent, NoteReading } from '../cash-contract.ts'

/** How far an acceptor's events were heard: its counter comes again after 255 events, the number within a run does not. */
export interface Heard {
  readonly serial: string
  readonly run: number
  readonly counter: number
  readonly eventNo: number
}

export interface Unrolled {
  /** What happened since, oldest first, each with its number. */
  readonly fresh: readonly (NoteEvent & { readonly no: number })[]
  /** Events came and went unheard: a start anew, another acceptor, or more than it keeps. */
  readonly missed: number
  readonly isNewRun: boolean
  readonly heard: Heard
}

const ROUND = 255

/** Which events of a reading are new. */
export function unroll(before: Heard, { serial, counter, events }: Pick<NoteReading, 'serial' | 'counter' | 'events'>): Unrolled {
  const isNewRun = serial !== before.serial || (counter === 0 && before.counter !== 0)
  const from = isNewRun ? 0 : before.counter
  const steps = from === 0 ? counter : (counter - from + ROUND) % ROUND
  const eventNo = (isNewRun ? 0 : before.eventNo) + steps
  const shown = Math.min(steps, events.length)
  // Another acceptor's past is nobody's here.
  const fresh = serial === before.serial ? events.slice(0, shown).map((event, i) => ({ ...event, no: eventNo - i })).toReversed() : []
  return { fresh, missed: serial === before.serial ? steps - shown : 0, isNewRun, heard: { serial, run: before.run + (isNewRun ? 1 : 0), counter, eventNo } }
}

const COUNTS_TO = 2 ** 24

/**
 * How many of each note the acceptor stacked since, by its own counts, which a power cut does not change. Nothing when it does not count,
 * or when its counts cannot be what they were: then only its events tell.
 */
export function stackedSince(before: NoteReading['accepted'], now: NoteReading['accepted']): ReadonlyMap<number, number> | undefined {
  if (!before || !now) return undefined
  const since = new Map<number, number>()
  for (const [cents, count] of Object.entries(now)) {
    const more = (count - (before[cents] ?? 0) + COUNTS_TO) % COUNTS_TO
    // Nobody puts in a thousand notes between two looks: it was set back.
    if (more > 1000) return undefined
    if (more > 0) since.set(Number(cents), more)
  }
  return since
}
