import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext, type Actor } from '#platform/context/context.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { balanceOf } from '#engines/ledger/index.ts'
import { book } from './books.ts'
import type { Bill, Payment } from './contract.ts'
import { cancelCharge } from './index.ts'
import { module } from './server.ts'
import { behave } from './simulator/behaviour.ts'
import { resolveOpen } from './tasks.ts'
import { aBill, aHospital, booksFaults, morning, type ABill } from './testing/a-bill.ts'

// O1: one bill per visit, paid once, every cent explained.
const { db, owner, url } = await testDatabase()
const server = await testServer([module], { url }, { now: morning })
const { services, clock } = server

beforeEach(async () => {
  clock.set(morning)
  await behave(services.pool, { address: server.url, callbackDelaySeconds: 0, callbackCopies: 1, dropCallbacks: false, answersFail: false })
})

const billPath = (bill: ABill) => `/api/billing/bills/${bill.institutionId}/${bill.billId}`
const paymentPath = (bill: ABill, payment: Payment) => `/api/billing/payments/${bill.institutionId}/${payment.id}`

function press(bill: ABill, expectedCents: number, as: Actor = bill.person.actor) {
  return server.request(`POST`, `${billPath(bill)}/payments`, { as, body: { channel: 'wechatpay', expectedCents } })
}

/** Starts and orders: what the page does when "pay" is pressed. */
async function start(bill: ABill, expectedCents: number, as: Actor = bill.person.actor): Promise<Payment> {
  const started = await press(bill, expectedCents, as)
  expect(started.status).toBe(201)
  const ordered = await server.request<Payment>('POST', `${paymentPath(bill, started.body)}/order`, { as, body: {} })
  expect(ordered.status).toBe(200)
  return ordered.body
}

/** The payer presses the button in the provider's app. */
async function payInApp(payment: Payment): Promise<void> {
  const code = payment.payUrl!.split('/').at(-1)!
  await fetch(`${server.url}/simulator/wechatpay/pay/${code}`, { method: 'POST', redirect: 'manual' })
}

async function stateOf(bill: ABill, payment: Payment): Promise<Payment['state']> {
  return (await server.request<Payment>('GET', paymentPath(bill, payment), { as: bill.person.actor })).body.state
}

const until = (what: () => Promise<boolean>) => expect.poll(what, { timeout: 10_000, interval: 40 }).toBe(true)
const later = async (seconds: number) => {
  clock.advanceSeconds(seconds)
  await resolveOpen(services)
}
const cancel = (bill: ABill, sourceId: string) => {
  const context = systemContext('test', clock.now())
  return inTransaction(db, context, (tx) => cancelCharge(tx, context, { institutionId: bill.institutionId, billId: bill.billId, source: 'order', sourceId, reason: 'cancelled' }))
}

test('a visit gathers its charges in one bill, paid once by phone, with one receipt', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(5000, { source: 'registration', kind: 'registration', name: '专家门诊诊查费' })
  await bill.charge(2800)
  const seen = (await server.request<Bill>('GET', billPath(bill), { as: bill.person.actor })).body
  expect([seen.status, seen.dueCents, seen.items.length]).toEqual(['open', 7800, 2])
  const payment = await start(bill, 7800)
  expect(payment.state).toBe('confirming')
  await payInApp(payment)
  await until(async () => (await stateOf(bill, payment)) === 'succeeded')
  const paid = await bill.read()
  expect([paid.status, paid.dueCents, paid.paidCents]).toEqual(['paid', 0, 7800])
  expect(paid.receipts).toMatchObject([{ number: 1, kind: 'payment', amountCents: 7800 }])
  expect(await bill.owed()).toBe(0)
  expect(await booksFaults(db)).toEqual([])
  const { rows: events } = await sql<{ type: string }>`select type from platform.event where payload ->> 'billId' = ${bill.billId} order by id`.execute(owner)
  expect(events.map((event) => event.type)).toEqual(expect.arrayContaining(['billing.bill-changed.v1', 'billing.payment-changed.v1', 'billing.bill-paid.v1']))
  const { rows: audits } = await sql<{ action: string }>`select distinct action from platform.audit where person_id = ${bill.person.personId}`.execute(owner)
  expect(audits.map((row) => row.action)).toEqual(expect.arrayContaining(['billing.add-charge', 'billing.read-bill', 'billing.start-payment', 'billing.settle-payment']))
})

