import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { balanceOf } from '#engines/ledger/index.ts'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext, type StaffActor } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { book } from './books.ts'
import type { Payment, Shift } from './contract.ts'
import { cancelCharge } from './index.ts'
import { module } from './server.ts'
import { behave } from './simulator/behaviour.ts'
import { aBill, aHospital, booksFaults, morning, type ABill } from './testing/a-bill.ts'

const { db, owner, url } = await testDatabase()
const server = await testServer([module], { url }, { now: morning })

beforeEach(async () => {
  await behave(server.services.pool, { address: server.url, dropCallbacks: true })
})

async function aWindow(float = 10_000): Promise<{ at: number; cashier: StaffActor; second: StaffActor; send: (path: string, body: unknown, as?: StaffActor) => Promise<{ status: number; body: any }>; bill(cents: number): Promise<ABill & { sourceId: string; itemId: string }> }> { // oxlint-disable-line typescript/no-explicit-any -- a test reads whatever came
  const at = await aHospital(owner)
  const cashier = staffAt(at, 'cashier')
  const second = staffAt(at, 'cashier')
  const send = (path: string, body: unknown, as = cashier) => server.request('POST', `/api/billing/window/${path}`, { as, body })
  await send('shifts', { counter: '3 号窗口', openingFloatCents: float })
  return {
    at, cashier, second, send,
    async bill(cents) {
      const bill = await aBill(db, owner, { at })
      return { ...bill, ...(await bill.charge(cents)) }
    },
  }
}

const cash = (bill: ABill, expectedCents: number, receivedCents: number) => ({ billId: bill.billId, expectedCents, receivedCents })

test('cash is taken to the cent, change is told, and the receipt is there', async () => {
  const { send, bill } = await aWindow()
  const paid = await bill(6837)
  const { status, body } = await send('cash', cash(paid, 6837, 10_000))
  expect([status, body.receivedCents, body.changeCents, body.state]).toEqual([201, 10_000, 3163, 'succeeded'])
  expect(await paid.read()).toMatchObject({ status: 'paid', receipts: [{ amountCents: 6837 }] })
  expect((await send('cash', cash(paid, 6837, 10_000))).body.code).toBe('billing.nothing-due')
  const short = await bill(6837)
  expect((await send('cash', cash(short, 6837, 6836))).body).toMatchObject({ code: 'billing.too-little-cash', details: { missingCents: 1 } })
  expect((await short.read()).payments).toEqual([])
  expect(await booksFaults(db)).toEqual([])
})

test('of two windows that take cash for one bill at once, one does', async () => {
  const { send, second, bill } = await aWindow()
  await send('shifts', { counter: '4 号窗口', openingFloatCents: 0 }, second)
  const paid = await bill(500)
  const answers = await Promise.all([send('cash', cash(paid, 500, 500)), send('cash', cash(paid, 500, 500), second)])
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409])
  expect((await paid.read()).paidCents).toBe(500)
})

test('while a payment by phone is open, the window takes no cash; closed first, it does', async () => {
  const { send, cashier, bill } = await aWindow()
  const due = await bill(500)
  const { body: phone } = await server.request<Payment>('POST', `/api/billing/bills/${due.institutionId}/${due.billId}/payments`, { as: due.person.actor, body: { channel: 'wechatpay', expectedCents: 500 } })
  expect((await send('cash', cash(due, 500, 500))).body).toMatchObject({ code: 'billing.payment-under-way', details: { paymentId: phone.id } })
  const closed = await server.request<Payment>('POST', `/api/billing/payments/${due.institutionId}/${phone.id}/close`, { as: cashier })
  expect(closed.body.state).toBe('closed')
  expect((await send('cash', cash(due, 500, 500))).status).toBe(201)
})

test('a shift closes with a counted drawer, and what is missing is booked to the cent', async () => {
  const { at, cashier, send, bill } = await aWindow(20_000)
  await send('cash', cash(await bill(6837), 6837, 10_000))
  await send('cash', cash(await bill(100), 100, 100))
  const open = await server.request<{ shift: Shift }>('GET', '/api/billing/window/shift', { as: cashier })
  expect(open.body.shift).toMatchObject({ paymentCount: 2, cashInCents: 6937, expectedCents: null })
  const { body } = await send('shift/close', { counted: { 10000: 2, 5000: 1, 1000: 1, 500: 1, 100: 4, 10: 3, 5: 1, 1: 1 }, note: '' })
  expect(body).toMatchObject({ status: 'closed', expectedCents: 26_937, countedCents: 26_936, differenceCents: -1 })
  expect((await send('cash', cash(await bill(100), 100, 100))).body.code).toBe('billing.no-shift')
  expect((await send('shift/close', { counted: {} })).body.code).toBe('billing.no-shift')
  const context = systemContext('test', morning)
  const [safe, difference] = await inTransaction(db, context, (tx) => Promise.all([balanceOf(tx, book.safe(at)), balanceOf(tx, book.cashDifference(at))]))
  expect([safe.cents, difference.cents]).toEqual([26_936 - 20_000, 1])
  expect(await booksFaults(db)).toEqual([])
})

