import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext, type Actor } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Payment } from '../../contract.ts'
import { cancelCharge } from '../../index.ts'
import { module } from '../../server.ts'
import { bankcardSides } from '../../simulator/bankcard/sides.ts'
import { behave } from '../../simulator/behaviour.ts'
import { resolveOpen } from '../../tasks.ts'
import { aBill, booksFaults, morning, type ABill } from '../../testing/a-bill.ts'
import { ChannelSilent, tradeNo } from '../channel.ts'
import { openChannel } from '../open-channel.ts'
import { bankcardChannel } from './channel.ts'
import { answerMac, isMac, requestMac, sessionKey } from './message.ts'
import { terminalsFromFile } from './terminals.ts'
import { cardBooks } from './traces.ts'

const { db, owner, url } = await testDatabase()
const server = await testServer([module], { url }, { now: morning })
const { services, clock } = server
const folder = mkdtempSync(join(tmpdir(), 'liuxin-bankcard-'))
afterAll(() => rmSync(folder, { recursive: true }))

const well = { callbackDelaySeconds: 0, callbackCopies: 1, shuffleCallbacks: false, answersFail: false, requestsLost: false, lie: 'none' as const }
beforeEach(async () => {
  clock.set(morning)
  await behave(services.pool, { ...well, address: server.url }, 'bankcard')
})

interface Till {
  readonly bill: ABill
  readonly sourceId: string
  readonly cashier: Actor
  readonly terminalId: string
  start(): Promise<Payment>
  act(payment: Payment, what: 'order' | 'check' | 'close'): Promise<Payment>
  touch(what?: 'go-on' | 'decline'): Promise<void>
}

async function aTill(cents = 3000): Promise<Till> {
  const bill = await aBill(db, owner)
  const { sourceId } = await bill.charge(cents)
  const cashier = staffAt(bill.institutionId, 'cashier')
  const terminalId = (await bankcardSides(services)).windows(bill.institutionId)[0]!.id
  const till: Till = {
    bill, sourceId, cashier, terminalId,
    async start() {
      const { body } = await server.request<Payment>('POST', `/api/billing/bills/${bill.institutionId}/${bill.billId}/payments`, { as: cashier, body: { channel: 'bankcard', expectedCents: (await bill.read()).dueCents } })
      return till.act(body, 'order')
    },
    act: async (payment, what) => (await server.request<Payment>('POST', `/api/billing/payments/${bill.institutionId}/${payment.id}/${what}`, { as: cashier, body: what === 'order' ? { terminalId } : undefined })).body,
    async touch(what = 'go-on') {
      await fetch(`${server.url}/simulator/bankcard/reader/${terminalId}/${what}`, { method: 'POST', redirect: 'manual' })
    },
  }
  return till
}

const paidByCard = async (till: Till) => {
  const payment = await till.start()
  await till.touch()
  await till.touch()
  return till.act(payment, 'check')
}
const later = async (seconds: number) => {
  clock.advanceSeconds(seconds)
  await resolveOpen(services)
}
const cancel = ({ bill }: Till, sourceId: string) => {
  const context = systemContext('test', clock.now())
  return inTransaction(db, context, (tx) => cancelCharge(tx, context, { institutionId: bill.institutionId, billId: bill.billId, source: 'order', sourceId, reason: 'cancelled' }))
}
const operations = async (till: Till) => (await sql<{ kind: string; state: string; amount_cents: number }>`select kind, state, amount_cents from simulator.card_operation
  where terminal_id = ${till.terminalId} order by created_at, trace`.execute(owner)).rows

test('the cashier sees what the reader waits for, and when the bank has said yes the bill is paid', async () => {
  const till = await aTill()
  const payment = await till.start()
  expect([payment.state, payment.payUrl]).toEqual(['confirming', null])
  expect((await till.act(payment, 'check')).step).toBe('insert-card')
  await till.touch()
  expect((await till.act(payment, 'check')).step).toBe('enter-pin')
  await till.touch()
  expect(await till.act(payment, 'check')).toMatchObject({ state: 'succeeded', step: '' })
  expect(await till.bill.read()).toMatchObject({ status: 'paid', paidCents: 3000, receipts: [{ amountCents: 3000 }] })
  expect(await booksFaults(db)).toEqual([])
})

test('a card that is not accepted takes nothing, and another way is open', async () => {
  const till = await aTill()
  const payment = await till.start()
  await till.touch('decline')
  expect((await till.act(payment, 'check')).state).toBe('closed')
  expect((await paidByCard(till)).state).toBe('succeeded')
  expect(await till.bill.read()).toMatchObject({ paidCents: 3000, refundedCents: 0 })
})

