import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '#client/index.ts'
import type { CheckedIn, LineVerb, VerbDone, WalkIn, ZoneListed, ZoneNow } from '../../contract.ts'
import { useLiveQuery } from '../use-live-query.ts'

const zonesKey = ['arrival', 'zones'] as const
const chosen = 'arrival-zone'
/** A busy hall changes many times a second; a person reads once. */
const READ_AT_MOST_EVERY_MS = 2_000

export interface Done {
  readonly done: VerbDone
  readonly verb: string
}

/** The zones of this institution, and the one this desk looks after; the desk remembers it. */
export function useZones() {
  const client = useQueryClient()
  const [zoneId, setZoneId] = useState(() => localStorage.getItem(chosen) ?? '')
  const read = useQuery({ queryKey: zonesKey, queryFn: () => api.get<ZoneListed[]>('/api/arrival/zones') })
  const choose = (id: string) => {
    localStorage.setItem(chosen, id)
    setZoneId(id)
  }
  const open = useMutation({
    mutationFn: (departmentId: number) => api.post<ZoneNow>('/api/arrival/zones', { body: { departmentId } }),
    onSuccess: (zone) => {
      client.setQueryData(zoneKey(zone.zoneId), zone)
      choose(zone.zoneId)
      return client.invalidateQueries({ queryKey: zonesKey })
    },
  })
  const known = read.data?.some((zone) => zone.zoneId === zoneId)
  return { read, zoneId: known ? zoneId : (read.data?.[0]?.zoneId ?? ''), choose, open }
}

const zoneKey = (zoneId: string) => ['arrival', 'zone', zoneId] as const

/** The zone as it is now; it changes by itself. */
export function useZone(zoneId: string) {
  const client = useQueryClient()
  const read = useQuery({
    queryKey: zoneKey(zoneId), queryFn: () => api.get<ZoneNow>(`/api/arrival/zones/${zoneId}`), enabled: zoneId !== '', refetchInterval: 60_000,
  })
  const refresh = useCalm(() => void client.invalidateQueries({ queryKey: zoneKey(zoneId) }), READ_AT_MOST_EVERY_MS)
  const { connected } = useLiveQuery(read.data ? [`board:${read.data.institutionId}:${zoneId}`] : [], zoneKey(zoneId), refresh)
  return { read, zone: read.data, connected }
}

/** Everything a nurse does with the line; the last act is kept so that it can be taken back. */
export function useLineActs(zoneId: string) {
  const client = useQueryClient()
  const [last, setLast] = useState<Done>()
  const refresh = () => client.invalidateQueries({ queryKey: zoneKey(zoneId) })
  const move = useMutation({
    mutationFn: (act: { visitId: string; verb: LineVerb }) => api.post<VerbDone>(`/api/arrival/queues/visits/${act.visitId}`, { body: act.verb }),
    onSuccess: (done, { verb }) => setLast(verb.verb === 'undo' ? undefined : { done, verb: verb.verb }),
    onSettled: refresh,
  })
  const callNext = useMutation({
    mutationFn: (pointId: number) => api.post<VerbDone>(`/api/arrival/queues/rooms/${pointId}/call-next`, { body: {} }),
    onSuccess: (done) => setLast({ done, verb: 'call' }),
    onSettled: refresh,
  })
  const setState = useMutation({
    mutationFn: (act: { pointId: number; state: 'open' | 'paused' | 'closed' }) => api.put(`/api/arrival/queues/rooms/${act.pointId}/state`, { body: { state: act.state } }),
    onSettled: refresh,
  })
  const late = useMutation({
    mutationFn: (act: { pointId: number; until: string | null; reason: string }) => api.put(`/api/arrival/queues/rooms/${act.pointId}/lateness`, { body: { until: act.until, reason: act.reason } }),
    onSettled: refresh,
  })
  const taking = useMutation({
    mutationFn: ({ queueId, ...body }: { queueId: number; taking: boolean; reason?: string }) => api.put(`/api/arrival/queues/lines/${queueId}/taking`, { body }),
    onSettled: refresh,
  })
  const merge = useMutation({
    mutationFn: ({ queueId, ...body }: { queueId: number; intoQueueId: number; reason: string }) => api.post<{ moved: number }>(`/api/arrival/queues/lines/${queueId}/merge`, { body }),
    onSettled: refresh,
  })
  return { move, callNext, setState, late, taking, merge, last, forget: () => setLast(undefined), refresh }
}

export type LineActs = ReturnType<typeof useLineActs>

export function useDeskActs(zoneId: string) {
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: zoneKey(zoneId) })
  return {
    checkIn: useMutation({ mutationFn: (appointmentId: string) => api.post<CheckedIn>('/api/arrival/desk/check-ins', { body: { appointmentId } }), onSettled: refresh }),
    walkIn: useMutation({ mutationFn: (body: WalkIn) => api.post<CheckedIn>('/api/arrival/desk/walk-ins', { body }), onSettled: refresh }),
  }
}

export type DeskActs = ReturnType<typeof useDeskActs>

/** Acts at once, then at most so often; the last wish is never lost. */
function useCalm(act: () => void, everyMs: number): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const last = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])
  return () => {
    if (timer.current !== undefined) return
    const wait = Math.max(0, last.current + everyMs - Date.now())
    timer.current = setTimeout(() => {
      timer.current = undefined
      last.current = Date.now()
      act()
    }, wait)
  }
}
