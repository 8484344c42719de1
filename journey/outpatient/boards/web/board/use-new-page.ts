import { useEffect, useEffectEvent } from 'react'
import { changePage, hasNewerPage } from './page-version.ts'

const LOOK_EVERY_MS = 60_000

/** Brings the screen up to date by itself, in a moment when nobody is being told anything; also right after a line was made anew. */
export function useNewPage(isQuiet: boolean, isConnected: boolean): void {
  const look = useEffectEvent(async () => {
    if (isConnected && isQuiet && (await hasNewerPage())) changePage()
  })
  useEffect(() => {
    void look()
    const timer = setInterval(() => void look(), LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [isConnected])
}
