import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '#client/index.ts'
import type { KioskFound, KioskHere, KioskIdentify, KioskTicket } from '../../contract.ts'

const kept = 'kiosk-pass'

/** The machine's pass comes once, behind the # of the address it was opened with, and stays on the machine. */
function usePass(): string | null {
  const [pass, setPass] = useState(() => localStorage.getItem(kept))
  useEffect(() => {
    const given = /^#pass=(.+)$/.exec(location.hash)?.[1]
    if (!given) return
    localStorage.setItem(kept, given)
    history.replaceState(history.state, '', location.pathname)
    setPass(given)
  }, [])
  return pass
}

/** What the machine can do: say where it stands, find who is here, check them in. Nothing of a person outlives the session. */
export function useKiosk() {
  const pass = usePass()
  const headers = { 'x-kiosk-pass': pass ?? '' }
  const here = useQuery({
    queryKey: ['arrival', 'kiosk', pass], enabled: pass !== null, refetchInterval: 60_000,
    queryFn: () => api.get<KioskHere>('/api/arrival/kiosk', { headers, anonymous: true }),
  })
  const identify = useMutation({
    gcTime: 0,
    mutationFn: (shown: KioskIdentify) => api.post<KioskFound>('/api/arrival/kiosk/identify', { headers, anonymous: true, body: shown }),
  })
  const checkIn = useMutation({
    gcTime: 0,
    mutationFn: (body: { session: string; visitId: string }) => api.post<KioskTicket>('/api/arrival/kiosk/check-ins', { headers, anonymous: true, body }),
  })
  return { pass, here, identify, checkIn }
}

const WARN_MS = 9_000
// A little less than the fifteen seconds that are promised: a machine that is busy counts late.
const WIPE_MS = 14_000
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'touchstart', 'wheel'] as const

/** Counts how long nobody has touched the machine; warns, then wipes. Returns the seconds left once it warns. */
export function useIdle(isActive: boolean, wipe: () => void): { secondsLeft: number | null; stay: () => void } {
  const [idleMs, setIdleMs] = useState(0)
  useEffect(() => {
    setIdleMs(0)
    if (!isActive) return undefined
    let last = Date.now()
    const alive = () => { last = Date.now(); setIdleMs(0) }
    const timer = setInterval(() => setIdleMs(Date.now() - last), 500)
    for (const sign of SIGNS_OF_LIFE) addEventListener(sign, alive, { passive: true })
    return () => {
      clearInterval(timer)
      for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, alive)
    }
  }, [isActive])
  const isOver = isActive && idleMs >= WIPE_MS
  useEffect(() => { if (isOver) wipe() }, [isOver, wipe])
  return { secondsLeft: isActive && idleMs >= WARN_MS ? Math.max(0, Math.ceil((WIPE_MS - idleMs) / 1000)) : null, stay: () => setIdleMs(0) }
}
