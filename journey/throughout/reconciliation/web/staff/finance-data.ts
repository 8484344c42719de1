import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Problem } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { Dashboard, DayInList, Difference, DifferenceDetail, FinanceDay, ShiftReport, StatementsOfDay, TrailEntry, TrailLine } from '../../contract.ts'

const root = '/api/reconciliation'

/** Whether whoever looks may also act: the accountants. */
export function useMayAct(): boolean {
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  return session.data?.staff?.roles.includes('accountant') ?? false
}

export const useDashboard = (from: string, to: string) => useQuery<Dashboard, Problem>({ queryKey: ['reconciliation', 'dashboard', from, to], queryFn: () => api.get<Dashboard>(`${root}/dashboard`, { query: { from, to } }) })
export const useStatements = (day: string) => useQuery<StatementsOfDay, Problem>({ queryKey: ['reconciliation', 'statements', day], queryFn: () => api.get<StatementsOfDay>(`${root}/statements`, { query: { day } }) })
export const useDifferences = (state: 'open' | 'closed', filter: { channel?: string | undefined; class?: string | undefined; day?: string | undefined }) => useQuery<Difference[], Problem>({
  queryKey: ['reconciliation', 'differences', state, filter], queryFn: () => api.get<Difference[]>(`${root}/differences`, { query: { state, ...filter } }), refetchInterval: 30_000,
})
export const useDifference = (id: string | null) => useQuery<DifferenceDetail, Problem>({ queryKey: ['reconciliation', 'difference', id], enabled: id !== null, queryFn: () => api.get<DifferenceDetail>(`${root}/differences/${id}`) })
export const useFinanceDay = (day: string) => useQuery<FinanceDay, Problem>({ queryKey: ['reconciliation', 'day', day], queryFn: () => api.get<FinanceDay>(`${root}/days/${day}`) })
export const useCloses = (from: string, to: string) => useQuery<DayInList[], Problem>({ queryKey: ['reconciliation', 'closes', from, to], queryFn: () => api.get<DayInList[]>(`${root}/closes`, { query: { from, to } }) })
export const useTrail = (asked: { day: string; channel?: string | undefined; departmentId?: string | undefined }) => useQuery<TrailLine[], Problem>({
  queryKey: ['reconciliation', 'trail', asked], queryFn: () => api.get<TrailLine[]>(`${root}/trail`, { query: asked }),
})
export const useEntries = (line: TrailLine | undefined) => useQuery<TrailEntry[], Problem>({
  queryKey: ['reconciliation', 'entries', line?.kind, line?.id], enabled: line !== undefined, queryFn: () => api.get<TrailEntry[]>(`${root}/trail/${line?.kind}/${line?.id}`),
})
export const useShiftReport = (id: string | undefined) => useQuery<ShiftReport, Problem>({ queryKey: ['reconciliation', 'shift', id], enabled: id !== undefined, queryFn: () => api.get<ShiftReport>(`${root}/shifts/${id}`) })

/** An act of the finance department, after which everything shown is read again. */
export function useAct<Answer, Input = void>(act: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation<Answer, Problem, Input>({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: ['reconciliation'] }) })
}

export const postTo = <Answer>(path: string, body: unknown) => api.post<Answer>(`${root}/${path}`, { body })
export const dayBefore = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
