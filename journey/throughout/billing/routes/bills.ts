import { z } from 'zod'
import { NotAgreed, NotEnoughCredit, Overdue } from '#journey/throughout/credit/index.ts'
import { ConsentNeeded, NotEnoughBalance } from '#journey/throughout/wallet/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { mayActFor } from '#platform/context/context.ts'
import { Bill, BillPath, BillSummary, Payment, StartPayment } from '../contract.ts'
import { AmountChanged, BillNotFound, NotFromBalance, NothingDue, PaymentUnderWay } from '../errors.ts'
import { startPayment } from '../operations/start-payment.ts'
import { billOf, billsOfPerson } from '../queries/bill-of.ts'
import { asPayment } from '../queries/payments.ts'

const tags = ['billing']
const payer = { access: allow('patient', 'cashier', 'registrar'), purpose: 'payment' }

/** Bills, and the press on "pay". */
export const billRoutes: Routes = (app) => {
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
    config: { ...payer, outcomes: [BillNotFound, NothingDue, AmountChanged, PaymentUnderWay, NotFromBalance, NotEnoughBalance, ConsentNeeded, NotAgreed, NotEnoughCredit, Overdue] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) =>
    asPayment(await startPayment(tx, context, { ...request.params, ...request.body }))))
}
