import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, useLive } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { Family } from '#journey/throughout/people/contract.ts'
import type { Bill, Payment, PaymentState } from '../../contract.ts'

const stillOpen: readonly PaymentState[] = ['created', 'confirming', 'unknown']

export function isOpen(payment: { state: PaymentState }): boolean {
  return stillOpen.includes(payment.state)
}

export function billHref(bill: { institutionId: number; id: string }): string {
  return `/bills/${bill.institutionId}/${bill.id}`
}

export function receiptsHref(bill: { institutionId: number; id: string }): string {
  return `/api/billing/bills/${bill.institutionId}/${bill.id}/receipt.pdf`
}

/** One bill, read again whenever something about it is heard of. */
export function useBill(institutionId: string | undefined, visitId: string | undefined) {
  const client = useQueryClient()
  const read = useQuery({
    queryKey: ['billing', 'bill', institutionId, visitId],
    queryFn: () => api.get<Bill>(`/api/billing/bills/${institutionId}/${visitId}`),
  })
  useLive(read.data ? [`person:${read.data.personId}`] : [], () => void client.invalidateQueries({ queryKey: ['billing'] }))
  return read
}

export function usePayment(institutionId: string | undefined, paymentId: string | undefined) {
  return useQuery({
    queryKey: ['billing', 'payment', institutionId, paymentId],
    queryFn: () => api.get<Payment>(`/api/billing/payments/${institutionId}/${paymentId}`),
    // Money on its way is looked at every two seconds, until it is known what became of it.
    refetchInterval: (query) => (query.state.data && !isOpen(query.state.data) ? false : 2_000),
    staleTime: 0,
  })
}

export function useFamily() {
  return useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family') })
}

export function useSelf() {
  return useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
}
