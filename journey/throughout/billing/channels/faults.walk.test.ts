import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { channelNames, isChannelName, type ChannelName, type Payment } from '../contract.ts'
import { cancelCharge } from '../index.ts'
import { module } from '../server.ts'
import { sendDueNotices } from '../simulator/alipay/notices.ts'
import { bankcardSides } from '../simulator/bankcard/sides.ts'
import { behave } from '../simulator/behaviour.ts'
import { sendDueCallbacks } from '../simulator/callbacks.ts'
import { resolveOpen } from '../tasks.ts'
import { aBill, booksFaults, morning } from '../testing/a-bill.ts'

// Everything that can happen to one bill that is paid any way at all, several things at a time, on channels that are late, doubled,
// disordered, deaf, mute, unreachable or lying. Afterwards each channel's own books are held against ours, to the cent.
const { db, owner, url } = await testDatabase()
const server = await testServer([module], { url }, { now: morning })
const { services, clock } = server

const ways = ['pay-wechatpay', 'pay-alipay', 'pay-bankcard'] as const
const others = ['in-app', 'reader', 'reader-no', 'charge', 'cancel', 'close', 'cash', 'check', 'resolve', 'callbacks', 'wait', 'wait-long', 'next-day'] as const
const faults = ['deaf', 'mute', 'lost', 'doubled', 'shuffled', 'late', 'lie-amount', 'lie-merchant', 'lie-signature', 'well'] as const
type Act = (typeof ways)[number] | (typeof others)[number] | (typeof faults)[number]
const act = fc.oneof<fc.MaybeWeightedArbitrary<Act>[]>(
  { weight: 4, arbitrary: fc.constantFrom(...ways) }, { weight: 4, arbitrary: fc.constantFrom('in-app', 'reader') },
  { weight: 4, arbitrary: fc.constantFrom(...others) }, { weight: 4, arbitrary: fc.constantFrom(...faults) },
)

const well = { callbackDelaySeconds: 1, callbackCopies: 1, dropCallbacks: false, shuffleCallbacks: false, answersFail: false, requestsLost: false, lie: 'none' as const }
const all = (change: Parameters<typeof behave>[1]) => Promise.all(channelNames.map((name) => behave(services.pool, change, name)))

