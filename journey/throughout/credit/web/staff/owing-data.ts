import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { AskWaiver, Owing, Share } from '../../contract.ts'

export function useOwing(onlyOverdue: boolean) {
  return useQuery({ queryKey: ['credit', 'owing', onlyOverdue], queryFn: () => api.get<Owing>('/api/credit/owing', { query: { overdue: String(onlyOverdue) } }) })
}

export function useShare() {
  return useQuery({ queryKey: ['credit', 'share'], queryFn: () => api.get<Share>('/api/credit/share') })
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
