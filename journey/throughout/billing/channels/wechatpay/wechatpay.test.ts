import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Payment } from '../../contract.ts'
import { module } from '../../server.ts'
import { behave } from '../../simulator/behaviour.ts'
import { simulatedSides } from '../../simulator/keys.ts'
import { aBill, booksFaults, morning, type ABill } from '../../testing/a-bill.ts'
import { resolveOpen } from '../../tasks.ts'
import { ChannelSilent } from '../channel.ts'
import { wechatPay } from './client.ts'
import { isFromPlatform, openResource, sealResource, signBody } from './signing.ts'

const { db, owner, url } = await testDatabase()
const server = await testServer([module], { url }, { now: morning })
const { services, clock } = server
const stranger = createPrivateKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }))

beforeEach(async () => {
  clock.set(morning)
  await behave(services.pool, { address: server.url, callbackDelaySeconds: 0, callbackCopies: 1, dropCallbacks: true, answersFail: false })
})

async function ordered(): Promise<{ bill: ABill; payment: Payment }> {
  const bill = await aBill(db, owner)
  await bill.charge(3000)
  const as = bill.person.actor
  const { body } = await server.request<Payment>('POST', `/api/billing/bills/${bill.institutionId}/${bill.billId}/payments`, { as, body: { channel: 'wechatpay', expectedCents: 3000 } })
  const { body: payment } = await server.request<Payment>('POST', `/api/billing/payments/${bill.institutionId}/${body.id}/order`, { as, body: {} })
  return { bill, payment }
}

interface Telling {
  readonly cents?: number
  readonly id?: string
  readonly key?: typeof stranger
  readonly sealedFor?: Buffer
  readonly at?: Date
  readonly spoil?: (body: string) => string
  readonly institutionId?: number
}

/** What the channel would say about a payment, rightly or with one thing wrong. */
async function tell(bill: ABill, payment: Payment, telling: Telling = {}): Promise<number> {
  const sides = await simulatedSides(services)
  const content = {
    mchid: sides.account.merchantId, out_trade_no: payment.id.replaceAll('-', ''), transaction_id: '4200000000000000000000000001', trade_state: 'SUCCESS',
    attach: String(telling.institutionId ?? bill.institutionId), amount: { total: telling.cents ?? 3000, currency: 'CNY' },
  }
  const body = JSON.stringify({ id: telling.id ?? randomUUID(), event_type: 'TRANSACTION.SUCCESS', resource: sealResource(telling.sealedFor ?? sides.account.apiKey, content, 'transaction') })
  const headers = signBody(telling.key ?? sides.platformKey, sides.platformSerial, body, telling.at ?? clock.now())
  const response = await fetch(sides.account.notifyUrl, { method: 'POST', body: telling.spoil?.(body) ?? body, headers: { 'content-type': 'application/json', ...headers } })
  return response.status
}

test('a callback with the right signature, time and seal settles the payment; twenty copies at once settle it once', async () => {
  const { bill, payment } = await ordered()
  const id = randomUUID()
  const answers = await Promise.all(Array.from({ length: 20 }, () => tell(bill, payment, { id })))
  expect(new Set(answers)).toEqual(new Set([204]))
  expect(await bill.read()).toMatchObject({ status: 'paid', paidCents: 3000, refundedCents: 0, receipts: [{ number: 1 }] })
  expect(await booksFaults(db)).toEqual([])
})

test.each<[string, Telling]>([
  ['signed by somebody else', { key: stranger }],
  ['altered on the way', { spoil: (body) => body.replace('TRANSACTION', 'TRANSACTIOM') }],
  ['sealed for another merchant', { sealedFor: Buffer.alloc(32, 1) }],
  ['recorded ten minutes ago', { at: new Date(morning.getTime() - 600_000) }],
  ['for another amount', { cents: 1 }],
])('a callback %s pays nothing', async (_what, telling) => {
  const { bill, payment } = await ordered()
  const status = await tell(bill, payment, telling)
  expect(status).toBe(telling.cents ? 204 : 401)
  expect(await bill.read()).toMatchObject({ status: 'open', paidCents: 0, receipts: [] })
})

