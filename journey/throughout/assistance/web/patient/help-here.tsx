import { lazy, Suspense } from 'react'
import { useHelpHere } from './remembered.ts'

const WatchedBar = lazy(async () => ({ default: (await import('./watched-bar.tsx')).WatchedBar }))

/** Nothing at all until somebody asked for help in this tab. */
export function HelpHere() {
  const id = useHelpHere()
  return id === undefined ? null : <Suspense><WatchedBar key={id} id={id} /></Suspense>
}
