import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, useLive } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { AwayAnswer, AwayRow, Fleet, KioskPass, RetryAway, SetService } from '../../contract.ts'

const fleetKey = ['kiosk', 'fleet'] as const
const awayKey = ['kiosk', 'away-rows'] as const

/** The machines as they are: told live when something changes, and read again every ten seconds for who was last seen when. */
export function useFleet() {
  const client = useQueryClient()
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  const institutionId = session.data?.staff?.institutionId
  const fleet = useQuery({ queryKey: fleetKey, refetchInterval: 10_000, queryFn: () => api.get<Fleet>('/api/kiosk/fleet') })
  const away = useQuery({ queryKey: awayKey, refetchInterval: 60_000, queryFn: () => api.get<AwayRow[]>('/api/kiosk/away') })
  useLive(institutionId === undefined ? [] : [`kiosk:${institutionId}`], (event) => {
    void client.invalidateQueries({ queryKey: fleetKey })
    if (event.type === 'kiosk.away-entry-answered.v1' || event.type === 'live.reconnected') void client.invalidateQueries({ queryKey: awayKey })
  })
  return { fleet, away }
}

export function useFleetActs() {
  const client = useQueryClient()
  const onSettled = () => Promise.all([client.invalidateQueries({ queryKey: fleetKey }), client.invalidateQueries({ queryKey: awayKey })])
  return {
    answer: useMutation({ mutationFn: ({ id, what }: { id: string; what: 'coming' | 'done' }) => api.post(`/api/kiosk/calls/${id}/${what}`), onSettled }),
    setUp: useMutation({ mutationFn: (body: { machine: string; place: string }) => api.post<KioskPass>('/api/kiosk/machines', { body }), onSettled }),
    service: useMutation({ mutationFn: ({ machine, ...body }: SetService & { machine: string }) => api.put(`/api/kiosk/machines/${encodeURIComponent(machine)}/service`, { body }), onSettled }),
    reopen: useMutation({ mutationFn: (id: string) => api.post(`/api/kiosk/away/${id}/reopen`), onSettled }),
    retry: useMutation({ mutationFn: ({ id, what }: RetryAway & { id: string }) => api.post<AwayAnswer>(`/api/kiosk/away/${id}/retry`, { body: { what } }), onSettled }),
    settle: useMutation({ mutationFn: ({ id, note }: { id: string; note: string }) => api.post(`/api/kiosk/away/${id}/settle`, { body: { note } }), onSettled }),
  }
}
