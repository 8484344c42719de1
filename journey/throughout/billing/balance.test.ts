import exceljs from 'exceljs'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { balanceOf, regionBook } from '#engines/ledger/index.ts'
import { aPerson, staffAt, type APerson } from '#journey/throughout/people/testing/a-person.ts'
import { wallet } from '#journey/throughout/wallet/index.ts'
import { module as walletModule } from '#journey/throughout/wallet/server.ts'
import { systemContext, type Actor, type StaffActor } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer, type TestReply } from '#platform/testing/index.ts'
import { book } from './books.ts'
import type { Payment } from './contract.ts'
import { cancelCharge } from './index.ts'
import { withdrawalRefused } from './operations/withdraw.ts'
import { receiptsOfBill } from './queries/receipts.ts'
import { refundRow } from './queries/refunds.ts'
import { howPaid, wordsIn } from './receipts/receipt-pdf.ts'
import { module } from './server.ts'
import { behave } from './simulator/behaviour.ts'
import { resolveOpen } from './tasks.ts'
import { aBill, aHospital, booksFaults, morning, type ABill } from './testing/a-bill.ts'

// O2: one balance, good at every hospital; every cent of it is in two books that agree.
const { db, owner, url } = await testDatabase()
const server = await testServer([walletModule, module], { url }, { now: morning })
const { services, clock } = server
const region = systemContext('test', morning)

beforeEach(async () => {
  clock.set(morning)
  await behave(services.pool, { address: server.url, callbackDelaySeconds: 0, callbackCopies: 1, dropCallbacks: false, answersFail: false })
})

interface Window {
  readonly at: number
  readonly cashier: StaffActor
  send(path: string, body: unknown): Promise<TestReply>
}

async function aWindow(): Promise<Window> {
  const at = await aHospital(owner)
  const cashier = staffAt(at, 'cashier')
  const send = (path: string, body: unknown) => server.request('POST', path, { as: cashier, body })
  await send('/api/billing/window/shifts', { counter: '3 号窗口', openingFloatCents: 0 })
  return { at, cashier, send }
}

/** Somebody who brought cash to a window. */
async function withBalance(cents: number, there?: Window): Promise<APerson & { readonly there: Window }> {
  const person = await aPerson(db)
  const window = there ?? (await aWindow())
  const { status } = await window.send('/api/billing/window/top-ups', { personId: person.personId, cents, receivedCents: cents })
  expect(status).toBe(201)
  return { ...person, there: window }
}

const pay = (bill: ABill, expectedCents: number, prepaid: number, as: Actor = bill.person.actor, channel = 'wechatpay') =>
  server.request<Payment>('POST', `/api/billing/bills/${bill.institutionId}/${bill.billId}/payments`, { as, body: { channel, expectedCents, parts: prepaid > 0 ? [{ purse: 'prepaid', cents: prepaid }] : [] } })
const order = (payment: Payment, as: Actor) => server.request<Payment>('POST', `/api/billing/payments/${payment.institutionId}/${payment.id}/order`, { as, body: {} })
const read = async (payment: Payment, as: Actor) => (await server.request<Payment>('GET', `/api/billing/payments/${payment.institutionId}/${payment.id}`, { as })).body
const balance = async (person: APerson, as: Actor = person.actor) => (await server.request('GET', `/api/wallet/balance?personId=${person.personId}`, { as })).body
const spendable = async (person: APerson): Promise<number> => (await balance(person)).spendableCents
const books = (name: Parameters<typeof balanceOf>[1]) => inTransaction(db, region, async (tx) => (await balanceOf(tx, name)).cents)
const cancel = (bill: ABill, sourceId: string) => inTransaction(db, region, (tx) => cancelCharge(tx, systemContext('test', clock.now()), { institutionId: bill.institutionId, billId: bill.billId, source: 'order', sourceId, reason: 'cancelled' }))
const later = async (seconds: number) => {
  clock.advanceSeconds(seconds)
  await resolveOpen(services)
}
const until = (what: () => Promise<boolean>) => expect.poll(what, { timeout: 10_000, interval: 40 }).toBe(true)
const payInApp = (payment: Payment) => fetch(`${server.url}/simulator/wechatpay/pay/${payment.payUrl!.split('/').at(-1)}`, { method: 'POST', redirect: 'manual' })
const statement = async (person: APerson) => (await server.request('GET', `/api/wallet/statement?personId=${person.personId}&from=2026-03-01&to=2026-03-31`, { as: person.actor })).body

