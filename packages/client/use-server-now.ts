import { useEffect, useState, useSyncExternalStore } from 'react'
import { readingOf, serverTime, type Reading } from './server-clock.ts'

const askAgainMs = 20_000
const retryMs = 3_000

let reading: Reading | undefined
let isUnanswered = false
let users = 0
let timer: ReturnType<typeof setTimeout> | undefined
const watchers = new Set<() => void>()

async function ask(): Promise<void> {
  const askedAt = performance.now()
  const answer = await fetch('/api/platform/clock', { cache: 'no-store' })
    .then((response) => (response.ok ? (response.json() as Promise<{ now: string; rate: number }>) : undefined))
    .catch(() => undefined)
  isUnanswered = answer === undefined
  if (answer) reading = readingOf(answer, askedAt, performance.now())
  for (const watcher of watchers) watcher()
  if (users > 0) timer = setTimeout(() => void ask(), answer ? askAgainMs : retryMs)
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  users += 1
  if (users === 1) void ask()
  return () => {
    watchers.delete(watcher)
    users -= 1
    if (users === 0) clearTimeout(timer)
  }
}

/** The server's time now, outside of a component. Before the first answer it is the browser's own. */
export function serverNow(): number {
  return reading ? serverTime(reading, performance.now()) : Date.now()
}

/** Whether the time shown is this machine's own, because the server was asked for its and did not answer: a page started while it is away. */
export function useIsOwnClock(): boolean {
  return useSyncExternalStore(watch, () => isUnanswered && reading === undefined)
}

/**
 * The server's time in milliseconds, told anew every `everyMs`. It follows the clock of a demonstration that was moved,
 * and goes on by itself when the network is gone.
 */
export function useServerNow(everyMs = 1_000): number {
  const known = useSyncExternalStore(watch, () => reading)
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    setNow(serverNow())
    const tick = setInterval(() => setNow(serverNow()), everyMs)
    return () => clearInterval(tick)
  }, [everyMs, known])
  return now
}
