import { type LineFacts, type Served, uncorrected, waitRange } from '#engines/queue/index.ts'
import type { WaitRange } from '#engines/queue/contract.ts'
import type { Agenda } from './agenda.ts'
import { dateAt, ruleOfTheDay } from './clock.ts'

interface Waiting {
  readonly since: number
  readonly seconds: number
  readonly onCall: (now: number, waited: number) => void
  readonly onDone: (now: number) => void
}

/** Counters side by side with one line: who comes first is served first. */
export interface Station {
  join(now: number, seconds: number, onCall: (now: number, waited: number) => void, onDone: (now: number) => void): void
  /** What somebody who comes now would be told, by the product's own function. */
  rangeNow(now: number): WaitRange | null
}

const REMEMBERED = 20

export function openStation(agenda: Agenda, counters: number): Station {
  const line: Waiting[] = []
  const busySince: (number | null)[] = Array<number | null>(counters).fill(null)
  const recent: Served[] = []

  function callNext(now: number): void {
    const free = busySince.indexOf(null)
    if (free < 0) return
    const next = line.shift()
    if (!next) return
    busySince[free] = now
    next.onCall(now, now - next.since)
    agenda.at(now + next.seconds, (done) => {
      busySince[free] = null
      recent.unshift({ class: 'walk-in', seconds: next.seconds })
      recent.length = Math.min(recent.length, REMEMBERED)
      next.onDone(done)
      callNext(done)
    })
  }

  function rangeNow(now: number): WaitRange | null {
    const facts: LineFacts = {
      now: dateAt(now), rule: ruleOfTheDay, expected: [], away: 0, walkInsPerHour: 0, recent, history: null, correction: uncorrected,
      servers: busySince.map((since) => ({ open: true, lateUntil: null, busySince: since === null ? null : dateAt(since) })),
      line: line.map((one, i) => ({ class: 'walk-in', orderAt: dateAt(one.since), orderTie: i, number: i + 1 })),
    }
    return waitRange(facts, line.length)?.range ?? null
  }

  return {
    join(now, seconds, onCall, onDone) {
      line.push({ since: now, seconds, onCall, onDone })
      callNext(now)
    },
    rangeNow,
  }
}
