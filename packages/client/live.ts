import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { frameReader, parseEvent } from './event-stream.ts'
import type { LiveEvent } from './event-stream.ts'

export type { LiveEvent }
export type Liveness = { connected: boolean; lastEventAt: number | null }

// The server speaks at least every 15 s. Twice that in silence means the line is dead, whatever the browser believes.
const silenceMs = 35_000
const retryMs = [1_000, 2_000, 5_000, 10_000, 20_000]

type Listener = { topics: readonly string[]; onEvent: (event: LiveEvent) => void }
const listeners = new Set<Listener>()
const watchers = new Set<() => void>()
let liveness: Liveness = { connected: false, lastEventAt: null }
let current: { topics: string; stop: AbortController } | undefined
let lastId: string | undefined
let scheduled = false

function tell(next: Liveness): void {
  liveness = next
  for (const watcher of watchers) watcher()
}

function deliver(event: LiveEvent): void {
  for (const listener of listeners) {
    if (event.topics.length === 0 || listener.topics.some((topic) => event.topics.includes(topic))) listener.onEvent(event)
  }
}

async function listenOnce(topics: string, stop: AbortController, again: boolean): Promise<void> {
  const headers = new Headers({ accept: 'text/event-stream' })
  if (lastId !== undefined) headers.set('last-event-id', lastId)
  const response = await fetch(`/api/realtime?topics=${encodeURIComponent(topics).replaceAll('%2C', ',').replaceAll('%3A', ':')}`, { headers, credentials: 'same-origin', cache: 'no-store', signal: stop.signal })
  if (!response.ok || !response.body) throw new Error(`realtime answered ${response.status}`)
  tell({ connected: true, lastEventAt: Date.now() })
  // A line that was cut may have missed something the server no longer holds: pages read again.
  if (again) deliver({ type: 'live.reconnected', topics: [], payload: null })
  const read = frameReader((frame) => {
    if (frame.id !== undefined) lastId = frame.id
    const event = parseEvent(frame.data)
    if (event) deliver(event)
  })
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  // A browser that knows it is offline need not wait for the silence; without a window nobody knows.
  globalThis.addEventListener?.('offline', () => void reader.cancel().catch(() => undefined), { once: true, signal: stop.signal })
  for (;;) {
    const silence = setTimeout(() => void reader.cancel(), silenceMs)
    const piece = await reader.read().finally(() => clearTimeout(silence))
    if (piece.done) return
    liveness = { connected: true, lastEventAt: Date.now() }
    read(piece.value)
  }
}

/** A cable that is plugged in again is noticed at once. */
function pauseOrOnline(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      globalThis.removeEventListener?.('online', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    globalThis.addEventListener?.('online', done)
  })
}

/** Where this page has got to; a page that loads itself anew hands it to the next with {@link resumeLiveAt}. */
export function livePlace(): string | undefined {
  return lastId
}

/** Before the line is opened: what was missed since that place is told first. */
export function resumeLiveAt(place: string): void {
  lastId ??= place
}

async function keepListening(topics: string, stop: AbortController): Promise<void> {
  for (let tries = 0; !stop.signal.aborted; tries += 1) {
    const began = Date.now()
    await listenOnce(topics, stop, tries > 0).catch(() => undefined)
    if (stop.signal.aborted) return
    tell({ ...liveness, connected: false })
    if (Date.now() - began > silenceMs) tries = 0
    // A little chance, so that a whole hospital's boards do not come back in the same instant.
    const pause = (retryMs[Math.min(tries, retryMs.length - 1)] ?? 20_000) * (0.75 + Math.random() / 2)
    await pauseOrOnline(pause)
  }
}

// Topics of one render settle before the line is opened, so a page with five listeners opens one line.
function retune(): void {
  if (scheduled) return
  scheduled = true
  queueMicrotask(() => {
    scheduled = false
    const topics = [...new Set([...listeners].flatMap((listener) => listener.topics))].sort().join(',')
    if (topics === (current?.topics ?? '')) return
    current?.stop.abort()
    current = undefined
    if (topics === '') return tell({ connected: false, lastEventAt: liveness.lastEventAt })
    const stop = new AbortController()
    current = { topics, stop }
    void keepListening(topics, stop)
  })
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/**
 * Hears what happens on these topics while the component is on the page. All components share one line to the server.
 * After a cut line comes back, `onEvent` receives `live.reconnected`: read your data again.
 */
export function useLive(topics: readonly string[], onEvent: (event: LiveEvent) => void): Liveness {
  const heard = useEffectEvent(onEvent)
  const wanted = topics.join(',')
  useEffect(() => {
    if (wanted === '') return undefined
    const listener: Listener = { topics: wanted.split(','), onEvent: (event) => heard(event) }
    listeners.add(listener)
    retune()
    return () => {
      listeners.delete(listener)
      retune()
    }
  }, [wanted])
  return useSyncExternalStore(watch, () => liveness)
}