async function eventsAbout(id: string): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`select type from platform.event where payload::text like ${`%${id}%`} order by id`.execute(owner)
  return rows.map((row) => row.type)
}

test('cash that was put aside at one hospital pays at another; both books and the region\'s say so', async () => {
  const person = await withBalance(10_000)
  const bill = await aBill(db, owner, { of: person })
  await bill.charge(6000)
  const paid = await pay(bill, 6000, 6000)
  expect([paid.status, paid.body.state, paid.body.channel, paid.body.channelCents]).toEqual([201, 'succeeded', 'prepaid', 0])
  expect(await bill.read()).toMatchObject({ status: 'paid', dueCents: 0, receipts: [{ amountCents: 6000 }] })
  expect(await balance(person)).toMatchObject({ balanceCents: 4000, keptCents: 0, spendableCents: 4000 })
  expect(await books(regionBook.member(person.there.at))).toBe(10_000)
  expect(await books(regionBook.ofMember(person.there.at))).toBe(-10_000)
  expect(await books(regionBook.member(bill.institutionId))).toBe(-6000)
  expect(await books(regionBook.ofMember(bill.institutionId))).toBe(6000)
  expect(await statement(person)).toMatchObject({
    openingCents: 0, closingCents: 4000, inCents: 10_000, outCents: -6000,
    lines: [{ kind: 'top-up', cents: 10_000, balanceCents: 10_000, institutionId: person.there.at }, { kind: 'spend', cents: -6000, balanceCents: 4000, billId: bill.billId, title: '心血管内科 · 专家门诊' }],
  })
  const { rows } = await sql<{ action: string }>`select action from platform.audit where person_id = ${person.personId} and action like 'wallet.%' order by id`.execute(owner)
  expect(rows.map((row) => row.action)).toEqual(expect.arrayContaining(['wallet.top-up', 'wallet.promise', 'wallet.spend']))
  expect(await eventsAbout(person.personId)).toEqual(expect.arrayContaining(['wallet.balance-changed.v1', 'wallet.money-kept.v1', 'billing.bill-paid.v1']))
  expect(await booksFaults(db)).toEqual([])
})

test('a visit is paid partly from the balance and the rest by phone, and a refunded item goes back by the shares it was paid with', async () => {
  const person = await withBalance(4000)
  const bill = await aBill(db, owner, { of: person })
  const item = await bill.charge(3333)
  await bill.charge(6667)
  const started = (await pay(bill, 10_000, 4000)).body
  expect([started.state, started.amountCents, started.channelCents]).toEqual(['created', 10_000, 6000])
  expect(await balance(person)).toMatchObject({ balanceCents: 4000, keptCents: 4000, spendableCents: 0 })
  const ordered = (await order(started, person.actor)).body
  await payInApp(ordered)
  await until(async () => (await read(started, person.actor)).state === 'succeeded')
  expect(await balance(person)).toMatchObject({ balanceCents: 0, keptCents: 0 })
  await cancel(bill, item.sourceId)
  await later(1)
  await until(async () => (await bill.read()).refunds.every((refund) => refund.state === 'succeeded'))
  expect((await bill.read()).refunds.map((refund) => `${refund.channel} ${refund.amountCents}`).toSorted()).toEqual(['prepaid 1333', 'wechatpay 2000'])
  expect(await spendable(person)).toBe(1333)
  expect(await books(book.clearing(bill.institutionId, 'wechatpay'))).toBe(4000)
  expect(await books(regionBook.member(bill.institutionId))).toBe(-2667)
  expect(await booksFaults(db)).toEqual([])
})

