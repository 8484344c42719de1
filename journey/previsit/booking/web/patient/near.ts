import { useSyncExternalStore } from 'react'

const name = 'booking.near'
const watchers = new Set<() => void>()
let near: string | undefined
try { near = localStorage.getItem(name) ?? undefined } catch { /* not known */ }

function keep(value: string | undefined): void {
  near = value
  try {
    if (value === undefined) localStorage.removeItem(name)
    else localStorage.setItem(name, value)
  } catch { /* kept for this visit only */ }
  for (const watcher of watchers) watcher()
}

/** Where the reader is, to the nearest kilometre or so, once they said it. Kept on the device; sent only to order by distance. */
export function useNear(): string | undefined {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  }, () => near)
}

/** Asks the device where it is. False: the reader or the device said no. */
export function askWhere(): Promise<boolean> {
  return new Promise((resolve) => {
    if (!('geolocation' in navigator)) { resolve(false); return }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { keep(`${coords.longitude.toFixed(2)},${coords.latitude.toFixed(2)}`); resolve(true) },
      () => resolve(false),
      { maximumAge: 600_000, timeout: 8000 },
    )
  })
}

export function forgetWhere(): void {
  keep(undefined)
}
