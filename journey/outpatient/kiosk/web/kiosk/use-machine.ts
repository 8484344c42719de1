import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { api } from '#client/index.ts'
import type { Problem } from '#client/index.ts'
import type { DeviceState, Heartbeat, HeartbeatAnswer, KioskHere } from '../../contract.ts'
import { thisPage } from './use-new-page.ts'

const BEAT_MS = 10_000
const TRY_AGAIN_MS = 3_000

/** No answer at all, or one that says the server itself is not well: the machine goes on by itself. */
export const isAway = (problem: Problem | null | undefined): boolean => problem?.code === 'client.offline' || (problem?.status ?? 0) >= 502

/** Where the machine stands and what it may do; kept, without anything personal, so that it also starts while the server is away. */
export function useMachine(pass: string | null) {
  const here = useQuery<KioskHere, Problem>({
    queryKey: ['kiosk', 'here', pass], enabled: pass !== null, refetchInterval: 60_000, retry: 1, networkMode: 'always',
    queryFn: async () => {
      const read = await api.get<KioskHere>('/api/kiosk/here', { headers: { 'x-kiosk-pass': pass ?? '' }, anonymous: true })
      localStorage.setItem('kiosk-here', JSON.stringify(read))
      return read
    },
  })
  const kept = here.data ?? (isAway(here.error) ? readKept() : undefined)
  return { here: kept, problem: here.error, isPending: here.isPending }
}

function readKept(): KioskHere | undefined {
  const text = localStorage.getItem('kiosk-here')
  return text === null ? undefined : (JSON.parse(text) as KioskHere)
}

/** The machine says that it is there, every ten seconds; by the answers it knows whether the server is. */
export function useHeartbeat(pass: string | null, devices: DeviceState | undefined, waiting: number): { isOnline: boolean; answer: HeartbeatAnswer | undefined; suspect: () => void } {
  const [isOnline, setOnline] = useState(true)
  const [answer, setAnswer] = useState<HeartbeatAnswer>()
  const [hurry, setHurry] = useState(0)
  const body: Heartbeat = {
    version: thisPage(), printer: devices?.printer ?? 'unknown', reader: devices?.reader ?? 'unknown', scanner: devices?.scanner ?? 'unknown', cash: devices?.cash ?? 'unknown', queued: waiting, fault: '',
  }
  const beat = useEffectEvent(async () => {
    try {
      setAnswer(await api.post<HeartbeatAnswer>('/api/kiosk/heartbeat', { headers: { 'x-kiosk-pass': pass ?? '' }, anonymous: true, body }))
      setOnline(true)
      return true
    } catch (problem) {
      if (isAway(problem as Problem)) setOnline(false)
      return !isAway(problem as Problem)
    }
  })
  useEffect(() => {
    if (pass === null) return undefined
    let timer: ReturnType<typeof setTimeout>
    let isOver = false
    const next = async () => {
      const reached = await beat()
      if (!isOver) timer = setTimeout(() => void next(), reached ? BEAT_MS : TRY_AGAIN_MS)
    }
    void next()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
    // A device that changed, what waits to be sent, or a doubt, is told at once.
  }, [pass, devices, waiting, hurry])
  return { isOnline, answer, suspect: () => setHurry((count) => count + 1) }
}
