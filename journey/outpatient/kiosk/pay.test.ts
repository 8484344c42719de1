import { beforeEach, expect, test } from 'vitest'
import { module as billing } from '#journey/throughout/billing/server.ts'
import type { Payment } from '#journey/throughout/billing/contract.ts'
import { aBill, booksFaults, morning, type ABill } from '#journey/throughout/billing/testing/a-bill.ts'
import { bankcardSides, behave } from '#journey/throughout/billing/testing/channel-side.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { KioskBills, PaperReceipt } from './contract.ts'
import { module } from './server.ts'
import { atThisMachine } from './testing/at-this-machine.ts'

// O1: paying and printing at a machine in the hall.
const { db, owner, url } = await testDatabase()
const server = await testServer([billing, module], { url }, { now: morning })
const { services, clock } = server
const machine = '大厅 1 号机'

beforeEach(async () => {
  clock.set(morning)
  for (const channel of ['wechatpay', 'alipay', 'bankcard'] as const) await behave(services.pool, { address: server.url }, channel)
})

async function at(bill: ABill, session?: string) {
  const machineHere = atThisMachine(bill.institutionId, machine, clock.now())
  const shown = session ?? (await machineHere.sessionOf(db, bill.person.personId))
  const headers = { ...machineHere.headers, 'x-kiosk-session': shown }
  return <T>(method: string, path: string, body?: object) => server.request<T>(method, `/api/kiosk/${path}`, { headers, ...(body ? { body } : {}) })
}

test('whoever showed who they are sees their own bill, pays it by card at the machine’s reader, and takes the receipt', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(3000)
  const kiosk = await at(bill)
  const seen = (await kiosk<KioskBills>('POST', 'bills')).body
  expect(seen).toMatchObject({ nameMasked: '林*满', channels: ['wechatpay', 'alipay', 'bankcard'], bills: [{ id: bill.billId, dueCents: 3000, open: null }] })
  const started = await kiosk<Payment>('POST', 'payments', { billId: bill.billId, channel: 'bankcard', expectedCents: 3000 })
  expect(started.status).toBe(201)
  expect((await kiosk<Payment>('POST', `payments/${started.body.id}/order`)).body.state).toBe('confirming')
  const reader = (await bankcardSides(services)).atMachine(bill.institutionId, machine)!
  expect((await kiosk<Payment>('POST', `payments/${started.body.id}/check`)).body.step).toBe('insert-card')
  for (const _press of [1, 2]) await fetch(`${server.url}/simulator/bankcard/reader/${reader.id}/go-on`, { method: 'POST', redirect: 'manual' })
  expect((await kiosk<Payment>('POST', `payments/${started.body.id}/check`)).body.state).toBe('succeeded')
  const paper = (await kiosk<PaperReceipt[]>('GET', `bills/${bill.billId}/receipts`)).body
  expect(paper).toMatchObject([{ amountCents: 3000, inWords: '叁拾元整', payer: '林*满', channel: 'bankcard', lines: [{ selfCents: 3000 }] }])
  expect(await booksFaults(db)).toEqual([])
})

test('a code of either kind is shown, given up, and another way is open', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(500)
  const kiosk = await at(bill)
  for (const channel of ['alipay', 'wechatpay'] as const) {
    const { body: { id } } = await kiosk<Payment>('POST', 'payments', { billId: bill.billId, channel, expectedCents: 500 })
    const ordered = (await kiosk<Payment>('POST', `payments/${id}/order`)).body
    expect([ordered.state, ordered.payUrl]).toEqual(['confirming', expect.stringContaining(`/simulator/${channel}/pay/`)])
    expect((await kiosk<Payment>('POST', `payments/${id}/close`)).body.state).toBe('closed')
  }
})

test('a machine shows nobody another person’s bill, payment or receipt, nothing without a pass, and nothing when the session is over', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(500)
  const other = await aBill(db, owner, { at: bill.institutionId })
  await other.charge(700)
  const kiosk = await at(bill)
  const { body: theirs } = await (await at(other))<Payment>('POST', 'payments', { billId: other.billId, channel: 'wechatpay', expectedCents: 700 })
  expect((await kiosk<KioskBills>('POST', 'bills')).body.bills.map((one) => one.id)).toEqual([bill.billId])
  expect((await kiosk('POST', 'payments', { billId: other.billId, channel: 'alipay', expectedCents: 700 })).status).toBe(404)
  for (const what of ['order', 'check', 'close']) expect((await kiosk('POST', `payments/${theirs.id}/${what}`)).status).toBe(404)
  expect((await kiosk('GET', `bills/${other.billId}/receipts`)).status).toBe(404)
  expect((await (await at(bill, 'made-up'))('POST', 'bills')).status).toBe(403)
  const elsewhere = await atThisMachine(bill.institutionId + 500, machine, clock.now()).sessionOf(db, bill.person.personId)
  expect((await (await at(bill, elsewhere))('POST', 'bills')).status).toBe(403)
  const atTheNext = await atThisMachine(bill.institutionId, '另一台', clock.now()).sessionOf(db, bill.person.personId)
  expect((await (await at(bill, atTheNext))('POST', 'bills')).status).toBe(403)
  clock.advanceSeconds(26)
  expect((await kiosk('POST', 'bills')).body).toMatchObject({ code: 'kiosk.session-over' })
  expect((await server.request('POST', '/api/kiosk/bills')).status).toBe(403)
})

test('O3 money put aside at a machine is paid by code like any other, and is in the balance', async () => {
  const bill = await aBill(db, owner)
  const kiosk = await at(bill)
  const started = await kiosk<Payment>('POST', 'top-ups', { cents: 5000, channel: 'wechatpay' })
  expect(started).toMatchObject({ status: 201, body: { amountCents: 5000 } })
  expect((await kiosk<Payment>('POST', `payments/${started.body.id}/order`)).body.payUrl).toContain('/simulator/wechatpay/pay/')
  expect((await kiosk('POST', 'top-ups', { cents: 900_000, channel: 'wechatpay' })).status).toBe(422)
})
