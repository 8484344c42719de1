import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Payment } from './contract.ts'
import { cancelCharge } from './index.ts'
import { module } from './server.ts'
import { behave } from './simulator/behaviour.ts'
import { sendDueCallbacks } from './simulator/callbacks.ts'
import { resolveOpen } from './tasks.ts'
import { aBill, booksFaults, morning } from './testing/a-bill.ts'

// Everything that can happen to one bill, several things at a time, on a channel that is late, doubled, deaf or mute.
const { db, owner, url } = await testDatabase()
const server = await testServer([module], { url }, { now: morning })
const { services, clock } = server

const moneyActs = ['press', 'pay-in-app', 'charge', 'cancel', 'close', 'cash'] as const
const otherActs = ['check', 'resolve', 'callbacks', 'wait', 'wait-long', 'deaf', 'mute', 'doubled', 'well'] as const
type Act = (typeof moneyActs | typeof otherActs)[number]
const act = fc.oneof<fc.MaybeWeightedArbitrary<Act>[]>(
  { weight: 4, arbitrary: fc.constantFrom('press', 'pay-in-app') }, { weight: 4, arbitrary: fc.constantFrom(...moneyActs) }, { weight: 3, arbitrary: fc.constantFrom(...otherActs) },
)

async function walk(rounds: readonly (readonly Act[])[]): Promise<void> {
  await behave(services.pool, { address: server.url, callbackDelaySeconds: 2, callbackCopies: 1, dropCallbacks: false, answersFail: false })
  const bill = await aBill(db, owner)
  const charged = [(await bill.charge(700)).sourceId]
  const cashier = staffAt(bill.institutionId, 'cashier')
  await server.request('POST', '/api/billing/window/shifts', { as: cashier, body: { counter: '1', openingFloatCents: 100_000 } })
  const path = `/api/billing/bills/${bill.institutionId}/${bill.billId}`
  const as = bill.person.actor
  const due = async () => (await bill.read()).dueCents
  const payments = async () => (await bill.read()).payments.filter((payment) => payment.channel === 'wechatpay')
  const toPayment = (payment: Payment | undefined, what: string) => payment && server.request('POST', `/api/billing/payments/${bill.institutionId}/${payment.id}/${what}`, { as, body: what === 'order' ? {} : undefined })
  const context = () => systemContext('test', clock.now())

  const acts: Record<Act, () => Promise<unknown>> = {
    charge: async () => charged.push((await bill.charge(100 * (charged.length + 1))).sourceId),
    cancel: () => inTransaction(db, context(), (tx) => cancelCharge(tx, context(), { institutionId: bill.institutionId, billId: bill.billId, source: 'order', sourceId: charged[Math.floor(charged.length / 2)]!, reason: 'cancelled' })),
    press: async () => {
      const started = await server.request<Payment>('POST', `${path}/payments`, { as, body: { channel: 'wechatpay', expectedCents: await due() } })
      if (started.status === 201) await toPayment(started.body, 'order')
    },
    // Whoever has a code may pay it, an old one too.
    'pay-in-app': async () => {
      const { rows } = await sql<{ code: string }>`select code from simulator.wechatpay_order where attach = ${String(bill.institutionId)} and state = 'NOTPAY'`.execute(owner)
      for (const { code } of rows) await fetch(`${server.url}/simulator/wechatpay/pay/${code}`, { method: 'POST' })
    },
    close: async () => toPayment((await payments()).at(-1), 'close'),
    check: async () => toPayment((await payments()).at(-1), 'check'),
    cash: async () => {
      const cents = await due()
      await server.request('POST', '/api/billing/window/cash', { as: cashier, body: { billId: bill.billId, expectedCents: cents, receivedCents: cents + 50 } })
    },
    resolve: () => resolveOpen(services),
    callbacks: () => sendDueCallbacks(services),
    wait: async () => clock.advanceSeconds(5),
    'wait-long': async () => clock.advanceSeconds(1000),
    deaf: () => behave(services.pool, { dropCallbacks: true }),
    mute: () => behave(services.pool, { answersFail: true }),
    doubled: () => behave(services.pool, { callbackCopies: 3 }),
    well: () => behave(services.pool, { dropCallbacks: false, answersFail: false, callbackCopies: 1 }),
  }
  for (const round of rounds) {
    await Promise.all(round.map((one) => acts[one]()))
    expect(await booksFaults(db)).toEqual([])
  }

  // The channel recovers, time passes: everything is known and everything that is owed has gone back.
  await acts.well()
  for (let turn = 0; turn < 8; turn++) {
    clock.advanceSeconds(400)
    await resolveOpen(services)
    await sendDueCallbacks(services)
  }
  const end = await bill.read()
  expect(end.payments.filter((payment) => ['created', 'confirming', 'unknown'].includes(payment.state))).toEqual([])
  expect(end.refunds.filter((refund) => refund.channel === 'wechatpay' && refund.state !== 'succeeded')).toEqual([])
  expect(await booksFaults(db)).toEqual([])
  const { rows } = await sql<{ taken: number; returned: number }>`select
    (select coalesce(sum(amount_cents), 0) from simulator.wechatpay_order where attach = ${String(bill.institutionId)} and paid_at is not null)::bigint as taken,
    (select coalesce(sum(r.amount_cents), 0) from simulator.wechatpay_refund r join simulator.wechatpay_order o using (out_trade_no) where o.attach = ${String(bill.institutionId)})::bigint as returned`.execute(owner)
  const byPhone = end.payments.filter((payment) => payment.channel === 'wechatpay' && payment.state === 'succeeded')
  expect(byPhone.reduce((sum, payment) => sum + payment.amountCents, 0), 'what the channel took is on the bill').toBe(rows[0]!.taken)
  expect(byPhone.reduce((sum, payment) => sum + payment.refundedCents, 0), 'what goes back went back at the channel').toBe(rows[0]!.returned)
  const kept = end.items.filter((item) => item.status === 'paid').reduce((sum, item) => sum + item.selfCents, 0)
  expect(end.paidCents - end.refundedCents, 'what was kept is what was bought').toBe(kept)
  expect(end.receipts.length).toBe([...end.payments, ...end.refunds].filter((one) => one.state === 'succeeded').length)
}

test('whatever happens to a bill, in whatever order and at the same time, no cent is lost, doubled or unexplained', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 12 }), walk), { numRuns: 12, endOnFailure: true })
}, 400_000)
