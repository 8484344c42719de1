import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { actAsKiosk, KioskNotSetUp, KioskSessionOver, personOfSession } from '#journey/throughout/access/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { checkPayment, closePayment, placeOrder } from '../channels/check-payment.ts'
import { cardAccount, channelsHere } from '../channels/open-channel.ts'
import { KioskBills, KioskStart, PaperReceipt, Payment } from '../contract.ts'
import { askInsurer } from '../insured/ask-insurer.ts'
import { AmountChanged, BillNotFound, ChannelClosed, NothingDue, PaymentNotFound, PaymentUnderWay } from '../errors.ts'
import { startPayment } from '../operations/start-payment.ts'
import { billOf } from '../queries/bill-of.ts'
import { kioskBills, ownPayment, paperReceipts } from '../queries/kiosk-bills.ts'
import { asPayment } from '../queries/payments.ts'

const tags = ['kiosk', 'billing']
/** Nobody signs in at a machine: its pass, and the session of whoever showed a code or a document there, come with every question. */
const config = { access: allow('anyone'), purpose: 'payment', rateLimit: { max: 600, timeWindow: '1 minute' } }
const refusals = [KioskNotSetUp, KioskSessionOver]
const paymentPath = z.object({ paymentId: z.uuid() })

interface AtMachine {
  readonly context: Context
  readonly institutionId: number
  readonly machine: string
  readonly personId: string
}

function atMachine(request: FastifyRequest): AtMachine {
  const { machine, ...context } = actAsKiosk(request)
  const session = request.headers['x-kiosk-session']
  return { context, machine, institutionId: context.institutionId, personId: personOfSession(typeof session === 'string' ? session : '', context.institutionId, context.now) }
}

/** Paying and printing at a machine in the hall: one's own bills, one's own payments. */
export const kioskRoutes: Routes = (app, services) => {
  for (const part of [billsAtKiosk, paymentsAtKiosk]) part(app, services)
}

const billsAtKiosk: Routes = (app, services) => {
  // Opened for paying: the insurer is asked first, so this is not one transaction; it may be asked again.
  app.post('/api/billing/kiosk/bills', {
    schema: { operationId: 'openBillsAtKiosk', summary: 'What the person at the machine has to pay, as the insurer says now, and their receipts', tags, response: { 200: KioskBills } },
    config: { ...config, outcomes: refusals },
  }, async (request) => {
    const { context, institutionId, machine, personId } = atMachine(request)
    const reader = (await cardAccount(services))?.atMachine(institutionId, machine)
    const channels = channelsHere(services).filter((name) => name !== 'bankcard' || reader !== undefined)
    const read = () => inTransaction(services.db, context, (tx) => kioskBills(tx, context, institutionId, personId))
    const before = await read()
    const toAsk = before.bills.filter((bill) => bill.dueCents > 0 && !bill.open)
    for (const bill of toAsk) await askInsurer(services, context, { institutionId, billId: bill.id, useAccount: undefined })
    return { ...(toAsk.length > 0 ? await read() : before), channels }
  })

  app.post('/api/billing/kiosk/payments', {
    schema: { operationId: 'startPaymentAtKiosk', summary: 'Start to pay at the machine, or join the payment that is under way', tags, body: KioskStart, response: { 201: Payment } },
    config: { ...config, outcomes: [...refusals, BillNotFound, NothingDue, AmountChanged, PaymentUnderWay] },
  }, (request, reply) => {
    const { institutionId, personId } = atMachine(request)
    return command(request, reply, 201, async (tx, context) => {
      const mine: readonly string[] = await entriesOf(tx, personId)
      const bill = await billOf(tx, context, institutionId, request.body.billId)
      if (!mine.includes(bill.personId)) throw new BillNotFound()
      return asPayment(await startPayment(tx, context, { institutionId, ...request.body }))
    })
  })

  app.get('/api/billing/kiosk/bills/:billId/receipts', {
    schema: { operationId: 'readReceiptsAtKiosk', summary: 'The receipts of one’s own bill, for the paper of the machine', tags, params: z.object({ billId: z.uuid() }), response: { 200: z.array(PaperReceipt) } },
    config: { ...config, outcomes: [...refusals, BillNotFound] },
  }, (request) => {
    const { institutionId, personId } = atMachine(request)
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

/** What speaks with the channel is not one transaction. Each may be sent again: the payment's id is the key. */
const paymentsAtKiosk: Routes = (app, services) => {
  const seen = ({ context, institutionId, personId }: AtMachine, paymentId: string) =>
    inTransaction(services.db, context, async (tx) => asPayment(await ownPayment(tx, institutionId, paymentId, personId)))

  app.post('/api/billing/kiosk/payments/:paymentId/order', {
    schema: { operationId: 'placePaymentOrderAtKiosk', summary: 'Show the code, or wake the card reader of this machine', tags, params: paymentPath, response: { 200: Payment } },
    config: { ...config, outcomes: [...refusals, PaymentNotFound, ChannelClosed] },
  }, async (request) => {
    const at = atMachine(request)
    const payment = await seen(at, request.params.paymentId)
    const title = await inTransaction(services.db, at.context, async (tx) => (await billOf(tx, at.context, at.institutionId, payment.billId)).institutionName)
    const reader = payment.channel === 'bankcard' ? (await cardAccount(services))?.atMachine(at.institutionId, at.machine) : undefined
    await placeOrder(services, { institutionId: at.institutionId, paymentId: payment.id }, { title, product: 'code', clientIp: request.ip, ...(reader ? { terminalId: reader.id } : {}) })
    return seen(at, payment.id)
  })

  for (const [what, act] of [['check', checkPayment], ['close', closePayment]] as const) {
    app.post(`/api/billing/kiosk/payments/:paymentId/${what}`, {
      schema: { operationId: `${what}PaymentAtKiosk`, summary: what === 'check' ? 'Ask the channel what became of it' : 'Not this way: nobody shall be able to pay it any more', tags, params: paymentPath, response: { 200: Payment } },
      config: { ...config, outcomes: [...refusals, PaymentNotFound, ChannelClosed] },
    }, async (request) => {
      const at = atMachine(request)
      const { paymentId } = request.params
      await seen(at, paymentId)
      await act(services, { institutionId: at.institutionId, paymentId })
      return seen(at, paymentId)
    })
  }
}