test('a callback without any signature, or about nothing of ours, is refused', async () => {
  const { bill, payment } = await ordered()
  const bare = await fetch(`${server.url}/api/billing/wechatpay/notify`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
  expect(bare.status).toBe(401)
  expect(await tell(bill, { ...payment, id: randomUUID() })).toBe(404)
  expect(await tell(bill, payment, { institutionId: bill.institutionId + 1000 })).toBe(404)
})

test('a callback that comes after the resolver found out, or before the order was answered, changes nothing more', async () => {
  const { bill, payment } = await ordered()
  await fetch(`${server.url}/simulator/wechatpay/pay/${payment.payUrl!.split('/').at(-1)}`, { method: 'POST', redirect: 'manual' })
  clock.advanceSeconds(60)
  await resolveOpen(services)
  expect((await bill.read()).status).toBe('paid')
  expect(await tell(bill, payment)).toBe(204)
  expect(await bill.read()).toMatchObject({ paidCents: 3000, receipts: [{ number: 1 }] })

  const other = await aBill(db, owner)
  await other.charge(3000)
  const { body: early } = await server.request<Payment>('POST', `/api/billing/bills/${other.institutionId}/${other.billId}/payments`, { as: other.person.actor, body: { channel: 'wechatpay', expectedCents: 3000 } })
  expect(await tell(other, early)).toBe(204)
  await server.request('POST', `/api/billing/payments/${other.institutionId}/${early.id}/order`, { as: other.person.actor, body: {} })
  expect(await other.read()).toMatchObject({ status: 'paid', paidCents: 3000, refundedCents: 0 })
  expect(await booksFaults(db)).toEqual([])
})

test('late, doubled and dropped callbacks of the channel all end in the same books', async () => {
  for (const behaviour of [{ callbackDelaySeconds: 40, dropCallbacks: false }, { callbackDelaySeconds: 0, callbackCopies: 5, dropCallbacks: false }, { dropCallbacks: true }]) {
    await behave(services.pool, behaviour)
    const { bill, payment } = await ordered()
    await fetch(`${server.url}/simulator/wechatpay/pay/${payment.payUrl!.split('/').at(-1)}`, { method: 'POST', redirect: 'manual' })
    clock.advanceSeconds(45)
    await resolveOpen(services)
    await module.tasks!.find((task) => task.name === 'billing.simulated-callbacks')!.run(services)
    await expect.poll(async () => (await bill.read()).status, { timeout: 5_000 }).toBe('paid')
    expect(await bill.read()).toMatchObject({ paidCents: 3000, refundedCents: 0 })
  }
  const { rows } = await sql<{ most: number }>`select max(c)::int as most from (select count(*) c from billing.receipt group by payment_id) t`.execute(owner)
  expect(rows[0]!.most).toBe(1)
  expect(await booksFaults(db)).toEqual([])
})

test('an answer is not believed without the platform’s signature', async () => {
  const { account } = await simulatedSides(services)
  const deceived = wechatPay({ ...account, platformKey: stranger }, () => clock.now())
  await expect(deceived.queryOrder('00000000000000000000000000000000')).rejects.toBeInstanceOf(ChannelSilent)
  const nobody = wechatPay({ ...account, url: 'http://127.0.0.1:9' }, () => clock.now())
  await expect(nobody.queryOrder('00000000000000000000000000000000')).rejects.toBeInstanceOf(ChannelSilent)
})

test('the platform takes orders only from the merchant who signed them', async () => {
  const { account } = await simulatedSides(services)
  const impostor = wechatPay({ ...account, privateKey: stranger }, () => clock.now())
  const order = { tradeNo: randomUUID().replaceAll('-', ''), description: 'x', attach: '1', cents: 1, expiresAt: new Date(morning.getTime() + 60_000), product: 'native' as const }
  await expect(impostor.placeOrder(order)).rejects.toMatchObject({ name: 'ChannelRefused', code: 'SIGN_ERROR' })
})

test('a sealed resource opens only with the same key and the same label', () => {
  const key = Buffer.alloc(32, 7)
  const sealed = sealResource(key, { a: 1 }, 'transaction')
  expect(openResource(key, sealed)).toEqual({ a: 1 })
  expect(() => openResource(key, { ...sealed, associated_data: 'refund' })).toThrow()
  expect(() => openResource(Buffer.alloc(32, 8), sealed)).toThrow()
})

test('a signature covers the time and the body', async () => {
  const { platformKey, account } = await simulatedSides(services)
  const headers = signBody(platformKey, 'x', 'body', morning)
  const read = (given: Record<string, string>) => (name: string) => given[name]
  expect(isFromPlatform(account.platformKey, read(headers), 'body', morning)).toBe(true)
  expect(isFromPlatform(account.platformKey, read(headers), 'bodi', morning)).toBe(false)
  expect(isFromPlatform(account.platformKey, read({ ...headers, 'wechatpay-timestamp': String(morning.getTime() / 1000 + 1) }), 'body', morning)).toBe(false)
  expect(isFromPlatform(account.platformKey, read(headers), 'body', new Date(morning.getTime() + 301_000))).toBe(false)
})
