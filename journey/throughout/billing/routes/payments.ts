import QRCode from 'qrcode'
import { z } from 'zod'
import { inTransaction } from '#platform/database/index.ts'
import type { Context } from '#platform/context/context.ts'
import { allow, contextOf, type Routes } from '#platform/http/index.ts'
import { checkPayment, closePayment, placeOrder } from '../channels/check-payment.ts'
import { cardAccount, channelsHere } from '../channels/open-channel.ts'
import { CardReader, ChannelsHere, Payment, PaymentPath, PlaceOrder } from '../contract.ts'
import { ChannelClosed, PaymentNotFound } from '../errors.ts'
import { billOf } from '../queries/bill-of.ts'
import { asPayment, paymentRow } from '../queries/payments.ts'
import { cashier } from '../queries/shifts.ts'

const tags = ['billing', 'payments']
const payer = { access: allow('patient', 'cashier', 'registrar'), purpose: 'payment', outcomes: [PaymentNotFound, ChannelClosed] }

/** A payment that was started: its order at the channel, what became of it, and the way out. */
export const paymentRoutes: Routes = (app, services) => {
  /** The payment as it is now, under the eyes of the one who asks. */
  const seen = (context: Context, { institutionId, paymentId }: PaymentPath) =>
    inTransaction(services.db, context, async (tx) => asPayment(await paymentRow(tx, institutionId, paymentId)))

  app.get('/api/billing/channels', {
    schema: { operationId: 'listChannels', summary: 'Which ways of paying there are here', tags, response: { 200: ChannelsHere } },
    config: { access: allow('patient', 'cashier', 'registrar'), purpose: 'payment' },
  }, () => ({ channels: channelsHere(services) }))

  app.get('/api/billing/window/card-readers', {
    schema: { operationId: 'listCardReaders', summary: 'The card readers at this hospital’s windows', tags: ['billing', 'window'], response: { 200: z.array(CardReader) } },
    config: { access: allow('cashier'), purpose: 'payment' },
  }, async (request) => {
    const { institutionId } = cashier(contextOf(request))
    return ((await cardAccount(services))?.windows(institutionId) ?? []).map(({ id, name }) => ({ id, name }))
  })

  app.get('/api/billing/payments/:institutionId/:paymentId', {
    schema: { operationId: 'readPayment', summary: 'What became of a payment', tags, params: PaymentPath, response: { 200: Payment } },
    config: payer,
  }, (request) => seen(contextOf(request), request.params))

  app.get('/api/billing/payments/:institutionId/:paymentId/code.svg', {
    schema: { operationId: 'showPaymentCode', summary: 'Where it can be paid, as a code to be scanned', tags, params: PaymentPath },
    config: payer,
  }, async (request, reply) => {
    const { payUrl } = await seen(contextOf(request), request.params)
    if (!payUrl) throw new PaymentNotFound()
    return reply.type('image/svg+xml').header('cache-control', 'no-store').send(await QRCode.toString(payUrl, { type: 'svg', margin: 1 }))
  })

  // The three below speak with the channel, so they are not one transaction. Each may be sent again: the payment's id is the key.
  app.post('/api/billing/payments/:institutionId/:paymentId/order', {
    schema: { operationId: 'placePaymentOrder', summary: 'Give the order to the payment channel; answers where it can be paid', tags, params: PaymentPath, body: PlaceOrder, response: { 200: Payment } },
    config: payer,
  }, async (request) => {
    const context = contextOf(request)
    const { institutionId, paymentId } = request.params
    const { institutionName: title } = await inTransaction(services.db, context, async (tx) =>
      billOf(tx, context, institutionId, (await paymentRow(tx, institutionId, paymentId)).billId))
    const { returnUrl, terminalId } = request.body
    await placeOrder(services, request.params, {
      title, product: context.actor.kind === 'patient' ? 'phone' : 'code', clientIp: request.ip, ...(returnUrl ? { returnUrl } : {}), ...(terminalId ? { terminalId } : {}),
    })
    const payment = await seen(context, request.params)
    // WeChat Pay is told in its address where to come back to; others have signed it into the order.
    return { ...payment, payUrl: payment.channel === 'wechatpay' ? withReturn(payment.payUrl, returnUrl) : payment.payUrl }
  })

  app.post('/api/billing/payments/:institutionId/:paymentId/check', {
    schema: { operationId: 'checkPayment', summary: 'Ask the payment channel now', tags, params: PaymentPath, response: { 200: Payment } },
    config: payer,
  }, async (request) => {
    await seen(contextOf(request), request.params)
    await checkPayment(services, request.params)
    return seen(contextOf(request), request.params)
  })

  app.post('/api/billing/payments/:institutionId/:paymentId/close', {
    schema: { operationId: 'closePayment', summary: 'Pay another way: nobody shall be able to pay this one any more', tags, params: PaymentPath, response: { 200: Payment } },
    config: payer,
  }, async (request) => {
    await seen(contextOf(request), request.params)
    await closePayment(services, request.params)
    return seen(contextOf(request), request.params)
  })
}

function withReturn(payUrl: string | null, returnUrl: string | undefined): string | null {
  if (!payUrl || !returnUrl) return payUrl
  const address = new URL(payUrl)
  address.searchParams.set('redirect_url', returnUrl)
  return address.href
}