test('of two hospitals that want the last yuan at once, one gets it', async () => {
  for (let round = 0; round < 4; round++) {
    const person = await withBalance(1000)
    const bills = [await aBill(db, owner, { of: person }), await aBill(db, owner, { of: person }), await aBill(db, owner, { of: person })]
    for (const bill of bills) await bill.charge(1000)
    const answers = await Promise.all(bills.map((bill) => pay(bill, 1000, 1000)))
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
    expect(answers.filter((answer) => answer.status === 409).map((answer) => (answer.body as unknown as { code: string }).code)).toEqual(['wallet.not-enough-balance', 'wallet.not-enough-balance'])
    expect(await balance(person)).toMatchObject({ balanceCents: 0, keptCents: 0 })
  }
  expect(await booksFaults(db)).toEqual([])
})

test('after a crash between keeping aside and paying, the resolver finds out and the money is free again', async () => {
  const person = await withBalance(4000)
  const bill = await aBill(db, owner, { of: person })
  await bill.charge(10_000)
  const started = (await pay(bill, 10_000, 4000)).body
  expect((await pay(bill, 10_000, 4000)).body.id).toBe(started.id)
  expect((await pay(bill, 10_000, 0)).status).toBe(409)
  expect(await spendable(person)).toBe(0)
  await later(16 * 60)
  expect((await read(started, person.actor)).state).toBe('closed')
  expect(await balance(person)).toMatchObject({ balanceCents: 4000, keptCents: 0, spendableCents: 4000 })
  expect(await bill.owed()).toBe(10_000)
  expect(await booksFaults(db)).toEqual([])
})

test('after a crash between the channel\'s money and ours, the payment is finished with its parts, once', async () => {
  await behave(services.pool, { address: server.url, dropCallbacks: true })
  const person = await withBalance(4000)
  const bill = await aBill(db, owner, { of: person })
  await bill.charge(10_000)
  const started = (await pay(bill, 10_000, 4000)).body
  await payInApp((await order(started, person.actor)).body)
  expect((await read(started, person.actor)).state).toBe('confirming')
  clock.advanceSeconds(20)
  await Promise.all([resolveOpen(services), resolveOpen(services), resolveOpen(services)])
  expect((await read(started, person.actor)).state).toBe('succeeded')
  expect([await spendable(person), (await bill.read()).receipts.length]).toEqual([0, 1])
  expect(await booksFaults(db)).toEqual([])
})

test('money that comes after the payment was given up pays nothing alone: it goes back, and the balance was never touched', async () => {
  await behave(services.pool, { address: server.url, dropCallbacks: true })
  const person = await withBalance(4000)
  const bill = await aBill(db, owner, { of: person })
  await bill.charge(10_000)
  const started = (await pay(bill, 10_000, 4000)).body
  const ordered = (await order(started, person.actor)).body
  await sql`update billing.payment set state = 'closed', next_check_at = null, ended_at = now() where id = ${started.id}`.execute(owner)
  await sql`update billing.payment_part set state = 'let-go', ended_at = now() where payment_id = ${started.id}`.execute(owner)
  const { rows } = await sql<{ id: string }>`select hold_id as id from billing.payment_part where payment_id = ${started.id}`.execute(owner)
  await inTransaction(db, region, (tx) => wallet.letGo(tx, region, rows[0]!.id))
  await behave(services.pool, { address: server.url, dropCallbacks: false })
  await payInApp(ordered)
  await until(async () => (await read(started, person.actor)).state === 'succeeded')
  await later(1)
  await until(async () => (await bill.read()).refunds.every((refund) => refund.state === 'succeeded'))
  expect(await bill.read()).toMatchObject({ dueCents: 10_000, paidCents: 6000, refundedCents: 6000, refunds: [{ channel: 'wechatpay', amountCents: 6000, cause: 'surplus' }] })
  expect(await spendable(person)).toBe(4000)
  expect(await booksFaults(db)).toEqual([])
})

