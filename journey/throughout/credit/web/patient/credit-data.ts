import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, useLive } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { Family } from '#journey/throughout/people/contract.ts'
import type { CreditPage, RepayLink, StartedPayment } from '../../contract.ts'

const key = (personId: string | undefined) => ['credit', 'page', personId]

export function useFamily() {
  return useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family') })
}

export function useOwnId(): string | undefined {
  return useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 }).data?.person?.personId
}

/** What one person may pay later and owes, read again whenever something about it is heard of. */
export function useCredit(personId: string | undefined) {
  const client = useQueryClient()
  const read = useQuery({ queryKey: key(personId), enabled: personId !== undefined, queryFn: () => api.get<CreditPage>('/api/credit/page', { query: { personId: personId ?? '' } }) })
  useLive(personId ? [`person:${personId}`] : [], () => void client.invalidateQueries({ queryKey: ['credit'] }))
  return read
}

function useChange(act: () => Promise<CreditPage>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: act, onSuccess: (page) => client.setQueryData(key(page.personId), page), onError: () => client.invalidateQueries({ queryKey: ['credit'] }) })
}

export function useAgree({ personId, terms }: CreditPage) {
  return useChange(() => api.post<CreditPage>('/api/credit/agreements', { body: { personId, version: terms.version } }))
}

export function useStop({ personId }: CreditPage) {
  return useChange(() => api.post<CreditPage>('/api/credit/agreements/stop', { body: { personId } }))
}

export function useMakeLink({ personId }: CreditPage) {
  const client = useQueryClient()
  return useMutation({ mutationFn: () => api.post<RepayLink>('/api/credit/links', { body: { personId } }), onSettled: () => client.invalidateQueries({ queryKey: ['credit'] }) })
}

export function useEndLink() {
  const client = useQueryClient()
  return useMutation({ mutationFn: (id: string) => api.post(`/api/credit/links/${id}/end`, { body: {} }), onSettled: () => client.invalidateQueries({ queryKey: ['credit'] }) })
}

/** Repays everything that is owed. It is bought like anything else, so the payment has its usual page. */
export function useRepay({ personId, owedCents }: CreditPage) {
  return useMutation({
    mutationFn: async () => {
      const started = await api.post<StartedPayment>('/api/billing/repayments', { body: { personId, cents: owedCents, channel: 'wechatpay' } })
      const page = `/bills/${started.institutionId}/${started.billId}/payments/${started.id}`
      const placed = await api.post<StartedPayment>(`/api/billing/payments/${started.institutionId}/${started.id}/order`, { body: { returnUrl: location.origin + page } })
      return placed.state === 'confirming' && placed.payUrl ? placed.payUrl : page
    },
    onSuccess: (address) => location.assign(address),
  })
}
