import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#client/index.ts'
import type { CounterDone, CounterNow, CounterVerb, StationListed, Stop } from '../../contract.ts'
import { useLiveAnswer } from '../use-live-query.ts'

const chosen = 'counters-station'

/** The stations of this hospital, and the one this desk works at; the desk remembers it. */
export function useStations() {
  const [kept, setKept] = useState(() => Number(localStorage.getItem(chosen)))
  const read = useQuery({ queryKey: ['counters', 'stations'], queryFn: () => api.get<StationListed[]>('/api/counters/stations') })
  const choose = (id: number) => {
    localStorage.setItem(chosen, String(id))
    setKept(id)
  }
  // Each profession has its own stations.
  const own = read.data?.filter((station) => station.mayServe)
  const known = own?.find((station) => station.stationId === kept) ?? own?.[0]
  return { read, own: own ?? [], stationId: known?.stationId, choose }
}

export interface Last {
  readonly done: CounterDone
  readonly verb: string
}

/** One counter as it is now, and everything one does there; the last act is kept so that it can be taken back. */
export function useCounter(stationId: number) {
  const [last, setLast] = useState<Last>()
  const path = `/api/counters/stations/${stationId}`
  const [topics, setTopics] = useState<readonly string[]>([])
  const { read, connected, refresh } = useLiveAnswer(['counters', 'station', stationId], async () => {
    const now = await api.get<CounterNow>(path)
    const [, , institutionId] = now.station.boardPath.split('/')
    const next = now.served.map((queueId) => `queue:${institutionId}:${queueId}`)
    setTopics((before) => (before.join() === next.join() ? before : next))
    return now
  }, topics)
  const call = useMutation({
    mutationFn: (pointId: number) => api.post<CounterDone>(`/api/counters/windows/${pointId}/call-next`, { body: {} }),
    onSuccess: (done) => setLast({ done, verb: 'call' }), onSettled: refresh,
  })
  const move = useMutation({
    mutationFn: ({ ticketId, verb }: { ticketId: string; verb: CounterVerb }) => api.post<CounterDone>(`/api/counters/tickets/${ticketId}`, { body: verb }),
    onSuccess: (done, { verb }) => setLast(verb.verb === 'undo' ? undefined : { done, verb: verb.verb }), onSettled: refresh,
  })
  const sit = useMutation({
    mutationFn: (body: { pointId: number; alsoStations: number[] }) => api.put<CounterNow>(`${path}/window`, { body }), onSettled: refresh,
  })
  const setState = useMutation({
    mutationFn: ({ pointId, state }: { pointId: number; state: 'open' | 'paused' | 'closed' }) => api.put(`/api/counters/windows/${pointId}/state`, { body: { state } }), onSettled: refresh,
  })
  const taking = useMutation({ mutationFn: (body: { taking: boolean; reason?: string }) => api.put<CounterNow>(`${path}/taking`, { body }), onSettled: refresh })
  const result = useMutation({ mutationFn: (stopId: string) => api.post<Stop>(`/api/counters/stops/${stopId}/result`, { body: {} }), onSettled: refresh })
  return { read, now: read.data, connected, call, move, sit, setState, taking, result, last, forget: () => setLast(undefined) }
}

export type Counter = ReturnType<typeof useCounter>
