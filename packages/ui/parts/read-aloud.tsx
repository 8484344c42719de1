import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { useChrome } from './chrome.tsx'
import { Icon } from './icon.tsx'

const ReadingBar = lazy(async () => ({ default: (await import('./reading-bar.tsx')).ReadingBar }))
const watchers = new Set<() => void>()
let isOn = false

/** Starts or ends reading the page out; the page shows the bar for it. */
export function setReading(on: boolean): void {
  isOn = on
  for (const watcher of watchers) watcher()
}

function useReading(): boolean {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  }, () => isOn)
}

/** The button in the bar of an elder page. Where there is no voice, pressing it says so. */
export function ReadAloud() {
  const { t } = useTranslation('ui')
  const on = useReading()
  return <button type="button" className="pill" aria-pressed={on} aria-label={t('read-label')} onClick={() => setReading(!on)}><Icon name={on ? 'pause' : 'sound'} />{t('read')}</button>
}

/** Pause, speed, stop: under the heading while the page is read. Another page begins silent. */
export function ReadingControls() {
  const on = useReading()
  const { pageKey } = useChrome()
  useEffect(() => () => setReading(false), [pageKey])
  return on ? <Suspense><ReadingBar onStop={() => setReading(false)} /></Suspense> : null
}
