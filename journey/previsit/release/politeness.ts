import { monitorEventLoopDelay } from 'node:perf_hooks'
import { TooMany } from './errors.ts'

const SOONER_THAN_MS = 700
const REMEMBERED = 50_000
/** A process that lets requests wait this long has more to do than it can. */
const BUSY_MS = 100
const OVERRUN_MS = 500

export interface Politeness {
  /** Throws 429 for whoever asks too soon again, and for some of all when there are more than can be answered in time. */
  greet(accountId: string, answersPerSecond: number, backlog: number): void
  /** 1 in quiet times; more when everybody should ask less often. */
  calm(): number
  stop(): void
}

/** Keeps a process answering: so many answers a second, nobody twice within a moment, and less of everything while it is busy. */
export function politeness(): Politeness {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  let second = 0
  let answered = 0
  let lagMs = 0
  const asked = new Map<string, number>()
  return {
    greet(accountId, answersPerSecond, backlog) {
      const now = performance.now()
      if (Math.floor(now / 1000) !== second) {
        second = Math.floor(now / 1000)
        answered = 0
        lagMs = Math.max(0, delay.percentile(90) / 1e6 - 20)
        delay.reset()
      }
      const before = asked.get(accountId)
      if (before !== undefined && now - before < SOONER_THAN_MS) throw new TooMany({ retryAfterSeconds: 2 })
      if (answered >= answersPerSecond || backlog > answersPerSecond) throw new TooMany({ retryAfterSeconds: 2 + Math.floor(Math.random() * 6) })
      if (lagMs > OVERRUN_MS && Math.random() < 0.5) throw new TooMany({ retryAfterSeconds: 3 + Math.floor(Math.random() * 6) })
      answered++
      asked.delete(accountId)
      asked.set(accountId, now)
      if (asked.size > REMEMBERED) asked.delete(asked.keys().next().value!)
    },
    calm: () => 1 + lagMs / BUSY_MS,
    stop: () => delay.disable(),
  }
}
