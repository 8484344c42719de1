import type { Logger } from 'pino'
import type { Pool } from 'pg'
import { eventsAfter, eventsUpTo, newestPosition, type Position, type TailedEvent } from '#platform/events/index.ts'
import { holdRecent, type Recent } from './recent.ts'

export type LiveListener = (event: TailedEvent) => void

/** This process's view of the outbox as it grows: for browsers, and for caches that must hear of changes. */
export interface Live {
  /** Calls the listener for each event of one of the topics; returns how to stop. */
  onTopics(topics: readonly string[], listener: LiveListener): () => void
  /** Calls the listener for each event of one of the types. */
  onTypes(types: readonly string[], listener: LiveListener): () => void
  /** Everything up to here has been handed to listeners. */
  position(): Position
  /** What was said lately, also before this process began. */
  recent(): Recent
  start(): Promise<void>
  stop(): Promise<void>
}

const POLL_MS = 25
const BATCH = 1000
/** Some minutes of a busy region: a process that was killed and began anew still knows what its listeners missed. */
const HELD = 20_000

/**
 * Tails the outbox by polling, not by NOTIFY: a NOTIFY inside the writing transaction takes a database-wide lock at
 * commit and halves the rate of hot commands. One poll serves all connections of the process.
 */
export function createLive(pool: Pool, log: Logger): Live {
  const byTopic = new Map<string, Set<LiveListener>>()
  const byType = new Map<string, Set<LiveListener>>()
  let position: Position = { xid: '0', id: 0 }
  let recent = holdRecent(HELD, position)
  let running = false
  let loop: Promise<void> = Promise.resolve()

  function deliver(event: TailedEvent): void {
    // A browser that listens to two topics of one event gets it once.
    const listeners = new Set(byType.get(event.type))
    for (const topic of event.topics) for (const listener of byTopic.get(topic) ?? []) listeners.add(listener)
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (error) {
        log.error({ err: error, type: event.type }, 'a live listener failed')
      }
    }
  }

  async function poll(): Promise<void> {
    while (running) {
      try {
        const events = await eventsAfter(pool, position, BATCH)
        for (const event of events) {
          position = event.position
          recent.add(event)
          deliver(event)
        }
        if (events.length < BATCH) await wait(POLL_MS)
      } catch (error) {
        if (!running) return
        log.warn({ err: error }, 'cannot read the outbox, trying again')
        await wait(1000)
      }
    }
  }

  return {
    onTopics: (topics, listener) => listen(byTopic, topics, listener),
    onTypes: (types, listener) => listen(byType, types, listener),
    position: () => position,
    recent: () => recent,
    async start() {
      position = await newestPosition(pool)
      const before = await eventsUpTo(pool, position, HELD)
      recent = holdRecent(HELD, before.length < HELD ? { xid: '0', id: 0 } : before[0]!.position)
      for (const event of before.length < HELD ? before : before.slice(1)) recent.add(event)
      running = true
      loop = poll()
    },
    async stop() {
      running = false
      await loop
    },
  }
}

function listen(registry: Map<string, Set<LiveListener>>, names: readonly string[], listener: LiveListener): () => void {
  for (const name of names) {
    const set = registry.get(name) ?? new Set()
    registry.set(name, set.add(listener))
  }
  return () => {
    for (const name of names) {
      const set = registry.get(name)
      set?.delete(listener)
      if (set?.size === 0) registry.delete(name)
    }
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
