import { useSyncExternalStore } from 'react'

/** How this reader reads: elder mode, its size step, and whom "call family" calls. Kept on the device, never sent. */
export type Reader = { elder: boolean; size: 1 | 2 | 3 | 4; familyPhone?: string | undefined }

const name = 'reader'
const watchers = new Set<() => void>()

function recall(): Reader {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? '{}') as Partial<Reader>
    return { elder: kept.elder === true, size: kept.size ?? 2, familyPhone: kept.familyPhone }
  } catch {
    return { elder: false, size: 2 }
  }
}

let reader: Reader = { elder: false, size: 2 }

function apply(): void {
  const { dataset } = document.body
  if (reader.elder) {
    dataset['mode'] = 'elder'
    dataset['size'] = String(reader.size)
  } else {
    delete dataset['mode']
    delete dataset['size']
  }
}

/** Before the first paint, so the page does not jump from small to large. */
export function startReader(): void {
  reader = recall()
  apply()
}

export function changeReader(change: Partial<Reader>): void {
  reader = { ...reader, ...change }
  try { localStorage.setItem(name, JSON.stringify(reader)) } catch { /* kept for this visit only */ }
  apply()
  for (const watcher of watchers) watcher()
}

/** Whether anybody ever chose how to read on this device. */
export function choseReader(): boolean {
  try { return localStorage.getItem(name) !== null } catch { return false }
}

export function useReader(): Reader {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  }, () => reader)
}
