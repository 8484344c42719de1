import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api } from '#client/index.ts'
import type { Bill, Payment } from '../../contract.ts'
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
 * Pays what is due, `prepaidCents` of it from the balance. An open payment for exactly this is taken up again; one for
 * something else is closed first, and only when the channel has said that nobody can pay it any more is a new one started.
 */
export function usePay(bill: Bill, prepaidCents: number, channel: PhoneChannel) {
  const navigate = useNavigate()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const open = bill.payments.find(isOpen)
      if (open && (open.amountCents !== bill.dueCents || open.amountCents - open.channelCents !== prepaidCents || open.channel !== channel)) {
        const closed = await api.post<Payment>(`${paymentPath(open)}/close`)
        if (closed.state !== 'closed') return closed
      }
      const started = await api.post<Payment>(`/api/billing/bills/${bill.institutionId}/${bill.id}/payments`, {
        body: {
          channel: bill.dueCents === 0 ? 'none' : prepaidCents === bill.dueCents ? 'prepaid' : channel, expectedCents: bill.dueCents,
          parts: prepaidCents > 0 ? [{ purse: 'prepaid', cents: prepaidCents }] : [],
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
