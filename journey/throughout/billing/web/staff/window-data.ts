import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { FoundPerson } from '#journey/throughout/people/contract.ts'
import type { Bill, CardReader, ChannelName, DueBill, NewPart, Payment, Shift, UnknownPayment, WindowPerson, WindowRefund } from '../../contract.ts'
import { whatWasShown } from './what-was-shown.ts'

export const keys = { all: ['billing'] as const, shift: ['billing', 'window', 'shift'] as const }

export function useShift() {
  return useQuery({ queryKey: keys.shift, queryFn: () => api.get<{ shift: Shift | null }>('/api/billing/window/shift') })
}

/** What the left side shows; it moves by itself, since people pay by phone while they stand in line. */
export function useWindow() {
  const every = { refetchInterval: 5_000 }
  const due = useQuery({ queryKey: ['billing', 'window', 'due'], queryFn: () => api.get<DueBill[]>('/api/billing/window/due'), ...every })
  const refunds = useQuery({ queryKey: ['billing', 'window', 'refunds'], queryFn: () => api.get<WindowRefund[]>('/api/billing/window/refunds'), ...every })
  const unknown = useQuery({ queryKey: ['billing', 'window', 'unknown'], queryFn: () => api.get<UnknownPayment[]>('/api/billing/window/unknown'), ...every })
  return { due, refunds, unknown }
}

export function usePersonHere(personId: string | undefined) {
  return useQuery({
    queryKey: ['billing', 'window', 'person', personId], enabled: personId !== undefined,
    queryFn: () => api.get<WindowPerson>(`/api/billing/window/persons/${personId}`),
  })
}

export function useBillHere(bill: { institutionId: number; id: string } | undefined) {
  return useQuery({
    queryKey: ['billing', 'bill', bill?.institutionId, bill?.id], enabled: bill !== undefined, refetchInterval: 5_000,
    queryFn: () => api.get<Bill>(`/api/billing/bills/${bill?.institutionId}/${bill?.id}`),
  })
}

/** Looks for whoever was shown; the answer is masked until they are chosen. */
export function useFind() {
  return useMutation({
    mutationFn: async (typed: string) => {
      const asked = whatWasShown(typed)
      return asked ? api.post<FoundPerson[]>('/api/people/search', { body: asked }) : []
    },
  })
}

/** A write at the window, after which everything shown is read again. */
export function useAct<Input, Answer>(act: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: keys.all }) })
}

export function takeCash(input: { billId: string; expectedCents: number; receivedCents: number; parts: NewPart[] }): Promise<Payment> {
  return api.post<Payment>('/api/billing/window/cash', { body: input })
}

/** All of it from the balance, with the code the person has shown. */
export function payFromBalance(bill: Bill): Promise<Payment> {
  return api.post<Payment>(`/api/billing/bills/${bill.institutionId}/${bill.id}/payments`, { body: { channel: 'prepaid', expectedCents: bill.dueCents, parts: [{ purse: 'prepaid', cents: bill.dueCents }] } })
}

export function closePayment(payment: Pick<Payment, 'institutionId' | 'id'>): Promise<Payment> {
  return api.post<Payment>(`/api/billing/payments/${payment.institutionId}/${payment.id}/close`)
}

export function askChannel(payment: Pick<Payment, 'institutionId' | 'id'>): Promise<Payment> {
  return api.post<Payment>(`/api/billing/payments/${payment.institutionId}/${payment.id}/check`)
}

/** Starts a payment that the person pays by scanning; the same bill again is the same payment. */
export function startByCode({ bill, channel }: { bill: Bill; channel: 'wechatpay' | 'alipay' }): Promise<Payment> {
  return start(bill, channel, {})
}

/** Starts a payment by card: the reader asks for it at once. */
export function startByCard({ bill, terminalId }: { bill: Bill; terminalId: string }): Promise<Payment> {
  return start(bill, 'bankcard', { terminalId })
}

export function useCardReaders() {
  return useQuery({ queryKey: ['billing', 'window', 'card-readers'], queryFn: () => api.get<CardReader[]>('/api/billing/window/card-readers'), staleTime: 300_000 })
}

/** What the reader waits for, asked again and again while a card payment is open. */
export function useCardStep(payment: Payment, onEnd: (payment: Payment) => void) {
  return useQuery({
    queryKey: ['billing', 'card', payment.id], gcTime: 0, refetchInterval: 1_500,
    queryFn: async () => {
      const now = await askChannel(payment)
      if (now.state !== 'created' && now.state !== 'confirming' && now.state !== 'unknown') onEnd(now)
      return now
    },
  })
}

async function start(bill: Bill, channel: ChannelName, order: { terminalId?: string }): Promise<Payment> {
  const started = await api.post<Payment>(`/api/billing/bills/${bill.institutionId}/${bill.id}/payments`, { body: { channel, expectedCents: bill.dueCents } })
  return api.post<Payment>(`/api/billing/payments/${started.institutionId}/${started.id}/order`, { body: order })
}
