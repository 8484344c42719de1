import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Payment } from '../../contract.ts'
import { cancelCharge } from '../../index.ts'
import { module } from '../../server.ts'
import { alipaySides } from '../../simulator/alipay/keys.ts'
import { sendDueNotices } from '../../simulator/alipay/notices.ts'
import { behave } from '../../simulator/behaviour.ts'
import { packed } from '../../simulator/statements/packed.ts'
import { resolveOpen } from '../../tasks.ts'
import { aBill, booksFaults, morning, type ABill } from '../../testing/a-bill.ts'
import { ChannelRefused, ChannelSilent } from '../channel.ts'
import { openChannel } from '../open-channel.ts'
import { alipayFromFiles } from './account.ts'
import { alipayChannel } from './channel.ts'
import { readBill } from './read-bill.ts'
import { isSignedNotice, rawMember, signNotice, signRequest, textToSign } from './signing.ts'

const { db, owner, url } = await testDatabase()
const server = await testServer([module], { url }, { now: morning })
const { services, clock } = server
const stranger = createPrivateKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }))
const folder = mkdtempSync(join(tmpdir(), 'liuxin-alipay-'))
afterAll(() => rmSync(folder, { recursive: true }))

const well = { callbackDelaySeconds: 0, callbackCopies: 1, dropCallbacks: false, shuffleCallbacks: false, answersFail: false, requestsLost: false, lie: 'none' as const }
beforeEach(async () => {
  clock.set(morning)
  await behave(services.pool, { ...well, address: server.url }, 'alipay')
})

async function ordered(cents = 3000): Promise<{ bill: ABill; payment: Payment; sourceId: string }> {
  const bill = await aBill(db, owner)
  const { sourceId } = await bill.charge(cents)
  const as = bill.person.actor
  const { body } = await server.request<Payment>('POST', `/api/billing/bills/${bill.institutionId}/${bill.billId}/payments`, { as, body: { channel: 'alipay', expectedCents: cents } })
  const { body: payment } = await server.request<Payment>('POST', `/api/billing/payments/${bill.institutionId}/${body.id}/order`, { as, body: { returnUrl: `${server.url}/bills` } })
  return { bill, payment, sourceId }
}

/** The payer opens the address, as a browser does, and presses the button there. */
async function payInApp(payment: Payment): Promise<void> {
  const { pathname } = new URL((await fetch(inTest(payment.payUrl!))).url)
  await fetch(server.url + pathname, { method: 'POST', redirect: 'manual' })
}
const inTest = (address: string) => address.replace(services.config.publicUrl, server.url)
const until = (bill: ABill, status: string) => expect.poll(async () => (await bill.read()).status, { timeout: 8_000, interval: 40 }).toBe(status)
const later = async (seconds: number) => {
  clock.advanceSeconds(seconds)
  await resolveOpen(services)
}
const cancel = (bill: ABill, sourceId: string) => {
  const context = systemContext('test', clock.now())
  return inTransaction(db, context, (tx) => cancelCharge(tx, context, { institutionId: bill.institutionId, billId: bill.billId, source: 'order', sourceId, reason: 'cancelled' }))
}

test('a bill is paid with Alipay on the phone, and what is cancelled later goes back there, once', async () => {
  const { bill, payment, sourceId } = await ordered()
  expect([payment.state, new URL(payment.payUrl!).searchParams.get('method')]).toEqual(['confirming', 'alipay.trade.wap.pay'])
  await payInApp(payment)
  await until(bill, 'paid')
  expect((await bill.read()).payments).toMatchObject([{ channel: 'alipay', state: 'succeeded', amountCents: 3000 }])
  await Promise.all([cancel(bill, sourceId), cancel(bill, sourceId)])
  await Promise.all([later(1), resolveOpen(services), sendDueNotices(services)])
  await later(30)
  await expect.poll(async () => (await bill.read()).refunds).toMatchObject([{ channel: 'alipay', state: 'succeeded', amountCents: 3000 }])
  expect(await booksFaults(db)).toEqual([])
})

interface Telling {
  readonly key?: typeof stranger
  readonly content?: Readonly<Record<string, string>>
  readonly spoil?: (body: string) => string
  readonly institutionId?: number
}

/** What Alipay would say about a payment, rightly or with one thing wrong. */
async function tell(bill: ABill, payment: Payment, telling: Telling = {}): Promise<[number, string]> {
  const { account, alipayKey } = await alipaySides(services)
  const content = {
    notify_id: randomUUID(), app_id: account.appId, seller_id: account.sellerId, out_trade_no: payment.id.replaceAll('-', ''), trade_no: '2026031722001400000000000001', trade_status: 'TRADE_SUCCESS',
    total_amount: '30.00', subject: '门诊 费用+1&2', empty: '', ...telling.content,
  }
  const body = new URLSearchParams(signNotice(telling.key ?? alipayKey, content)).toString()
  const response = await fetch(`${account.notifyUrl}/${telling.institutionId ?? bill.institutionId}`, {
    method: 'POST', body: telling.spoil?.(body) ?? body, headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  })
  return [response.status, await response.text()]
}

