import { z } from 'zod'
import {
  AmountChanged, askInsurer, asPayment, BillNotFound, billOf, cardAccount, ChannelClosed, channelsHere, checkPayment, closePayment, NothingDue, PaymentNotFound, PaymentUnderWay, placeOrder,
  startPayment, startTopUp,
} from '#journey/throughout/billing/index.ts'
import { Payment } from '#journey/throughout/billing/contract.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { BalanceFull, TopUpTooMuch, TopUpTooSmall } from '#journey/throughout/wallet/index.ts'
import { audit } from '#platform/audit/index.ts'
import { inTransaction } from '#platform/database/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { KioskBills, KioskStart, KioskTopUp, PaperReceipt } from '../contract.ts'
import { KioskNotSetUp, SessionOver } from '../errors.ts'
import { type AtMachine, atMachine, machineOf } from '../pass.ts'
import { kioskBills, ownPayment, paperReceipts } from '../queries/kiosk-bills.ts'

const tags = ['kiosk', 'billing']
/** Nobody signs in at a machine: its pass, and the session of whoever showed a code or a document there, come with every question. */
const config = { access: allow('anyone'), purpose: 'payment', rateLimit: { max: 600, timeWindow: '1 minute', keyGenerator: machineOf } }
const refusals = [KioskNotSetUp, SessionOver]
const paymentPath = z.object({ paymentId: z.uuid() })

/** Paying and printing at a machine in the hall: one's own bills, one's own payments. */
export const payRoutes: Routes = (app, services) => {
  for (const part of [billsAtKiosk, topUpAtKiosk, paymentsAtKiosk]) part(app, services)
}

const billsAtKiosk: Routes = (app, services) => {
  // Opened for paying: the insurer is asked first, so this is not one transaction; it may be asked again.
  app.post('/api/kiosk/bills', {
    schema: { operationId: 'openBillsAtKiosk', summary: 'What the person at the machine has to pay, as the insurer says now, and their receipts', tags, response: { 200: KioskBills } },
    config: { ...config, outcomes: refusals },
  }, async (request) => {
    const { context, institutionId, machine, personId } = await atMachine(request)
    const reader = (await cardAccount(services))?.atMachine(institutionId, machine)
    const channels = channelsHere(services).filter((name) => name !== 'bankcard' || reader !== undefined)
    const read = () => inTransaction(services.db, context, (tx) => kioskBills(tx, context, institutionId, personId))
    const before = await read()
    const toAsk = before.bills.filter((bill) => bill.dueCents > 0 && !bill.open)
    for (const bill of toAsk) await askInsurer(services, context, { institutionId, billId: bill.id, useAccount: undefined })
    return { ...(toAsk.length > 0 ? await read() : before), channels }
  })

  app.post('/api/kiosk/payments', {
    schema: { operationId: 'startPaymentAtKiosk', summary: 'Start to pay at the machine, or join the payment that is under way', tags, body: KioskStart, response: { 201: Payment } },
    config: { ...config, outcomes: [...refusals, BillNotFound, NothingDue, AmountChanged, PaymentUnderWay] },
  }, async (request, reply) => {
    const { institutionId, personId } = await atMachine(request)
    return command(request, reply, 201, async (tx, context) => {
      const mine: readonly string[] = await entriesOf(tx, personId)
      const bill = await billOf(tx, context, institutionId, request.body.billId)
      if (!mine.includes(bill.personId)) throw new BillNotFound()
      return asPayment(await startPayment(tx, context, { institutionId, ...request.body }))
    })
  })

  app.get('/api/kiosk/bills/:billId/receipts', {
    schema: { operationId: 'readReceiptsAtKiosk', summary: 'The receipts of one’s own bill, for the paper of the machine', tags, params: z.object({ billId: z.uuid() }), response: { 200: z.array(PaperReceipt) } },
    config: { ...config, outcomes: [...refusals, BillNotFound] },
  }, async (request) => {
    const { institutionId, personId } = await atMachine(request)
    const { billId } = request.params
    return query(request, async (tx, context) => {
      const mine: readonly string[] = await entriesOf(tx, personId)
      const bill = await billOf(tx, context, institutionId, billId)
      if (!mine.includes(bill.personId)) throw new BillNotFound()
      await audit(tx, context, { action: 'billing.print-receipts', personId: bill.personId, subject: `bill/${billId}`, institutionId })
      return paperReceipts(tx, { institutionId, billId, publicUrl: services.config.publicUrl })
    })
  })
}

const topUpAtKiosk: Routes = (app) => {
  app.post('/api/kiosk/top-ups', {
    schema: { operationId: 'startTopUpAtKiosk', summary: 'Put money aside at the machine; the answer is a payment like any other', tags, body: KioskTopUp, response: { 201: Payment } },
    config: { ...config, outcomes: [...refusals, TopUpTooSmall, TopUpTooMuch, BalanceFull] },
  }, async (request, reply) => {
    const { personId } = await atMachine(request)
    return command(request, reply, 201, async (tx, context) => asPayment(await startTopUp(tx, context, { personId, ...request.body })))
  })
}

/** What speaks with the channel is not one transaction. Each may be sent again: the payment's id is the key. */
const paymentsAtKiosk: Routes = (app, services) => {
  const seen = ({ context, institutionId, personId }: AtMachine, paymentId: string) =>
    inTransaction(services.db, context, async (tx) => asPayment(await ownPayment(tx, institutionId, paymentId, personId)))

  app.post('/api/kiosk/payments/:paymentId/order', {
    schema: { operationId: 'placePaymentOrderAtKiosk', summary: 'Show the code, or wake the card reader of this machine', tags, params: paymentPath, response: { 200: Payment } },
    config: { ...config, outcomes: [...refusals, PaymentNotFound, ChannelClosed] },
  }, async (request) => {
    const at = await atMachine(request)
    const payment = await seen(at, request.params.paymentId)
    const title = await inTransaction(services.db, at.context, async (tx) => (await billOf(tx, at.context, at.institutionId, payment.billId)).institutionName)
    const reader = payment.channel === 'bankcard' ? (await cardAccount(services))?.atMachine(at.institutionId, at.machine) : undefined
    await placeOrder(services, { institutionId: at.institutionId, paymentId: payment.id }, { title, product: 'code', clientIp: request.ip, ...(reader ? { terminalId: reader.id } : {}) })
    return seen(at, payment.id)
  })

  for (const [what, act] of [['check', checkPayment], ['close', closePayment]] as const) {
    app.post(`/api/kiosk/payments/:paymentId/${what}`, {
      schema: { operationId: `${what}PaymentAtKiosk`, summary: what === 'check' ? 'Ask the channel what became of it' : 'Not this way: nobody shall be able to pay it any more', tags, params: paymentPath, response: { 200: Payment } },
      config: { ...config, outcomes: [...refusals, PaymentNotFound, ChannelClosed] },
    }, async (request) => {
      const at = await atMachine(request)
      const { paymentId } = request.params
      await seen(at, paymentId)
      await act(services, { institutionId: at.institutionId, paymentId })
      return seen(at, paymentId)
    })
  }
}
