import { z } from 'zod'
import { NotAgreed, NotEnoughCredit, Overdue } from '#journey/throughout/credit/index.ts'
import { personSummary, personSummaries } from '#journey/throughout/people/index.ts'
import { ConsentNeeded, NotEnoughBalance } from '#journey/throughout/wallet/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { CloseShift, DueBill, OpenShift, Payment, Shift, TakeCash, UnknownPayment, WindowPerson } from '../contract.ts'
import { AmountChanged, BillNotFound, NoShift, NotFromBalance, NothingDue, PaymentUnderWay, ShiftOpen, TooLittleCash } from '../errors.ts'
import { closeShift } from '../operations/close-shift.ts'
import { openShift } from '../operations/open-shift.ts'
import { takeCash } from '../operations/take-cash.ts'
import { billsOfPerson, dueBills } from '../queries/bill-of.ts'
import { asPayment, unknownPayments } from '../queries/payments.ts'
import { cashier, currentShift } from '../queries/shifts.ts'

const tags = ['billing', 'window']
const window = { access: allow('cashier'), purpose: 'payment' }

export const windowRoutes: Routes = (app) => {
  app.get('/api/billing/window/due', {
    schema: { operationId: 'listDueBills', summary: 'Bills of this hospital on which something is due', tags, response: { 200: z.array(DueBill) } },
    config: window,
  }, (request) => query(request, async (tx, context) => {
    const bills = await dueBills(tx, cashier(context).institutionId, context.now)
    const people = await personSummaries(tx, context, bills.map((bill) => bill.personId))
    return bills.map((bill) => ({ ...bill, nameMasked: people.get(bill.personId)?.nameMasked ?? '' }))
  }))

  app.get('/api/billing/window/unknown', {
    schema: { operationId: 'listUnknownPayments', summary: 'Payments the channel does not answer about: nobody may take the money again', tags, response: { 200: z.array(UnknownPayment) } },
    config: window,
  }, (request) => query(request, async (tx, context) => {
    const payments = await unknownPayments(tx, cashier(context).institutionId)
    const people = await personSummaries(tx, context, payments.map((payment) => payment.personId))
    return payments.map((row) => ({ ...asPayment(row), personId: row.personId, nameMasked: people.get(row.personId)?.nameMasked ?? '' }))
  }))

  app.get('/api/billing/window/persons/:personId', {
    schema: { operationId: 'readPersonAtWindow', summary: 'A person at the window, with their bills here', tags, params: z.object({ personId: z.uuid() }), response: { 200: WindowPerson } },
    config: { ...window, outcomes: [BillNotFound] },
  }, (request) => query(request, async (tx, context) => {
    const { personId, name, nameMasked, sex, age, insuranceKind } = await personSummary(tx, context, request.params.personId)
    return { personId, name, nameMasked, sex, age, insuranceKind, bills: await billsOfPerson(tx, context, personId) }
  }))

  app.get('/api/billing/window/shift', {
    schema: { operationId: 'readShift', summary: 'The cashier\'s open shift', tags, response: { 200: z.object({ shift: Shift.nullable() }) } },
    config: window,
  }, (request) => query(request, async (tx, context) => ({ shift: await currentShift(tx, context) })))

  app.post('/api/billing/window/shifts', {
    schema: { operationId: 'openShift', summary: 'Open a shift with the float in the drawer', tags, body: OpenShift, response: { 201: Shift } },
    config: { ...window, outcomes: [ShiftOpen] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => openShift(tx, context, request.body)))

  app.post('/api/billing/window/shift/close', {
    schema: { operationId: 'closeShift', summary: 'Close the shift with the counted drawer', tags, body: CloseShift, response: { 200: Shift } },
    config: { ...window, outcomes: [NoShift] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => closeShift(tx, context, request.body)))

  app.post('/api/billing/window/cash', {
    schema: { operationId: 'takeCash', summary: 'Take cash for what is due; answers what to give back', tags, body: TakeCash, response: { 201: Payment } },
    config: { ...window, outcomes: [BillNotFound, NoShift, NothingDue, AmountChanged, TooLittleCash, PaymentUnderWay, NotFromBalance, NotEnoughBalance, ConsentNeeded, NotAgreed, NotEnoughCredit, Overdue] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => asPayment(await takeCash(tx, context, request.body))))
}
