import { useSyncExternalStore } from 'react'

const name = 'whose'
const watchers = new Set<() => void>()
let chosen: string | null = null
try { chosen = sessionStorage.getItem(name) } catch { /* asked again next time */ }

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** Chooses for whom the pages are, until the window is closed. */
export function chooseWhose(id: string): void {
  chosen = id
  try { sessionStorage.setItem(name, id) } catch { /* kept for this visit only */ }
  for (const watcher of watchers) watcher()
}

/** Whose care it is, the same on every page. Null, or somebody a page may not show, means: oneself. */
export function useWhose(): [chosen: string | null, choose: (id: string) => void] {
  return [useSyncExternalStore(watch, () => chosen), chooseWhose]
}

/** The one letter that stands for a person: the last of a Chinese name, the first of another. */
export function initialOf(fullName: string): string {
  return /^\p{Script=Han}+$/u.test(fullName) ? fullName.slice(-1) : fullName.slice(0, 1)
}