test('the insurer’s share and the person’s own add up, half cents and fractions of a box included', async () => {
  const bill = await aBill(db, owner, { insured: true })
  await bill.charge(0, { unitCents: 999, quantity: 1.5, insuranceShareBp: 8000 })
  await bill.charge(0, { unitCents: 0 })
  const { items, totalCents, insuranceCents, selfCents } = await bill.read()
  expect(items[0]).toMatchObject({ quantity: 1.5, totalCents: 1499, insuranceCents: 1199, selfCents: 300 })
  expect(totalCents).toBe(insuranceCents + selfCents)
  expect(await booksFaults(db)).toEqual([])
})

test('what is charged twice for the same thing is charged once', async () => {
  const bill = await aBill(db, owner)
  const sourceId = newId()
  const all = await Promise.all(Array.from({ length: 8 }, () => bill.charge(500, { sourceId })))
  expect(new Set(all.map((one) => one.itemId)).size).toBe(1)
  expect((await bill.read()).dueCents).toBe(500)
  expect(await bill.owed()).toBe(500)
})

test('a bill of nothing needs no payment, and still gives a receipt', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(0)
  const { status, body } = await server.request<Payment>('POST', `${billPath(bill)}/payments`, { as: bill.person.actor, body: { channel: 'none', expectedCents: 0 } })
  expect([status, body.state, body.channel]).toEqual([201, 'succeeded', 'none'])
  expect(await bill.read()).toMatchObject({ status: 'paid', receipts: [{ amountCents: 0 }] })
  expect((await press(bill, 0)).body.code).toBe('billing.nothing-due')
})

test('of two devices that pay the same bill at once, both stand before one payment', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(3000)
  const [one, two] = await Promise.all([start(bill, 3000), start(bill, 3000)])
  expect(one.id).toBe(two.id)
  await Promise.all([payInApp(one), payInApp(two)])
  await until(async () => (await stateOf(bill, one)) === 'succeeded')
  expect(await bill.read()).toMatchObject({ status: 'paid', paidCents: 3000, refundedCents: 0 })
  expect(await booksFaults(db)).toEqual([])
})

test('an amount that is no longer what the payer saw starts nothing', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(3000)
  expect((await press(bill, 2000)).body).toMatchObject({ code: 'billing.amount-changed', status: 409 })
  expect((await bill.read()).payments).toEqual([])
})

test('what is ordered while a payment is under way waits for the next payment', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(3000)
  const payment = await start(bill, 3000)
  await bill.charge(700)
  expect((await press(bill, 3700)).body.code).toBe('billing.payment-under-way')
  await payInApp(payment)
  await until(async () => (await stateOf(bill, payment)) === 'succeeded')
  expect(await bill.read()).toMatchObject({ status: 'part-paid', dueCents: 700, refundedCents: 0 })
  const second = await start(bill, 700)
  await payInApp(second)
  await until(async () => (await bill.read()).status === 'paid')
  expect((await bill.read()).receipts.map((receipt) => receipt.number)).toEqual([1, 2])
  expect(await booksFaults(db)).toEqual([])
})

test('a payment that is given up can be paid by nobody, and another way is open', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(3000)
  const first = await start(bill, 3000)
  const closed = await server.request<Payment>('POST', `${paymentPath(bill, first)}/close`, { as: bill.person.actor })
  expect(closed.body.state).toBe('closed')
  await payInApp(first)
  await later(30)
  const second = await start(bill, 3000)
  expect(second.id).not.toBe(first.id)
  await payInApp(second)
  await until(async () => (await stateOf(bill, second)) === 'succeeded')
  expect(await bill.read()).toMatchObject({ paidCents: 3000, refundedCents: 0 })
})