test('asking the reader twice, and a line that doubles, are one sale; a second reader is not asked for the same bill', async () => {
  const till = await aTill()
  await behave(services.pool, { callbackCopies: 3 }, 'bankcard')
  const payment = await till.start()
  await Promise.all([till.act(payment, 'order'), till.act(payment, 'order')])
  await till.touch()
  await till.touch()
  await till.act(payment, 'check')
  expect(await operations(till)).toEqual([{ kind: 'sale', state: 'waiting', amount_cents: 3000 }])
  expect(await till.bill.read()).toMatchObject({ paidCents: 3000, refundedCents: 0 })
})

test('a sale whose answer is lost is unknown, is not taken again, and is found out', async () => {
  const till = await aTill()
  expect((await paidByCard(till)).state).toBe('succeeded')
  const { sourceId } = await till.bill.charge(700)
  await behave(services.pool, { answersFail: true }, 'bankcard')
  const second = await till.start()
  expect(second.state).toBe('unknown')
  await till.touch()
  await till.touch()
  expect((await till.act(second, 'check')).state).toBe('unknown')
  expect((await server.request('POST', '/api/billing/window/cash', { as: till.cashier, body: { billId: till.bill.billId, expectedCents: 700, receivedCents: 700 } })).status).toBe(409)
  await cancel(till, sourceId)
  await behave(services.pool, well, 'bankcard')
  await later(60)
  // It had been paid; the thing was cancelled meanwhile, so the money goes back.
  expect(await till.bill.read()).toMatchObject({ paidCents: 3700, refundedCents: 700 })
  await later(10)
  expect((await till.bill.read()).refunds).toMatchObject([{ cause: 'surplus', state: 'succeeded', amountCents: 700 }])
  expect(await booksFaults(db)).toEqual([])
})

test('a sale that never arrived is closed for good: one that comes late is refused', async () => {
  const till = await aTill()
  expect((await till.start()).state).toBe('confirming')
  await till.touch('decline')
  await later(10)
  // Signed in by now. The next sale is overtaken by the reversal.
  await behave(services.pool, { shuffleCallbacks: true }, 'bankcard')
  const payment = await till.start()
  expect(payment.state).toBe('unknown')
  expect((await till.act(payment, 'close')).state).toBe('closed')
  await behave(services.pool, well, 'bankcard')
  await till.touch()
  await till.touch()
  await later(60)
  expect((await operations(till)).map((one) => one.state)).toEqual(['declined', 'reversed'])
  expect(await till.bill.read()).toMatchObject({ paidCents: 0, status: 'open' })
})

test.each(['amount', 'merchant', 'signature'] as const)('an answer with a lie about the %s settles nothing, and the truth does', async (lie) => {
  const till = await aTill()
  const payment = await till.start()
  await till.touch()
  await till.touch()
  await behave(services.pool, { lie }, 'bankcard')
  expect((await till.act(payment, 'check')).state).toBe('unknown')
  expect((await till.bill.read()).paidCents).toBe(0)
  await behave(services.pool, well, 'bankcard')
  await later(60)
  expect(await till.bill.read()).toMatchObject({ status: 'paid', paidCents: 3000 })
})

test('the whole of a sale is taken off on the same day; a part of it, or the day after, goes back as a refund', async () => {
  const same = await aTill()
  await paidByCard(same)
  await cancel(same, same.sourceId)
  await later(1)
  expect((await same.bill.read()).refunds).toMatchObject([{ state: 'succeeded', amountCents: 3000 }])
  expect((await operations(same)).map((one) => one.kind)).toEqual(['sale', 'void'])

  const part = await aTill()
  const { sourceId } = await part.bill.charge(500)
  await paidByCard(part)
  await cancel(part, sourceId)
  await later(1)
  expect((await operations(part)).map((one) => [one.kind, one.amount_cents])).toEqual([['sale', 3500], ['refund', 500]])

  const next = await aTill()
  await paidByCard(next)
  await later(86_400)
  await cancel(next, next.sourceId)
  await later(1)
  expect((await operations(next)).map((one) => one.kind)).toEqual(['sale', 'refund'])
  expect((await next.bill.read()).refunds).toMatchObject([{ state: 'succeeded' }])
  expect(await booksFaults(db)).toEqual([])
})

test('two refunds of one sale at once, with lost answers, give back each once and never more than was paid', async () => {
  const till = await aTill()
  const { sourceId } = await till.bill.charge(500)
  await paidByCard(till)
  await behave(services.pool, { answersFail: true }, 'bankcard')
  await Promise.all([cancel(till, sourceId), cancel(till, till.sourceId), cancel(till, sourceId)])
  await Promise.all([later(1), resolveOpen(services)])
  expect((await till.bill.read()).refunds.map((refund) => refund.state)).toEqual(['created', 'created'])
  await behave(services.pool, well, 'bankcard')
  await later(60)
  await later(60)
  expect((await till.bill.read()).refunds.map((refund) => `${refund.state} ${refund.amountCents}`).toSorted((a, b) => a.localeCompare(b))).toEqual(['succeeded 3000', 'succeeded 500'])
  expect((await operations(till)).filter((one) => one.kind !== 'sale').reduce((sum, one) => sum + one.amount_cents, 0)).toBe(3500)
  expect(await booksFaults(db)).toEqual([])
})