test('what is not there, not theirs or not what was seen is refused, and nothing moves', async () => {
  const person = await withBalance(4000)
  const stranger = await aPerson(db)
  const bill = await aBill(db, owner, { of: person })
  await bill.charge(10_000)
  const code = async (answer: Promise<{ status: number; body: unknown }>) => ((await answer).body as { code?: string }).code
  expect(await code(pay(bill, 10_000, 4001))).toBe('wallet.not-enough-balance')
  expect(await code(pay(bill, 9999, 4000))).toBe('billing.amount-changed')
  expect(await code(pay(bill, 10_000, 10_001))).toBe('billing.amount-changed')
  expect(await code(pay(bill, 10_000, 4000, stranger.actor))).toBe('billing.bill-not-found')
  expect(await code(server.request('GET', `/api/wallet/balance?personId=${person.personId}`, { as: stranger.actor }))).toBe('wallet.not-yours')
  expect(await code(server.request('GET', `/api/wallet/statement?personId=${person.personId}&from=2026-03-01&to=2026-03-31`, { as: stranger.actor }))).toBe('wallet.not-yours')
  expect(await code(server.request('POST', '/api/billing/withdrawals', { as: stranger.actor, body: { personId: person.personId, cents: 100 } }))).toBe('wallet.not-yours')
  expect(await code(server.request('POST', '/api/billing/withdrawals', { as: person.actor, body: { personId: person.personId, cents: 4001 } }))).toBe('wallet.not-enough-balance')
  const topUp = (cents: number, as: Actor = person.actor, channel = 'wechatpay') => code(server.request('POST', '/api/billing/top-ups', { as, body: { personId: person.personId, cents, channel } }))
  expect([await topUp(999), await topUp(200_001), await topUp(1000, stranger.actor)]).toEqual(['wallet.top-up-too-small', 'wallet.top-up-too-much', 'wallet.not-yours'])
  await withBalanceOf(person, [200_000, 200_000])
  expect(await topUp(100_000)).toBe('wallet.balance-full')
  expect(await balance(person)).toMatchObject({ balanceCents: 404_000, keptCents: 0 })
  expect(await booksFaults(db)).toEqual([])
})

async function withBalanceOf(person: APerson & { readonly there: Window }, amounts: readonly number[]): Promise<void> {
  for (const cents of amounts) await person.there.send('/api/billing/window/top-ups', { personId: person.personId, cents, receivedCents: cents })
}

test('a window sees the balance only with the code in hand, and takes from it once', async () => {
  const person = await withBalance(10_000)
  const here = await aWindow()
  const bill = await aBill(db, owner, { of: person, at: here.at })
  await bill.charge(6000)
  const look = (as: Actor) => server.request('GET', `/api/wallet/window/persons/${person.personId}/balance`, { as })
  const show = (code: string) => here.send('/api/wallet/window/consents', { personId: person.personId, code })
  expect((await look(here.cashier)).body.code).toBe('wallet.consent-needed')
  expect(((await pay(bill, 6000, 6000, here.cashier)).body as unknown as { code: string }).code).toBe('wallet.consent-needed')
  expect((await server.request('POST', '/api/wallet/consent-codes', { as: (await aPerson(db)).actor, body: { personId: person.personId } })).body.code).toBe('wallet.not-yours')

  const ask = async () => (await server.request('POST', '/api/wallet/consent-codes', { as: person.actor, body: { personId: person.personId } })).body.code as string
  const first = await ask()
  const wrong = String((Number(first) + 1) % 1_000_000).padStart(6, '0')
  for (let i = 0; i < 5; i++) expect((await show(wrong)).body).toEqual({ accepted: false, balance: null })
  expect((await show(first)).body.accepted).toBe(false)
  const second = await ask()
  expect((await show(second)).body).toMatchObject({ accepted: true, balance: { spendableCents: 10_000 } })
  expect((await show(second)).body.accepted).toBe(false)
  expect((await look(here.cashier)).body.spendableCents).toBe(10_000)
  expect((await look((await aWindow()).cashier)).body.code).toBe('wallet.consent-needed')

  const cash = await here.send('/api/billing/window/cash', { billId: bill.billId, expectedCents: 6000, receivedCents: 2000, parts: [{ purse: 'prepaid', cents: 5000 }] })
  expect(cash.body).toMatchObject({ state: 'succeeded', channel: 'cash', channelCents: 1000, receivedCents: 2000, changeCents: 1000 })
  await bill.charge(700)
  expect(((await pay(bill, 700, 700, here.cashier)).body as unknown as { code: string }).code).toBe('wallet.consent-needed')
  const third = await ask()
  clock.advanceSeconds(181)
  expect((await show(third)).body.accepted).toBe(false)
  expect(await spendable(person)).toBe(5000)
  expect(await booksFaults(db)).toEqual([])
})