test('a notice with the right signature settles the payment; twenty copies at once settle it once, and each is thanked', async () => {
  const { bill, payment } = await ordered()
  const answers = await Promise.all(Array.from({ length: 20 }, () => tell(bill, payment)))
  expect(answers).toEqual(Array.from({ length: 20 }, () => [200, 'success']))
  expect(await bill.read()).toMatchObject({ status: 'paid', paidCents: 3000, refundedCents: 0, receipts: [{ number: 1 }] })
  expect(await booksFaults(db)).toEqual([])
})

test.each<[string, Telling, number]>([
  ['signed by somebody else', { key: stranger }, 401],
  ['altered on the way', { spoil: (body) => body.replace('30.00', '30.01') }, 401],
  ['without a signature', { spoil: (body) => body.replace(/&sign=[^&]*/, '') }, 401],
  ['for another merchant', { content: { seller_id: '2088000000000009' } }, 401],
  ['for another app', { content: { app_id: '2021000000000009' } }, 401],
  ['for another amount', { content: { total_amount: '0.01' } }, 200],
  ['for a payment of another hospital', { institutionId: 1 }, 404],
])('a notice %s pays nothing', async (_what, telling, expected) => {
  const { bill, payment } = await ordered()
  expect((await tell(bill, payment, telling))[0]).toBe(expected)
  expect(await bill.read()).toMatchObject({ status: 'open', paidCents: 0, receipts: [] })
})

test('late, doubled, disordered, dropped and lying notices, lost questions and lost answers all end in the same books', async () => {
  for (const behaviour of [
    { callbackDelaySeconds: 40 }, { callbackCopies: 5, shuffleCallbacks: true }, { dropCallbacks: true }, { answersFail: true, dropCallbacks: true }, { requestsLost: true, dropCallbacks: true },
    { lie: 'amount' as const }, { lie: 'merchant' as const }, { lie: 'signature' as const },
  ]) {
    const { bill, payment } = await ordered()
    await behave(services.pool, { ...well, ...behaviour }, 'alipay')
    await payInApp(payment)
    await later(20)
    if ('lie' in behaviour || 'answersFail' in behaviour || 'requestsLost' in behaviour) {
      expect((await bill.read()).paidCents, JSON.stringify(behaviour)).toBe(0)
      expect((await bill.read()).payments[0]!.state).toBe('unknown')
    }
    await behave(services.pool, well, 'alipay')
    await later(60)
    await sendDueNotices(services)
    await until(bill, 'paid')
    expect(await bill.read()).toMatchObject({ paidCents: 3000, refundedCents: 0, receipts: [{}] })
  }
  expect(await booksFaults(db)).toEqual([])
})

test('a code that was given up and is paid all the same, with no notice, is found after it expired, and its money goes back', async () => {
  const { bill, payment } = await ordered()
  await behave(services.pool, { dropCallbacks: true }, 'alipay')
  const code = payment.payUrl!
  const closed = await server.request<Payment>('POST', `/api/billing/payments/${bill.institutionId}/${payment.id}/close`, { as: bill.person.actor })
  expect(closed.body.state).toBe('closed')
  await payInApp({ ...payment, payUrl: code })
  const again = await server.request<Payment>('POST', `/api/billing/bills/${bill.institutionId}/${bill.billId}/payments`, { as: bill.person.actor, body: { channel: 'alipay', expectedCents: 3000 } })
  const { body: second } = await server.request<Payment>('POST', `/api/billing/payments/${bill.institutionId}/${again.body.id}/order`, { as: bill.person.actor, body: {} })
  await payInApp(second)
  await later(30)
  await until(bill, 'paid')
  await later(16 * 60)
  await later(20)
  expect(await bill.read()).toMatchObject({ paidCents: 6000, refundedCents: 3000, refunds: [{ cause: 'surplus', state: 'succeeded' }] })
  expect(await booksFaults(db)).toEqual([])
})

test('a code nobody opened is closed, and after its time it is not asked about any more', async () => {
  const { bill, payment } = await ordered()
  await server.request('POST', `/api/billing/payments/${bill.institutionId}/${payment.id}/close`, { as: bill.person.actor })
  await later(17 * 60)
  await later(60)
  expect((await bill.read()).payments).toMatchObject([{ state: 'closed' }])
})

