import { useSyncExternalStore } from 'react'
import { onStale } from './api.ts'

let seenAt: Date | undefined
const watchers = new Set<() => void>()
onStale((next) => {
  if (next?.getTime() === seenAt?.getTime()) return
  seenAt = next
  for (const watcher of watchers) watcher()
})

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** From when the answers on the page are, when they were kept from earlier; undefined when they are fresh. */
export function useSeenAt(): Date | undefined {
  return useSyncExternalStore(watch, () => seenAt)
}