test('at a window a mixed payment is refunded by its shares after a second person has looked', async () => {
  const person = await withBalance(3000)
  const here = await aWindow()
  const bill = await aBill(db, owner, { of: person, at: here.at })
  const { itemId } = await bill.charge(5000)
  const code = (await server.request('POST', '/api/wallet/consent-codes', { as: person.actor, body: { personId: person.personId } })).body.code as string
  await here.send('/api/wallet/window/consents', { personId: person.personId, code })
  await here.send('/api/billing/window/cash', { billId: bill.billId, expectedCents: 5000, receivedCents: 2000, parts: [{ purse: 'prepaid', cents: 3000 }] })
  const [receipt] = await inTransaction(db, systemContext('test', clock.now()), (tx) => receiptsOfBill(tx, here.at, bill.billId))
  expect(howPaid(receipt!, wordsIn('zh-CN'))).toBe('余额 30.00 + 现金 20.00')
  const { refundId } = (await here.send('/api/billing/window/refunds', { billId: bill.billId, itemId, reason: '没有做这项检查' })).body
  const second = staffAt(here.at, 'cashier')
  expect((await server.request('POST', `/api/billing/window/refunds/${refundId}/approve`, { as: second, body: {} })).status).toBe(200)
  expect((await bill.read()).refunds.map((refund) => `${refund.channel} ${refund.amountCents} ${refund.state}`).toSorted()).toEqual(['cash 2000 created', 'prepaid 3000 succeeded'])
  expect(await spendable(person)).toBe(3000)
  const toPayOut = (await server.request('GET', '/api/billing/window/refunds', { as: here.cashier })).body as { id: string; channel: string }[]
  expect((await here.send(`/api/billing/window/refunds/${toPayOut.find((one) => one.channel === 'cash')!.id}/pay-out`, {})).status).toBe(200)
  expect(await booksFaults(db)).toEqual([])
})

test('a top-up by phone is in the balance when it is paid, and owed by nobody when it is not', async () => {
  const person = await aPerson(db)
  const start = async (cents: number) => (await server.request<Payment>('POST', '/api/billing/top-ups', { as: person.actor, body: { personId: person.personId, cents, channel: 'wechatpay' } })).body
  const left = await start(5000)
  expect([left.institutionId, left.state]).toEqual([0, 'created'])
  await later(16 * 60)
  expect((await read(left, person.actor)).state).toBe('closed')
  expect(await balance(person)).toMatchObject({ balanceCents: 0 })
  clock.set(morning)
  const paid = await start(8000)
  await payInApp((await order(paid, person.actor)).body)
  await until(async () => (await read(paid, person.actor)).state === 'succeeded')
  expect(await spendable(person)).toBe(8000)
  expect(await books(book.clearing(0, 'wechatpay'))).toBe(8000)
  expect((await server.request('GET', `/api/billing/bills?personId=${person.personId}`, { as: person.actor })).body).toEqual([])
  const bill = (await server.request('GET', `/api/billing/bills/0/${paid.billId}`, { as: person.actor })).body
  expect(bill).toMatchObject({ kind: 'top-up', status: 'paid', institutionNameEn: 'Linxi medical funds centre', receipts: [{ amountCents: 8000 }] })
  expect((await server.request('GET', `/api/billing/bills/0/${paid.billId}`, { as: (await aPerson(db)).actor })).body.code).toBe('billing.bill-not-found')
  expect(await booksFaults(db)).toEqual([])
})