test('money that comes for a payment we believed closed is kept, and goes back by itself', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(3000)
  const first = await start(bill, 3000)
  // We believe it closed, the channel does not: a lost answer, a bug, a clock.
  await sql`update billing.payment set state = 'closed', next_check_at = null where id = ${first.id}`.execute(owner)
  const second = await start(bill, 3000)
  await payInApp(second)
  await until(async () => (await stateOf(bill, second)) === 'succeeded')
  await payInApp(first)
  await until(async () => (await stateOf(bill, first)) === 'succeeded')
  expect(await bill.read()).toMatchObject({ status: 'paid', paidCents: 6000, refundedCents: 3000 })
  await later(1)
  await until(async () => (await bill.read()).refunds[0]?.state === 'succeeded')
  expect((await bill.read()).refunds).toMatchObject([{ cause: 'surplus', amountCents: 3000 }])
  expect(await booksFaults(db)).toEqual([])
})

test('a charge that is cancelled after it was paid goes back the way it came, once', async () => {
  const bill = await aBill(db, owner)
  const { sourceId } = await bill.charge(3000)
  await bill.charge(500)
  const payment = await start(bill, 3500)
  await payInApp(payment)
  await until(async () => (await stateOf(bill, payment)) === 'succeeded')
  await Promise.all([cancel(bill, sourceId), cancel(bill, sourceId)])
  await Promise.all([later(1), resolveOpen(services)])
  await until(async () => (await bill.read()).refunds[0]?.state === 'succeeded')
  const after = await bill.read()
  expect(after).toMatchObject({ status: 'paid', totalCents: 500, paidCents: 3500, refundedCents: 3000 })
  expect(after.refunds).toMatchObject([{ cause: 'cancelled', state: 'succeeded', amountCents: 3000 }])
  expect(after.receipts.map((receipt) => receipt.amountCents)).toEqual([3500, -3000])
  const { rows } = await sql<{ cents: number }>`select amount_cents as cents from simulator.wechatpay_refund where out_trade_no = ${payment.id.replaceAll('-', '')}`.execute(owner)
  expect(rows.map((row) => row.cents), 'at the channel too').toEqual([3000])
  expect(await booksFaults(db)).toEqual([])
})

test('whoever is first, paying and cancelling at the same moment loses no cent', async () => {
  for (let round = 0; round < 12; round++) {
    const bill = await aBill(db, owner)
    const { sourceId } = await bill.charge(3000)
    await bill.charge(500)
    const payment = await start(bill, 3500)
    await Promise.all([payInApp(payment), cancel(bill, sourceId)])
    await until(async () => (await stateOf(bill, payment)) === 'succeeded')
    await later(1)
    await until(async () => (await bill.read()).refunds[0]?.state === 'succeeded')
    expect(await bill.read()).toMatchObject({ status: 'paid', paidCents: 3500, refundedCents: 3000, dueCents: 0, refunds: [{}] })
  }
  expect(await booksFaults(db)).toEqual([])
})

test('a channel that does not answer makes the payment unknown, and it is found out without anybody pressing', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(3000)
  await behave(services.pool, { answersFail: true, dropCallbacks: true })
  const payment = await start(bill, 3000)
  expect([payment.state, payment.payUrl]).toEqual(['unknown', null])
  expect((await press(bill, 3000)).body.id).toBe(payment.id)
  // The order had reached the channel, though its answer was lost; the payer paid it from there.
  await sql`update simulator.wechatpay_order set state = 'SUCCESS', paid_at = ${clock.now()} where out_trade_no = ${payment.id.replaceAll('-', '')}`.execute(owner)
  await later(30)
  expect(await stateOf(bill, payment)).toBe('unknown')
  expect((await bill.read()).paidCents).toBe(0)
  await behave(services.pool, { answersFail: false })
  await later(30)
  expect(await stateOf(bill, payment)).toBe('succeeded')
  expect(await bill.read()).toMatchObject({ status: 'paid', paidCents: 3000 })
  expect(await booksFaults(db)).toEqual([])
})

