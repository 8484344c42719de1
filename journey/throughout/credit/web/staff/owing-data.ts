import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { AskWaiver, Owing, Share } from '../../contract.ts'

export function useOwing(onlyOverdue: boolean) {
  return useQuery({ queryKey: ['credit', 'owing', onlyOverdue], queryFn: () => api.get<Owing>('/api/credit/owing', { query: { overdue: String(onlyOverdue) } }) })
}

/** The region's funds centre works under institution 0. */
export function useAtRegion(): boolean {
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  return session.data?.staff?.institutionId === 0
}

export function useShare(enabled: boolean) {
  return useQuery({ enabled, queryKey: ['credit', 'share'], queryFn: () => api.get<Share>('/api/credit/share') })
}

function useAct<Input>(act: (input: Input) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: ['credit'] }) })
}

export function useAskWaiver() {
  return useAct((body: AskWaiver) => api.post('/api/credit/waivers', { body }))
}

export function useDecide() {
  return useAct(({ id, verb }: { id: string; verb: 'approve' | 'refuse' }) => api.post(`/api/credit/waivers/${id}/${verb}`, { body: {} }))
}