test('a refund whose answer is lost over midnight is not done a second time in the other way', async () => {
  const till = await aTill()
  await paidByCard(till)
  await behave(services.pool, { answersFail: true }, 'bankcard')
  await cancel(till, till.sourceId)
  await later(1)
  await behave(services.pool, well, 'bankcard')
  await later(86_400)
  expect((await till.bill.read()).refunds).toMatchObject([{ state: 'succeeded' }])
  expect((await operations(till)).filter((one) => one.kind !== 'sale')).toHaveLength(1)
})

test('a session is the terminal’s alone, and a terminal of another hospital reads no card here', async () => {
  const till = await aTill()
  const elsewhere = await aTill()
  const { body } = await server.request<Payment>('POST', `/api/billing/bills/${till.bill.institutionId}/${till.bill.billId}/payments`, { as: till.cashier, body: { channel: 'bankcard', expectedCents: 3000 } })
  const refused = await server.request<Payment>('POST', `/api/billing/payments/${till.bill.institutionId}/${body.id}/order`, { as: till.cashier, body: { terminalId: elsewhere.terminalId } })
  expect(refused.body.state).toBe('failed')
  const sides = await bankcardSides(services)
  const thief = bankcardChannel({ ...sides, terminal: (id) => { const terminal = sides.terminal(id); return terminal && { ...terminal, key: Buffer.alloc(32) } } }, cardBooks(services), () => clock.now())
  const order = { institutionId: elsewhere.bill.institutionId, orderNo: tradeNo(body.id), description: '', cents: 1, expiresAt: morning, product: 'code' as const, terminalId: elsewhere.terminalId }
  await expect(thief.placeOrder(order)).rejects.toBeInstanceOf(ChannelSilent)
})

test('a MAC covers the body, binds the answer to its question, and keys of a session differ', () => {
  const key = Buffer.alloc(32, 1)
  expect(isMac(requestMac(key, 'a'), requestMac(key, 'a'))).toBe(true)
  expect(isMac(requestMac(key, 'a'), requestMac(key, 'b'))).toBe(false)
  expect(isMac(answerMac(key, 'x', 'a'), answerMac(key, 'y', 'a'))).toBe(false)
  expect(isMac(answerMac(key, 'x', 'a'), undefined)).toBe(false)
  expect(sessionKey(key, 't', 's', 'a', 'b')).not.toEqual(sessionKey(key, 't', 's', 'b', 'a'))
})

test('the statement of a day has fixed widths, and every line leads to a payment or a refund', async () => {
  const till = await aTill()
  const { sourceId } = await till.bill.charge(500)
  const payment = await paidByCard(till)
  await cancel(till, sourceId)
  await later(1)
  const { text } = await (await openChannel(services, 'bankcard')).statement('2026-03-17')
  const lines = text.trimEnd().split('\n')
  expect(new Set(lines.slice(1, -1).map((line) => line.length))).toEqual(new Set([126]))
  const mine = lines.filter((line) => line.includes(till.terminalId))
  expect(mine.map((line) => [line.slice(1, 3), Number(line.slice(37, 49)), line.slice(92, 124)])).toEqual([
    ['01', 3500, tradeNo(payment.id)], ['03', 500, tradeNo((await till.bill.read()).refunds[0]!.id)],
  ])
  expect(lines.at(-1)).toMatch(/^T\d{46}$/)
})

test('terminals of a real merchant are read from their file, and a bad file is named', () => {
  const file = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(content))
    return join(folder, name)
  }
  const key = 'ab'.repeat(32)
  const good = file('terminals.json', [{ id: '01010001', institutionId: 101, place: 'window', name: '3 号窗口', key }, { id: '01010002', institutionId: 101, place: 'kiosk', name: '大厅 1', key }])
  const account = terminalsFromFile({ url: 'https://cards.example.org/', merchantId: 'M', terminalsFile: good })
  expect([account.url, account.windows(101).map((one) => one.id), account.atMachine(101, '大厅 1')?.id, account.atMachine(101, '大厅 2')]).toEqual(['https://cards.example.org', ['01010001'], '01010002', undefined])
  expect(() => terminalsFromFile({ url: 'https://x', merchantId: 'M', terminalsFile: file('bad.json', [{ id: '1' }]) })).toThrow(/bad\.json cannot be used/)
})