test('nobody paid in time: the channel is closed first, then the payment', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(3000)
  const payment = await start(bill, 3000)
  await later(60)
  expect(await stateOf(bill, payment)).toBe('confirming')
  await later(15 * 60)
  expect(await stateOf(bill, payment)).toBe('closed')
  await payInApp(payment)
  await later(60)
  expect(await bill.read()).toMatchObject({ status: 'open', paidCents: 0 })
})

test('receipts of a hospital are numbered without a gap, however many pay at once and however often it fails', async () => {
  const at = await aHospital(owner)
  const bills = await Promise.all(Array.from({ length: 12 }, () => aBill(db, owner, { at })))
  const cashierHere = staffAt(at, 'cashier')
  await server.request('POST', '/api/billing/window/shifts', { as: cashierHere, body: { counter: '3 号窗口', openingFloatCents: 0 } })
  for (const bill of bills) await bill.charge(100)
  const counted = () => Promise.all(bills.map((bill, i) => server.request('POST', '/api/billing/window/cash', {
    as: cashierHere, body: { billId: bill.billId, expectedCents: i % 3 === 0 ? 101 : 100, receivedCents: i % 3 === 1 ? 99 : 100 },
  })))
  const answers = await counted()
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 201, 201, 201, 409, 409, 409, 409, 422, 422, 422, 422])
  await Promise.all(bills.map((bill) => server.request('POST', '/api/billing/window/cash', { as: cashierHere, body: { billId: bill.billId, expectedCents: 100, receivedCents: 100 } })))
  const { rows } = await sql<{ number: number }>`select number from billing.receipt where institution_id = ${at} order by number`.execute(owner)
  expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
  expect(await booksFaults(db)).toEqual([])
})

test('a stranger neither sees nor pays a bill, and staff of another hospital neither', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(3000)
  const stranger = (await aBill(db, owner)).person.actor
  const elsewhere = staffAt(bill.institutionId + 500, 'cashier')
  for (const as of [stranger, elsewhere]) {
    expect((await server.request('GET', billPath(bill), { as })).body.code).toBe('billing.bill-not-found')
    expect((await press(bill, 3000, as)).body.code).toBe('billing.bill-not-found')
    expect((await server.request('GET', `${billPath(bill)}/receipt.pdf`, { as })).status).toBe(404)
  }
  expect((await server.request('GET', billPath(bill))).status).toBe(401)
  expect((await server.request('GET', `/api/billing/bills?personId=${bill.person.personId}`, { as: stranger })).status).toBe(404)
  expect((await server.request('GET', `/api/billing/bills?personId=${bill.person.personId}`, { as: elsewhere })).body).toEqual([])
  expect((await server.request('POST', '/api/billing/window/cash', { as: stranger, body: { billId: bill.billId, expectedCents: 3000, receivedCents: 3000 } })).status).toBe(403)
  const family = { ...stranger, mayActFor: [...(stranger.kind === 'patient' ? stranger.mayActFor : []), bill.person.personId] }
  expect((await server.request('GET', billPath(bill), { as: family })).status).toBe(200)
  expect((await press(bill, 3000, family)).status).toBe(201)
})

test('the money that came lies on its way from the channel until it is cleared', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(3000)
  const payment = await start(bill, 3000)
  await payInApp(payment)
  await until(async () => (await stateOf(bill, payment)) === 'succeeded')
  const context = systemContext('test', morning)
  const [clearing, income] = await inTransaction(db, context, (tx) => Promise.all([balanceOf(tx, book.clearing(bill.institutionId, 'wechatpay')), balanceOf(tx, book.income(bill.institutionId))]))
  expect([clearing.cents, income.cents]).toEqual([3000, -3000])
})
