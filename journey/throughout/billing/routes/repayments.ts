import { z } from 'zod'
import { RelativePayment } from '#journey/throughout/credit/contract.ts'
import { LinkOver, NothingOwed, NotYourPerson, OwedChanged } from '#journey/throughout/credit/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { allow, command, type Routes } from '#platform/http/index.ts'
import { placeOrder } from '../channels/check-payment.ts'
import { Payment, StartRepayment, TakeRepayment } from '../contract.ts'
import { ChannelClosed, NoShift, PaymentNotFound, TooLittleCash } from '../errors.ts'
import { repaymentByLink, startRepayment, startRepaymentByLink, takeRepayment } from '../operations/repay-debt.ts'
import { asPayment, type PaymentRow } from '../queries/payments.ts'

const tags = ['billing', 'credit']
const refusals = [NothingOwed, OwedChanged, NotYourPerson]
const Code = z.string().min(8).max(40)

/** Paying back what was put off: by phone, at a window, or by whoever holds the address. */
export const repaymentRoutes: Routes = (app, services) => {
  app.post('/api/billing/repayments', {
    schema: { operationId: 'startRepayment', summary: 'Repay what was put off, for oneself or a relative; the answer is a payment like any other', tags, body: StartRepayment, response: { 201: Payment } },
    config: { access: allow('patient', 'cashier'), purpose: 'payment', outcomes: refusals },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => asPayment(await startRepayment(tx, context, request.body))))

  app.post('/api/billing/window/repayments', {
    schema: { operationId: 'takeRepayment', summary: 'Take cash for what somebody owes; answers what to give back', tags, body: TakeRepayment, response: { 201: Payment } },
    config: { access: allow('cashier'), purpose: 'payment', outcomes: [...refusals, NoShift, TooLittleCash] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => asPayment(await takeRepayment(tx, context, request.body))))

  // Whoever holds the address is nobody we know; the code is their right, so the region itself acts. It tells an amount and an outcome.
  app.post('/api/billing/repay-links/:code/payments', {
    schema: { operationId: 'repayByLink', summary: 'Repay for somebody who gave their address away', tags, params: z.object({ code: Code }), body: z.object({ cents: z.int().min(1).max(100_000_000) }), response: { 201: RelativePayment } },
    config: { access: allow('anyone'), purpose: 'payment', outcomes: [LinkOver, NothingOwed, OwedChanged, ChannelClosed] },
  }, async (request, reply) => {
    const context = systemContext('billing.repay-link', services.clock.now())
    const { code } = request.params
    const started = await inTransaction(services.db, context, (tx) => startRepaymentByLink(tx, context, code, request.body.cents))
    const returnUrl = `${services.config.publicUrl}/repay/${code}?payment=${started.id}`
    await placeOrder(services, { institutionId: started.institutionId, paymentId: started.id }, { title: '先看病后付费还款', product: 'phone', clientIp: request.ip, returnUrl })
    const row = await inTransaction(services.db, context, (tx) => repaymentByLink(tx, context, code, started.id))
    return reply.code(201).send(told(row, returnUrl))
  })

  app.get('/api/billing/repay-links/:code/payments/:paymentId', {
    schema: { operationId: 'readRepaymentByLink', summary: 'What became of it', tags, params: z.object({ code: Code, paymentId: z.uuid() }), response: { 200: RelativePayment } },
    config: { access: allow('anyone'), purpose: 'payment', outcomes: [LinkOver, PaymentNotFound] },
  }, async (request) => {
    const context = systemContext('billing.repay-link', services.clock.now())
    const { code, paymentId } = request.params
    const row = await inTransaction(services.db, context, (tx) => repaymentByLink(tx, context, code, paymentId))
    return told(row, `${services.config.publicUrl}/repay/${code}?payment=${paymentId}`)
  })
}

function told({ id, state, amountCents, refundedCents, payUrl }: PaymentRow, returnUrl: string): RelativePayment {
  if (!payUrl) return { id, state, amountCents, refundedCents, payUrl }
  const address = new URL(payUrl)
  address.searchParams.set('redirect_url', returnUrl)
  return { id, state, amountCents, refundedCents, payUrl: address.href }
}
