import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { AnswerPreview, BankAccounts, BankDesk } from '../../contract.ts'

export function useBankAccounts() {
  return useQuery({ queryKey: ['settlement', 'accounts'], queryFn: () => api.get<BankAccounts>('/api/settlement/bank-accounts') })
}

export function useBankDesk(day: string) {
  return useQuery({ queryKey: ['settlement', 'bank', day], queryFn: () => api.get<BankDesk>(`/api/settlement/days/${day}/bank`), refetchInterval: 10_000 })
}

/** Looks at an answer and changes nothing. */
export function usePreview(day: string) {
  return useMutation({ mutationFn: (file: string) => api.post<AnswerPreview>(`/api/settlement/days/${day}/bank-results/preview`, { body: { file } }) })
}

/** A write, after which everything shown is read again. */
export function useWrite<Input, Answer>(write: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: write, onSettled: () => client.invalidateQueries({ queryKey: ['settlement'] }) })
}
