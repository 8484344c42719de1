import { isAfter, type Position, type TailedEvent } from '#platform/events/index.ts'

/** The events of the last while, by topic: whoever lost the line is told what was missed without asking the database. */
export interface Recent {
  /** Everything after this position, up to the newest added, is held. */
  beginsAfter(): Position
  add(event: TailedEvent): void
  /** What happened on these topics after the position, each event once and in order; null when that is longer ago than is held. */
  since(topics: readonly string[], position: Position): TailedEvent[] | null
}

export function holdRecent(most: number, from: Position): Recent {
  let begins = from
  let held: TailedEvent[] = []
  let oldest = 0
  const byTopic = new Map<string, TailedEvent[]>()

  function forgetOldest(): void {
    const gone = held[oldest]!
    oldest += 1
    begins = gone.position
    for (const topic of new Set(gone.topics)) {
      const left = byTopic.get(topic)
      left?.shift()
      if (left?.length === 0) byTopic.delete(topic)
    }
    if (oldest < most) return
    held = held.slice(oldest)
    oldest = 0
  }

  return {
    beginsAfter: () => begins,
    add(event) {
      // Nobody can follow what has no topic.
      if (event.topics.length === 0) return
      held.push(event)
      for (const topic of new Set(event.topics)) {
        const known = byTopic.get(topic)
        if (known) known.push(event)
        else byTopic.set(topic, [event])
      }
      if (held.length - oldest > most) forgetOldest()
    },
    since(topics, position) {
      if (isAfter(begins, position)) return null
      const found = new Set(topics.flatMap((topic) => tailOf(byTopic.get(topic) ?? [], position)))
      return topics.length === 1 ? [...found] : [...found].sort((a, b) => (isAfter(a.position, b.position) ? 1 : -1))
    },
  }
}

/** From the end backwards: what was missed is usually little. */
function tailOf(events: readonly TailedEvent[], position: Position): readonly TailedEvent[] {
  let at = events.length
  while (at > 0 && isAfter(events[at - 1]!.position, position)) at -= 1
  return at === 0 ? events : events.slice(at)
}
