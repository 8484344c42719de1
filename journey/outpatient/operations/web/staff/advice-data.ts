import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { useFormat } from '#ui/index.ts'
import type { Advice, Choice, Choices, Decision, ExtraPreview } from '../../contract.ts'
import { useNames } from './operations-data.ts'

const key = ['operations', 'advice']

export const useAdvice = () => useQuery({ queryKey: key, queryFn: () => api.get<Advice[]>('/api/operations/advice') })

export function useDecide(id: string, onDone: () => void) {
  const client = useQueryClient()
  return useMutation<Advice[], Problem, Decision>({
    mutationFn: (body) => api.post<Advice[]>(`/api/operations/advice/${id}/decision`, { body }), onSettled: () => client.invalidateQueries({ queryKey: key }), onSuccess: onDone,
  })
}

export function useTakeBack(id: string, onDone: () => void) {
  const client = useQueryClient()
  return useMutation<Advice[], Problem>({
    mutationFn: () => api.post<Advice[]>(`/api/operations/advice/${id}/take-back`, {}), onSettled: () => client.invalidateQueries({ queryKey: key }), onSuccess: onDone,
  })
}

export const useChoices = (id: string) => useQuery<Choices, Problem>({ queryKey: ['operations', 'extra', id, 'choices'], queryFn: () => api.get<Choices>(`/api/operations/advice/${id}/choices`), staleTime: 0 })

/** What confirming this choice would make; asked again whenever the choice changes. */
export const usePreview = (id: string, choice: Choice | undefined) => useQuery<ExtraPreview, Problem>({
  queryKey: ['operations', 'extra', id, 'preview', choice], enabled: choice !== undefined && choice.room.trim() !== '', staleTime: 0, retry: false,
  queryFn: () => api.post<ExtraPreview>(`/api/operations/advice/${id}/preview`, { body: choice }),
})

export function useWords() {
  const { t } = useTranslation('operations')
  const format = useFormat()
  const names = useNames()
  return {
    title: (one: Advice) => t(`advice.${one.kind}`, { name: names.of(one), day: format.day(one.day), from: one.fromHour, to: one.toHour }),
    from: (one: Advice) => one.kind === 'staffing' && (one.movedFrom ? t('advice.from', { name: names.of(one.movedFrom) }) : t('advice.from-nobody')),
    fee: (cents: number | null) => (cents === null ? '—' : format.money(cents)),
  }
}
