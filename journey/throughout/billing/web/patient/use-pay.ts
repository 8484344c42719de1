import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api } from '#client/index.ts'
import type { Bill, NewPart, Payment } from '../../contract.ts'
import { billHref, isOpen } from './bill-data.ts'
import type { PhoneChannel } from './choose-channel.tsx'

export function paymentHref(payment: Pick<Payment, 'institutionId' | 'billId' | 'id'>): string {
  return `${billHref({ institutionId: payment.institutionId, id: payment.billId })}/payments/${payment.id}`
}

export function paymentPath(payment: Pick<Payment, 'institutionId' | 'id'>): string {
  return `/api/billing/payments/${payment.institutionId}/${payment.id}`
}

/** Gives the order to the channel; the answer says where it can be paid, and leads back here. */
export function placeOrder(payment: Payment): Promise<Payment> {
  return api.post<Payment>(`${paymentPath(payment)}/order`, { body: { returnUrl: location.origin + paymentHref(payment) } })
}

/**
 * Pays what is due, some of it from the balance or after treatment. An open payment for exactly this is taken up again; one for
 * something else is closed first, and only when the channel has said that nobody can pay it any more is a new one started.
 */
export function usePay(bill: Bill, parts: readonly NewPart[], channel: PhoneChannel) {
  const navigate = useNavigate()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const open = bill.payments.find(isOpen)
      if (open && (open.amountCents !== bill.dueCents || !areOf(open, parts) || open.channel !== channel)) {
        const closed = await api.post<Payment>(`${paymentPath(open)}/close`)
        if (closed.state !== 'closed') return closed
      }
      const started = await api.post<Payment>(`/api/billing/bills/${bill.institutionId}/${bill.id}/payments`, {
        body: {
          channel: bill.dueCents === 0 ? 'none' : sumOf(parts) === bill.dueCents ? parts[0]?.purse : channel, expectedCents: bill.dueCents, parts,
        },
      })
      return isOpen(started) ? placeOrder(started) : started
    },
    onSuccess: (payment) => {
      if (payment.state === 'confirming' && payment.payUrl) location.assign(payment.payUrl)
      else void navigate(paymentHref(payment))
    },
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['billing'] }), client.invalidateQueries({ queryKey: ['wallet'] })]),
  })
}

function sumOf(parts: readonly NewPart[]): number {
  return parts.reduce((sum, part) => sum + part.cents, 0)
}

function areOf(payment: Payment, parts: readonly NewPart[]): boolean {
  return payment.parts.length === parts.length && parts.every((part) => payment.parts.some((one) => one.purse === part.purse && one.cents === part.cents))
}