async function walk(rounds: readonly (readonly Act[])[]): Promise<void> {
  await all({ ...well, address: server.url })
  const bill = await aBill(db, owner)
  const charged = [(await bill.charge(700)).sourceId]
  const cashier = staffAt(bill.institutionId, 'cashier')
  await server.request('POST', '/api/billing/window/shifts', { as: cashier, body: { counter: '1', openingFloatCents: 100_000 } })
  const terminalId = (await bankcardSides(services)).windows(bill.institutionId)[0]!.id
  const context = () => systemContext('test', clock.now())
  const last = async () => (await bill.read()).payments.findLast((payment) => isChannelName(payment.channel))
  const toPayment = (payment: Payment | undefined, what: string, body?: object) => payment && server.request('POST', `/api/billing/payments/${bill.institutionId}/${payment.id}/${what}`, { as: cashier, body })
  const press = (channel: ChannelName) => async () => {
    const { dueCents } = await bill.read()
    const started = await server.request<Payment>('POST', `/api/billing/bills/${bill.institutionId}/${bill.billId}/payments`, { as: cashier, body: { channel, expectedCents: dueCents } })
    if (started.status === 201) await toPayment(started.body, 'order', { terminalId })
  }
  const post = (path: string) => fetch(server.url + path, { method: 'POST', redirect: 'manual' }).then((response) => response.arrayBuffer())

  const acts: Record<Act, () => Promise<unknown>> = {
    'pay-wechatpay': press('wechatpay'), 'pay-alipay': press('alipay'), 'pay-bankcard': press('bankcard'),
    // Whoever has a code may pay it, an old one too.
    'in-app': async () => {
      const at = String(bill.institutionId)
      const { rows } = await sql<{ path: string }>`select '/simulator/wechatpay/pay/' || code as path from simulator.wechatpay_order where attach = ${at} and state = 'NOTPAY'
        union all select '/simulator/alipay/pay/' || code from simulator.alipay_trade where store_id = ${at} and state in ('UNOPENED', 'WAIT_BUYER_PAY')`.execute(owner)
      for (const { path } of rows) await post(path)
    },
    reader: async () => { for (let i = 0; i < 2; i++) await post(`/simulator/bankcard/reader/${terminalId}/go-on`) },
    'reader-no': () => post(`/simulator/bankcard/reader/${terminalId}/decline`),
    charge: async () => charged.push((await bill.charge(100 * (charged.length + 1))).sourceId),
    cancel: () => inTransaction(db, context(), (tx) => cancelCharge(tx, context(), { institutionId: bill.institutionId, billId: bill.billId, source: 'order', sourceId: charged[Math.floor(charged.length / 2)]!, reason: 'cancelled' })),
    close: async () => toPayment(await last(), 'close'),
    check: async () => toPayment(await last(), 'check'),
    cash: async () => {
      const { dueCents } = await bill.read()
      await server.request('POST', '/api/billing/window/cash', { as: cashier, body: { billId: bill.billId, expectedCents: dueCents, receivedCents: dueCents + 50 } })
    },
    resolve: () => resolveOpen(services),
    callbacks: async () => { await sendDueCallbacks(services); await sendDueNotices(services) },
    wait: async () => clock.advanceSeconds(5),
    'wait-long': async () => clock.advanceSeconds(1000),
    'next-day': async () => clock.advanceSeconds(86_400),
    deaf: () => all({ dropCallbacks: true }), mute: () => all({ answersFail: true }), lost: () => all({ requestsLost: true }),
    doubled: () => all({ callbackCopies: 3 }), shuffled: () => all({ shuffleCallbacks: true }), late: () => all({ callbackDelaySeconds: 30 }),
    'lie-amount': () => all({ lie: 'amount' }), 'lie-merchant': () => all({ lie: 'merchant' }), 'lie-signature': () => all({ lie: 'signature' }),
    well: () => all(well),
  }
  for (const round of rounds) {
    await Promise.all(round.map((one) => acts[one]()))
    expect(await booksFaults(db)).toEqual([])
  }

  // The channels recover, time passes: everything is known and everything that is owed has gone back.
  await acts.well()
  for (let turn = 0; turn < 10; turn++) {
    clock.advanceSeconds(400)
    await resolveOpen(services)
    await acts.callbacks()
  }
  const end = await bill.read()
  expect(end.payments.filter((payment) => ['created', 'confirming', 'unknown'].includes(payment.state))).toEqual([])
  expect(end.refunds.filter((refund) => isChannelName(refund.channel) && refund.state !== 'succeeded')).toEqual([])
  expect(await booksFaults(db)).toEqual([])
  const theirs = await booksOfChannels(bill.institutionId)
  for (const name of channelNames) {
    const paid = end.payments.filter((payment) => payment.channel === name && payment.state === 'succeeded')
    expect(paid.reduce((sum, payment) => sum + payment.amountCents, 0), `what ${name} took is on the bill`).toBe(theirs[name].taken)
    expect(paid.reduce((sum, payment) => sum + payment.refundedCents, 0), `what goes back went back at ${name}`).toBe(theirs[name].returned)
  }
  const kept = end.items.filter((item) => item.status === 'paid').reduce((sum, item) => sum + item.selfCents, 0)
  expect(end.paidCents - end.refundedCents, 'what was kept is what was bought').toBe(kept)
  expect(end.receipts.length).toBe([...end.payments, ...end.refunds].filter((one) => one.state === 'succeeded').length)
}

/** What each channel says it took and gave back, from its own books. */
async function booksOfChannels(institutionId: number): Promise<Record<ChannelName, { taken: number; returned: number }>> {
  const at = String(institutionId)
  const terminals = `${at.padStart(6, '0')}%`
  const { rows } = await sql<{ name: ChannelName; taken: number; returned: number }>`
    select 'wechatpay' as name, coalesce((select sum(amount_cents) from simulator.wechatpay_order where attach = ${at} and paid_at is not null), 0)::bigint as taken,
      coalesce((select sum(r.amount_cents) from simulator.wechatpay_refund r join simulator.wechatpay_order o using (out_trade_no) where o.attach = ${at}), 0)::bigint as returned
    union all select 'alipay', coalesce((select sum(amount_cents) from simulator.alipay_trade where store_id = ${at} and paid_at is not null), 0)::bigint,
      coalesce((select sum(r.amount_cents) from simulator.alipay_refund r join simulator.alipay_trade t using (out_trade_no) where t.store_id = ${at}), 0)::bigint
    union all select 'bankcard', coalesce((select sum(amount_cents) from simulator.card_operation where terminal_id like ${terminals} and kind = 'sale' and state = 'waiting' and ended_at <= ${clock.now()}), 0)::bigint,
      coalesce((select sum(amount_cents) from simulator.card_operation where terminal_id like ${terminals} and kind <> 'sale' and state = 'approved'), 0)::bigint`.execute(owner)
  return Object.fromEntries(rows.map(({ name, ...books }) => [name, books])) as Record<ChannelName, { taken: number; returned: number }>
}

test('O1 whatever the channels do and say, in whatever order and at the same time, no cent is lost, doubled, invented or unexplained', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 4, maxLength: 14 }), walk), { numRuns: 3, endOnFailure: true })
}, 400_000)