test('what is not needed goes back the way it came, the newest first, and is neither spent nor withdrawn twice meanwhile', async () => {
  const person = await withBalance(3000)
  const start = async (cents: number) => (await server.request<Payment>('POST', '/api/billing/top-ups', { as: person.actor, body: { personId: person.personId, cents, channel: 'wechatpay' } })).body
  clock.advanceSeconds(60)
  const topUp = await start(5000)
  await payInApp((await order(topUp, person.actor)).body)
  await until(async () => (await read(topUp, person.actor)).state === 'succeeded')
  const withdraw = (cents: number) => server.request('POST', '/api/billing/withdrawals', { as: person.actor, body: { personId: person.personId, cents } })
  const [mine, second] = await Promise.all([withdraw(6000), withdraw(6000)])
  expect([mine.status, second.status].toSorted((a, b) => a - b)).toEqual([201, 409])
  const pieces = (mine.status === 201 ? mine : second).body as { channel: string; amountCents: number; institutionId: number; refundId: string }[]
  expect(pieces.map((piece) => `${piece.channel} ${piece.amountCents} at ${piece.institutionId}`).toSorted()).toEqual([`cash 1000 at ${person.there.at}`, 'wechatpay 5000 at 0'])
  expect(await balance(person)).toMatchObject({ balanceCents: 8000, keptCents: 6000, spendableCents: 2000 })
  await later(1)
  await until(async () => (await balance(person)).balanceCents === 3000)
  const cash = pieces.find((piece) => piece.channel === 'cash')!
  clock.advanceSeconds(5)
  expect((await person.there.send(`/api/billing/window/refunds/${cash.refundId}/pay-out`, {})).status).toBe(200)
  expect(await balance(person)).toMatchObject({ balanceCents: 2000, keptCents: 0, spendableCents: 2000 })
  expect((await statement(person)).lines.map((line: { kind: string; cents: number }) => [line.kind, line.cents])).toEqual([['top-up', 3000], ['top-up', 5000], ['withdrawal', -5000], ['withdrawal', -1000]])
  expect(await books(book.clearing(0, 'wechatpay'))).toBe(8000)
  expect(await booksFaults(db)).toEqual([])
})

test('what the channel does not send back is in the balance again, and may be asked for again', async () => {
  const person = await withBalance(3000)
  const ask = async () => (await server.request('POST', '/api/billing/withdrawals', { as: person.actor, body: { personId: person.personId, cents: 3000 } })).body as { refundId: string; institutionId: number }[]
  const [piece] = await ask()
  await inTransaction(db, region, async (tx) => {
    await sql`update billing.refund set state = 'failed' where id = ${piece!.refundId}`.execute(tx)
    await withdrawalRefused(tx, region, await refundRow(tx, piece!.institutionId, piece!.refundId))
  })
  expect(await balance(person)).toMatchObject({ balanceCents: 3000, keptCents: 0, spendableCents: 3000 })
  expect((await ask()).length).toBe(1)
  expect(await spendable(person)).toBe(0)
  expect(await booksFaults(db)).toEqual([])
})

test('a balance follows its person when entries are merged, and undoing leaves each what is still theirs', async () => {
  const remains = await withBalance(3000)
  const joins = await withBalance(2000)
  await sql`update people.person set merged_into = ${remains.personId} where person_id = ${joins.personId}`.execute(owner)
  const actor = { ...remains.actor, mayActFor: [remains.personId, joins.personId] }
  expect((await balance(remains, actor)).spendableCents).toBe(5000)
  const bill = await aBill(db, owner, { of: { ...remains, actor } })
  const item = await bill.charge(4500)
  expect((await pay(bill, 4500, 4500)).body.state).toBe('succeeded')
  expect(await balance(remains, actor)).toMatchObject({ balanceCents: 500, keptCents: 0 })
  const lines = (await server.request('GET', `/api/wallet/statement?personId=${joins.personId}&from=2026-03-01&to=2026-03-31`, { as: actor })).body.lines
  expect(lines.map((line: { cents: number; balanceCents: number }) => [line.cents, line.balanceCents]).at(-1)).toEqual([-4500, 500])
  await sql`update people.person set merged_into = null where person_id = ${joins.personId}`.execute(owner)
  expect([await spendable(remains), await spendable(joins)]).toEqual([0, 500])
  await cancel(bill, item.sourceId)
  expect([await spendable(remains), await spendable(joins)]).toEqual([4500, 500])
  expect(await booksFaults(db)).toEqual([])
})

test('the statement is a sheet with the same figures', async () => {
  const person = await withBalance(10_000)
  const answer = await fetch(`${server.url}/api/wallet/statement.xlsx?personId=${person.personId}&from=2026-03-01&to=2026-03-31`, { headers: { 'x-test-actor': JSON.stringify(person.actor) } })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('spreadsheetml')])
  const sheets = await new exceljs.Workbook().xlsx.load(await answer.arrayBuffer())
  expect(sheets.worksheets[0]!.getRow(3).getCell(7).value).toBe(100)
})
