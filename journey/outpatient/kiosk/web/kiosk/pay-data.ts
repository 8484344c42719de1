import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { Problem } from '#client/index.ts'
import type { Payment, PaymentState } from '#journey/throughout/billing/contract.ts'
import type { KioskBill, KioskBills, KioskStart, PaperReceipt } from '../../contract.ts'
import { asked, type AtKiosk } from './session.ts'

const root = ['kiosk', 'pay'] as const
const open: readonly PaymentState[] = ['created', 'confirming', 'unknown']

export function isOpen({ state }: Payment): boolean {
  return open.includes(state)
}

// Nothing of a person outlives what is on the screen: no answer is kept once nobody looks at it.

export function useKioskBills(at: AtKiosk) {
  return useQuery({ queryKey: [...root, 'bills', at.session], gcTime: 0, queryFn: () => api.post<KioskBills>('/api/kiosk/bills', asked(at)) })
}

export function useStart(at: AtKiosk, onStarted: (payment: Payment) => void) {
  return useMutation({
    gcTime: 0,
    mutationFn: async ({ bill, channel }: { bill: KioskBill; channel: KioskStart['channel'] }) => {
      // A payment that is under way another way is closed first: nobody shall be able to pay twice.
      if (bill.open && bill.open.channel !== channel) {
        const closed = await act(at, bill.open.id, 'close')
        if (closed.state !== 'closed') return closed
      }
      const body: KioskStart = { billId: bill.id, channel, expectedCents: bill.dueCents }
      const started = await api.post<Payment>('/api/kiosk/payments', { ...asked(at), body })
      return isOpen(started) ? act(at, started.id, 'order') : started
    },
    onSuccess: onStarted,
  })
}

/** Notes are put in only where no phone can pay as well: a payment that is under way is closed first. */
export function useGiveUp(at: AtKiosk, { onFree, onStarted }: { onFree: (bill: KioskBill) => void; onStarted: (payment: Payment) => void }) {
  return useMutation<Payment | undefined, Problem, KioskBill>({
    gcTime: 0,
    mutationFn: async ({ open: underWay }) => (underWay ? act(at, underWay.id, 'close') : undefined),
    onSuccess: (closed, bill) => (closed === undefined || closed.state === 'closed' ? onFree(bill) : onStarted(closed)),
  })
}

function act(at: AtKiosk, paymentId: string, what: 'order' | 'check' | 'close'): Promise<Payment> {
  return api.post<Payment>(`/api/kiosk/payments/${paymentId}/${what}`, asked(at))
}

/** A payment that is under way, asked about until it is known what became of it. */
export function useUnderWay(at: AtKiosk, started: Payment) {
  return useQuery({
    queryKey: [...root, 'payment', started.id], gcTime: 0, initialData: started,
    queryFn: () => act(at, started.id, 'check'), refetchInterval: (query) => (query.state.data && isOpen(query.state.data) ? 2_000 : false),
  })
}

export function useClose(at: AtKiosk) {
  const client = useQueryClient()
  return useMutation({ gcTime: 0, mutationFn: (payment: Payment) => act(at, payment.id, 'close'), onSuccess: (closed) => client.setQueryData([...root, 'payment', closed.id], closed) })
}

export function usePaper(at: AtKiosk, billId: string) {
  return useQuery({ queryKey: [...root, 'paper', billId], gcTime: 0, staleTime: 0, queryFn: () => api.get<PaperReceipt[]>(`/api/kiosk/bills/${billId}/receipts`, asked(at)) })
}
