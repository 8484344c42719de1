import { z } from 'zod'
import { allow, command, contextOf, query, type Routes } from '#platform/http/index.ts'
import { inTransaction } from '#platform/database/index.ts'
import { mayActFor, type Context } from '#platform/context/context.ts'
import { closePayment, checkPayment, placeOrder } from './channels/check-payment.ts'
import { Bill, BillPath, BillSummary, Payment, PaymentPath, PlaceOrder, StartPayment } from './contract.ts'
import { AmountChanged, BillNotFound, ChannelClosed, NothingDue, PaymentNotFound, PaymentUnderWay } from './errors.ts'
import { startPayment } from './operations/start-payment.ts'
import { billOf, billsOfPerson } from './queries/bill-of.ts'
import { asPayment, paymentRow } from './queries/payments.ts'
import { receiptRoutes } from './receipt-routes.ts'
import { refundRoutes } from './refund-routes.ts'
import { simulatorRoutes } from './simulator/routes.ts'
import { callbackRoutes } from './callback-routes.ts'
import { windowRoutes } from './window-routes.ts'

const tags = ['billing']
const payer = { access: allow('patient', 'cashier', 'registrar'), purpose: 'payment' }

export const routes: Routes = (app, services) => {
  app.get('/api/billing/bills', {
    schema: { operationId: 'listBills', summary: 'The bills of one person', tags, querystring: z.object({ personId: z.uuid() }), response: { 200: z.array(BillSummary) } },
    config: { ...payer, outcomes: [BillNotFound] },
  }, (request) => query(request, async (tx, context) => {
    if (!mayActFor(context.actor, request.query.personId)) throw new BillNotFound()
    return billsOfPerson(tx, context, request.query.personId)
  }))

  app.get('/api/billing/bills/:institutionId/:billId', {
    schema: { operationId: 'readBill', summary: 'A visit\'s bill, every line with how it was split', tags, params: BillPath, response: { 200: Bill } },
    config: { ...payer, access: allow('patient', 'staff'), outcomes: [BillNotFound] },
  }, (request) => query(request, (tx, context) => billOf(tx, context, request.params.institutionId, request.params.billId)))

  app.post('/api/billing/bills/:institutionId/:billId/payments', {
    schema: { operationId: 'startPayment', summary: 'Start to pay what is due, or join the payment that is under way', tags, params: BillPath, body: StartPayment, response: { 201: Payment } },
    config: { ...payer, outcomes: [BillNotFound, NothingDue, AmountChanged, PaymentUnderWay] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) =>
    asPayment(await startPayment(tx, context, { ...request.params, ...request.body }))))

  /** The payment as it is now, under the eyes of the one who asks. */
  const seen = (context: Context, { institutionId, paymentId }: PaymentPath) =>
    inTransaction(services.db, context, async (tx) => asPayment(await paymentRow(tx, institutionId, paymentId)))

  app.get('/api/billing/payments/:institutionId/:paymentId', {
    schema: { operationId: 'readPayment', summary: 'What became of a payment', tags, params: PaymentPath, response: { 200: Payment } },
    config: { ...payer, outcomes: [PaymentNotFound] },
  }, (request) => seen(contextOf(request), request.params))

  // The three below speak with the channel, so they are not one transaction. Each may be sent again: the payment's id is the key.
  app.post('/api/billing/payments/:institutionId/:paymentId/order', {
    schema: { operationId: 'placePaymentOrder', summary: 'Give the order to the payment channel; answers where it can be paid', tags, params: PaymentPath, body: PlaceOrder, response: { 200: Payment } },
    config: { ...payer, outcomes: [PaymentNotFound, ChannelClosed] },
  }, async (request) => {
    const context = contextOf(request)
    const { institutionId, paymentId } = request.params
    const title = await inTransaction(services.db, context, async (tx) => {
      const payment = await paymentRow(tx, institutionId, paymentId)
      return (await billOf(tx, context, institutionId, payment.billId)).institutionName
    })
    await placeOrder(services, request.params, { title, product: context.actor.kind === 'patient' ? 'h5' : 'native', clientIp: request.ip })
    const payment = await seen(context, request.params)
    return { ...payment, payUrl: withReturn(payment.payUrl, request.body.returnUrl) }
  })

  app.post('/api/billing/payments/:institutionId/:paymentId/check', {
    schema: { operationId: 'checkPayment', summary: 'Ask the payment channel now', tags, params: PaymentPath, response: { 200: Payment } },
    config: { ...payer, outcomes: [PaymentNotFound, ChannelClosed] },
  }, async (request) => {
    await seen(contextOf(request), request.params)
    await checkPayment(services, request.params)
    return seen(contextOf(request), request.params)
  })

  app.post('/api/billing/payments/:institutionId/:paymentId/close', {
    schema: { operationId: 'closePayment', summary: 'Pay another way: nobody shall be able to pay this one any more', tags, params: PaymentPath, response: { 200: Payment } },
    config: { ...payer, outcomes: [PaymentNotFound, ChannelClosed] },
  }, async (request) => {
    await seen(contextOf(request), request.params)
    await closePayment(services, request.params)
    return seen(contextOf(request), request.params)
  })

  for (const more of [receiptRoutes, windowRoutes, refundRoutes, callbackRoutes, simulatorRoutes]) more(app, services)
}

function withReturn(payUrl: string | null, returnUrl: string | undefined): string | null {
  if (!payUrl || !returnUrl) return payUrl
  const address = new URL(payUrl)
  address.searchParams.set('redirect_url', returnUrl)
  return address.href
}