test('of two tries to open a shift, one opens', async () => {
  const at = await aHospital(owner)
  const cashier = staffAt(at, 'cashier')
  const open = () => server.request('POST', '/api/billing/window/shifts', { as: cashier, body: { counter: '1 号窗口', openingFloatCents: 0 } })
  expect((await Promise.all([open(), open()])).map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409])
})

test('money goes back over a counter only after a second person has looked, and only from a drawer that has it', async () => {
  const { send, second, cashier, bill } = await aWindow(0)
  const paid = await bill(5000)
  await send('cash', cash(paid, 5000, 5000))
  const asked = await send('refunds', { billId: paid.billId, itemId: paid.itemId, reason: '没有做这项检查' })
  expect(asked.status).toBe(201)
  expect((await send('refunds', { billId: paid.billId, itemId: paid.itemId, reason: '再来一次' })).body.code).toBe('billing.not-refundable')
  const { refundId } = asked.body
  expect((await send(`refunds/${refundId}/pay-out`, {})).body.code).toBe('billing.refund-decided')
  expect((await send(`refunds/${refundId}/approve`, {})).body.code).toBe('billing.second-person-needed')
  expect((await paid.read()).refundedCents).toBe(0)
  const listed = await server.request('GET', '/api/billing/window/refunds', { as: second })
  expect(listed.body).toMatchObject([{ id: refundId, state: 'asked', askedByMe: false, amountCents: 5000 }])
  expect((await send(`refunds/${refundId}/approve`, {}, second)).status).toBe(200)
  expect((await send(`refunds/${refundId}/refuse`, {}, second)).body.code).toBe('billing.refund-decided')
  await send('shifts', { counter: '4 号窗口', openingFloatCents: 100 }, second)
  expect((await send(`refunds/${refundId}/pay-out`, {}, second)).body.code).toBe('billing.not-enough-in-drawer')
  const handed = await Promise.all([send(`refunds/${refundId}/pay-out`, {}), send(`refunds/${refundId}/pay-out`, {})])
  expect(handed.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409])
  expect(await paid.read()).toMatchObject({ status: 'cancelled', refundedCents: 5000, refunds: [{ state: 'succeeded' }], receipts: [{ amountCents: 5000 }, { amountCents: -5000 }] })
  const shift = await server.request<{ shift: Shift }>('GET', '/api/billing/window/shift', { as: cashier })
  expect(shift.body.shift).toMatchObject({ cashInCents: 5000, cashOutCents: 5000 })
  expect(await booksFaults(db)).toEqual([])
})

test('the database itself refuses a refund approved by the one who asked', async () => {
  const { send, bill } = await aWindow()
  const paid = await bill(5000)
  await send('cash', cash(paid, 5000, 5000))
  const { body } = await send('refunds', { billId: paid.billId, itemId: paid.itemId, reason: '没有做这项检查' })
  await expect(sql`update billing.refund set state = 'created', approved_by = asked_by where id = ${body.refundId}`.execute(owner))
    .rejects.toMatchObject({ constraint: 'refund_at_window_needs_a_second_person' })
})

test('a cancelled charge that was paid in cash waits at a window, without a second person', async () => {
  const { send, bill } = await aWindow()
  const paid = await bill(5000)
  await send('cash', cash(paid, 5000, 5000))
  const context = systemContext('test', morning)
  await inTransaction(db, context, (tx) => cancelCharge(tx, context, { institutionId: paid.institutionId, billId: paid.billId, source: 'order', sourceId: paid.sourceId, reason: 'cancelled' }))
  const [refund] = (await paid.read()).refunds
  expect(refund).toMatchObject({ state: 'created', channel: 'cash', cause: 'cancelled' })
  expect((await send(`refunds/${refund!.id}/pay-out`, {})).status).toBe(200)
  expect(await booksFaults(db)).toEqual([])
})

test('only cashiers work at the window', async () => {
  const { at, bill } = await aWindow()
  const due = await bill(500)
  const nurse = staffAt(at, 'nurse')
  for (const path of ['due', 'shift', 'refunds', `persons/${due.person.personId}`]) {
    expect((await server.request('GET', `/api/billing/window/${path}`, { as: nurse })).status).toBe(403)
    expect((await server.request('GET', `/api/billing/window/${path}`, { as: due.person.actor })).status).toBe(403)
  }
})

test('the window sees who has something to pay, and a person with their bills here', async () => {
  const { cashier, bill } = await aWindow()
  const due = await bill(500)
  const list = await server.request('GET', '/api/billing/window/due', { as: cashier })
  expect(list.body).toMatchObject([{ id: due.billId, dueCents: 500, nameMasked: '林*满' }])
  const { body } = await server.request('GET', `/api/billing/window/persons/${due.person.personId}`, { as: cashier })
  expect(body).toMatchObject({ name: '林小满', bills: [{ id: due.billId }] })
})
