import type { DomainEvent } from '#platform/events/index.ts'

interface OfBill {
  readonly institutionId: number
  readonly billId: string
  readonly personId: string
}

const fact = (type: string) => <T extends OfBill>(payload: T): DomainEvent =>
  ({ type, payload, institutionId: payload.institutionId, topics: [`person:${payload.personId}`] })

/** Something was put on the bill or taken off. */
export const billChanged = fact('billing.bill-changed.v1')
/** Nothing more is due. May happen again when something is ordered later. */
export const billPaid = fact('billing.bill-paid.v1')
/** {paymentId, state} */
export const paymentChanged = fact('billing.payment-changed.v1')
/** Money is to go back: {refundId, amountCents} */
export const refundStarted = fact('billing.refund-started.v1')
/** Money went back: {refundId, amountCents} */
export const refunded = fact('billing.refunded.v1')