test('a refund whose answer is lost, and one whose notice comes first, are each done once', async () => {
  const { bill, payment, sourceId } = await ordered()
  await payInApp(payment)
  await until(bill, 'paid')
  await behave(services.pool, { answersFail: true }, 'alipay')
  await cancel(bill, sourceId)
  await later(1)
  expect((await bill.read()).refunds).toMatchObject([{ state: 'created' }])
  await behave(services.pool, well, 'alipay')
  await Promise.all([sendDueNotices(services), later(20)])
  await later(40)
  await expect.poll(async () => (await bill.read()).refunds[0]!.state).toBe('succeeded')
  expect((await bill.read()).receipts).toHaveLength(2)
  expect(await booksFaults(db)).toEqual([])
})

test('Alipay takes orders only from the app that signed them, and is believed only with its own signature', async () => {
  const { account } = await alipaySides(services)
  const now = () => clock.now()
  const key = { institutionId: 1, orderNo: randomUUID().replaceAll('-', '') }
  const order = { ...key, description: 'x', cents: 1, expiresAt: new Date(morning.getTime() + 60_000), product: 'code' as const }
  await expect(alipayChannel({ ...account, privateKey: stranger }, now).placeOrder(order)).rejects.toMatchObject({ name: 'ChannelRefused', code: 'isv.invalid-signature' })
  await expect(alipayChannel({ ...account, alipayKey: stranger }, now).placeOrder(order)).rejects.toBeInstanceOf(ChannelSilent)
  await expect(alipayChannel({ ...account, url: 'http://127.0.0.1:9/gateway.do' }, now).query(key)).rejects.toBeInstanceOf(ChannelSilent)
  expect(await alipayChannel(account, now).query({ ...key, orderNo: '0'.repeat(32) })).toEqual({ state: 'absent' })
  await expect(alipayChannel(account, now).refund({ ...key, refundNo: 'r', reason: 'x', cents: 1, totalCents: 1 })).rejects.toBeInstanceOf(ChannelRefused)
})

test('what is signed: sorted, without what is empty, and an answer’s text to the last escape', () => {
  expect(textToSign({ b: '2', a: '1', sign: 'x', empty: '', sign_type: 'RSA2' }, 'sign')).toBe('a=1&b=2&sign_type=RSA2')
  expect(rawMember(String.raw`{"x_response":{"msg":"a } \" \/","n":{"m":1}},"sign":"s"}`, 'x_response')).toBe(String.raw`{"msg":"a } \" \/","n":{"m":1}}`)
  expect(rawMember('{"sign":"s"}', 'x_response')).toBeUndefined()
  const signed = signNotice(stranger, { a: '1' })
  expect(isSignedNotice(stranger, signed)).toBe(true)
  expect(isSignedNotice(stranger, { ...signed, a: '2' })).toBe(false)
  expect(signRequest(stranger, { a: '1', sign_type: 'RSA2' })['sign']).toMatch(/^[\w+/=]{300,}$/)
})

test('a day’s bill comes packed and in national encoding, and reads as what was paid and what went back', async () => {
  const { bill, payment, sourceId } = await ordered(12_345)
  await payInApp(payment)
  await until(bill, 'paid')
  await cancel(bill, sourceId)
  await later(1)
  await expect.poll(async () => (await bill.read()).refunds[0]!.state).toBe('succeeded')
  const { name, text } = await (await openChannel(services, 'alipay')).statement('2026-03-17')
  expect(name).toBe('alipay-2088000000000000-2026-03-17.csv')
  const mine = text.split('\r\n').filter((line) => line.includes(payment.id.replaceAll('-', ''))).map((line) => line.split(',').map((value) => value.trim()))
  expect(mine.map((values) => [values[2], values[6], values[11], values[12]])).toEqual([
    ['交易', String(bill.institutionId), '123.45', '123.45'], ['退款', String(bill.institutionId), '-123.45', '-123.45'],
  ])
  expect(readBill(packed('x_业务明细.csv', '#支付宝业务明细查询,￥'))).toBe('#支付宝业务明细查询,￥')
  expect(readBill(Buffer.from('已经是普通文本'))).toBe('已经是普通文本')
})

test('a real app’s keys are read as Alipay’s tool writes them, and a bad one is named by its file', () => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const settings = { url: 'https://openapi.example.org/gateway.do', appId: '1', sellerId: '2088', alipayKeyFile: file('alipay', keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')) }
  for (const type of ['pkcs1', 'pkcs8'] as const) {
    const privateKeyFile = file(type, keys.privateKey.export({ type, format: 'der' }).toString('base64'))
    const account = alipayFromFiles({ ...settings, privateKeyFile }, 'https://liuxin.example.org')
    expect(account.notifyUrl).toBe('https://liuxin.example.org/api/billing/alipay/notify')
    expect(isSignedNotice(account.alipayKey, signNotice(account.privateKey, { a: '1' }))).toBe(true)
  }
  expect(() => alipayFromFiles({ ...settings, privateKeyFile: file('broken', 'nothing') }, 'https://x')).toThrow(/broken cannot be used/)
})
