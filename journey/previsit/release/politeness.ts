import { TooMany } from './errors.ts'

const SOONER_THAN_MS = 700
const REMEMBERED = 50_000

/** Keeps a process answering: so many answers a second, and nobody twice within a moment. */
export function politeness(): (accountId: string, answersPerSecond: number, backlog: number) => void {
  let second = 0
  let answered = 0
  const asked = new Map<string, number>()
  return (accountId, answersPerSecond, backlog) => {
    const now = performance.now()
    if (Math.floor(now / 1000) !== second) {
      second = Math.floor(now / 1000)
      answered = 0
    }
    const before = asked.get(accountId)
    if (before !== undefined && now - before < SOONER_THAN_MS) throw new TooMany({ retryAfterSeconds: 2 })
    if (answered >= answersPerSecond || backlog > answersPerSecond) throw new TooMany({ retryAfterSeconds: 2 + Math.floor(Math.random() * 6) })
    answered++
    asked.delete(accountId)
    asked.set(accountId, now)
    if (asked.size > REMEMBERED) asked.delete(asked.keys().next().value!)
  }
}
