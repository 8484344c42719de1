import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Problem, useLive } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { FindPerson } from '#journey/throughout/people/contract.ts'
import type { DeskNow, Item, Lend, Loan, NewContact } from '../../contract.ts'

const KEY = ['servicedesk']

export function useWorkplace() {
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  return session.data?.staff ?? undefined
}

/** The desk now, read again whenever something happens at it. */
export function useDeskNow(q = '') {
  const client = useQueryClient()
  const at = useWorkplace()?.institutionId
  const live = useLive(at === undefined ? [] : [`servicedesk:${at}`], () => void client.invalidateQueries({ queryKey: KEY }))
  const read = useQuery({ queryKey: [...KEY, 'now', q], queryFn: () => api.get<DeskNow>('/api/servicedesk/now', { query: { q } }), placeholderData: keepPreviousData })
  return { read, live }
}

export const useItems = () => useQuery({ queryKey: [...KEY, 'items'], queryFn: () => api.get<Item[]>('/api/servicedesk/items') })

/** An act at the desk; whatever it changed is read again. */
export function useDeskAct<In, Out>(act: (input: In) => Promise<Out>) {
  const client = useQueryClient()
  return useMutation<Out, Problem, In>({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: KEY }) })
}

export const useRecord = () => useDeskAct((body: NewContact) => api.post<{ id: string }>('/api/servicedesk/contacts', { body }))
export const useLend = () => useDeskAct((body: Lend) => api.post<Loan>('/api/servicedesk/loans', { body }))

/** One field takes whatever a person shows or says: a card's number, a phone, a code read by the scanner, a name. */
export function asQuestion(text: string): FindPerson | null {
  const shown = text.trim()
  const digits = shown.replaceAll(/\s/g, '')
  if (shown === '') return null
  if (/^1\d{10}$/.test(digits)) return { by: 'phone', phone: digits }
  if (/^\d{17}[\dXx]$/.test(digits)) return { by: 'document', document: { kind: 'resident-id', number: digits.toUpperCase() } }
  if (/^\d{9}$/.test(digits) || /^[\w-]{24,}$/.test(shown)) return { by: 'health-code', code: shown }
  if (/^\d{1,8}$/.test(digits)) return { by: 'hospital-number', number: digits }
  return { by: 'name', name: shown }
}

/** What somebody typed as yuan, in cents; undefined when it cannot be meant. */
export function centsOf(typed: string): number | undefined {
  const text = typed.trim().replaceAll(',', '')
  if (!/^\d{1,6}(\.\d{1,2})?$/.test(text)) return undefined
  return Math.round(Number(text) * 100)
}
