import { useEffect, useEffectEvent, useState } from 'react'

const LOOK_EVERY_MS = 10 * 60_000

/** The build this machine runs, by the name of its script: the fleet page tells who is behind. */
export function thisPage(): string {
  const src = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.getAttribute('src') ?? ''
  return src.slice(src.lastIndexOf('/') + 1).replace(/\.js$/, '').slice(-40)
}

/**
 * A machine is left on for months. It asks now and then whether there is a newer build; the browser keeps that whole, beside
 * the one that runs, and only when nobody stands here and nothing waits to be sent is the page changed for it.
 */
export function useNewPage(isQuiet: boolean): void {
  const [isWaiting, setWaiting] = useState(false)
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return undefined
    const { serviceWorker } = navigator
    // The first keeper of all takes over a page that is its own build already.
    let isFirst = serviceWorker.controller === null
    const changed = () => {
      if (!isFirst) setWaiting(true)
      isFirst = false
    }
    serviceWorker.addEventListener('controllerchange', changed)
    const timer = setInterval(() => void serviceWorker.getRegistration().then((kept) => kept?.update()).catch(() => undefined), LOOK_EVERY_MS)
    return () => {
      clearInterval(timer)
      serviceWorker.removeEventListener('controllerchange', changed)
    }
  }, [])
  const change = useEffectEvent(() => location.reload())
  useEffect(() => { if (isWaiting && isQuiet) change() }, [isWaiting, isQuiet])
}
