import { useEffect, useEffectEvent, useState } from 'react'

const WARN_MS = 8_000
// A little less than the fifteen seconds that are promised: a machine that is busy counts late.
const WIPE_MS = 14_000
// The machine itself is at work for them and has not answered yet: they wait, but not for ever.
const AT_WORK_MS = 30_000
const TELL_MS = 5_000
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'touchstart', 'wheel'] as const

interface Idle {
  /** Counts only while something of a person is on the screen. */
  readonly isActive: boolean
  /** While a code or a card reader is in use nobody touches the screen: they are still there. */
  readonly isBusy: boolean
  /** Something they asked for is under way: they may wait for it some time longer. */
  readonly isAtWork: boolean
  readonly wipe: () => void
  /** They are still there: told now and then, so that the server does not end what the screen still shows. */
  readonly onAlive: () => void
}

/** Counts by the stopwatch, not by the clock, how long nobody has touched the machine; warns, then wipes. */
export function useIdle({ isActive, isBusy, isAtWork, wipe, onAlive }: Idle): { secondsLeft: number | null; stay: () => void } {
  const [idleMs, setIdleMs] = useState(0)
  const tell = useEffectEvent(onAlive)
  const isCounting = isActive && !isBusy
  useEffect(() => {
    setIdleMs(0)
    if (!isActive) return undefined
    let last = performance.now()
    let told = last
    const alive = () => {
      last = performance.now()
      setIdleMs(0)
      if (last - told < TELL_MS) return
      told = last
      tell()
    }
    const timer = setInterval(() => (isCounting ? setIdleMs(performance.now() - last) : alive()), 500)
    for (const sign of SIGNS_OF_LIFE) addEventListener(sign, alive, { passive: true })
    return () => {
      clearInterval(timer)
      for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, alive)
    }
  }, [isActive, isCounting])
  const wipeMs = WIPE_MS + (isAtWork ? AT_WORK_MS : 0)
  const isOver = isCounting && idleMs >= wipeMs
  useEffect(() => { if (isOver) wipe() }, [isOver, wipe])
  return { secondsLeft: isCounting && idleMs >= wipeMs - WIPE_MS + WARN_MS ? Math.max(0, Math.ceil((wipeMs - idleMs) / 1000)) : null, stay: () => setIdleMs(0) }
}
