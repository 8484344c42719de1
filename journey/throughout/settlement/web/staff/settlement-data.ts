import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import type { Tone } from '#ui/index.ts'
import type { ClearedEntries, Day, Days, DayStatus, Figure, InstructionState, Named } from '../../contract.ts'

/** The worker moves days on by itself: what is shown is read again now and then. */
export function useDays() {
  return useQuery({ queryKey: ['settlement', 'days'], queryFn: () => api.get<Days>('/api/settlement/days'), refetchInterval: 10_000 })
}

export function useDay(day: string | undefined) {
  return useQuery({ queryKey: ['settlement', 'day', day], enabled: day !== undefined, queryFn: () => api.get<Day>(`/api/settlement/days/${day}`), refetchInterval: 10_000 })
}

export interface Behind {
  readonly side: string
  readonly institutionId: string
  readonly account?: string
  readonly what?: string
  readonly offset: number
}

export function useEntries(day: string, { offset, ...behind }: Behind) {
  return useQuery({ queryKey: ['settlement', 'entries', day, behind, offset], queryFn: () => api.get<ClearedEntries>(`/api/settlement/days/${day}/entries`, { query: { ...behind, offset } }) })
}

/** Something done with a day, after which everything shown is read again. */
export function useAct<Input>(path: (input: Input) => string, body?: (input: Input) => object) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => api.post(`/api/settlement/days/${path(input)}`, body ? { body: body(input) } : undefined),
    onSettled: () => client.invalidateQueries({ queryKey: ['settlement'] }),
  })
}

export const toneOf: Record<DayStatus, Tone> = { draft: 'neutral', computed: 'info', approved: 'info', instructed: 'warning', 'part-posted': 'danger', posted: 'success' }
export const instructionTone: Record<InstructionState, Tone> = { waiting: 'warning', executed: 'info', refused: 'danger', posted: 'success' }

/** Hospitals by their name in the reader's language. */
export function useHospitalName(hospitals: readonly Named[]): (institutionId: number) => string {
  const { i18n } = useTranslation()
  const byId = new Map(hospitals.map((one) => [one.institutionId, one]))
  return (institutionId) => {
    const known = byId.get(institutionId)
    return (i18n.language === 'en' ? known?.nameEn : known?.name) ?? String(institutionId)
  }
}

/** Where the entries behind a figure are. */
export function entriesOf(day: string, figure: Partial<Pick<Figure, 'account' | 'what'>> & Pick<Figure, 'side' | 'institutionId'>): string {
  const query = new URLSearchParams({ side: figure.side, institutionId: String(figure.institutionId), ...(figure.account ? { account: figure.account } : {}), ...(figure.what ? { what: figure.what } : {}) })
  return `/settlement/${day}/entries?${query.toString()}`
}
