import { useSyncExternalStore } from 'react'

// In this tab only: another person's device, or another tab, knows nothing of it.
const name = 'assistance'
const watchers = new Set<() => void>()
let id: string | undefined

function recall(): string | undefined {
  try { return sessionStorage.getItem(name) ?? undefined } catch { return undefined }
}

function keep(next: string | undefined): void {
  id = next
  try { if (next === undefined) sessionStorage.removeItem(name); else sessionStorage.setItem(name, next) } catch { /* lives as long as the page */ }
  for (const watcher of watchers) watcher()
}

export const rememberHelp = (next: string): void => keep(next)
/** The bar stays to say that it is over, until the person has read it. */
export function forgetHelp(): void {
  try { sessionStorage.removeItem(name) } catch { /* nothing was kept */ }
}
export const closeHelp = (): void => keep(undefined)

id = recall()

/** The help that goes on in this tab. */
export function useHelpHere(): string | undefined {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  }, () => id)
}
