import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { aPerson, staffAt, type APerson } from '#journey/throughout/people/testing/a-person.ts'
import { module as walletModule } from '#journey/throughout/wallet/server.ts'
import type { StaffActor } from '#platform/context/context.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { DocumentShown, Payment, WithdrawnAtWindow } from './contract.ts'
import { module } from './server.ts'
import { behave } from './simulator/behaviour.ts'
import { resolveOpen } from './tasks.ts'
import { aBill, aHospital, booksFaults, morning } from './testing/a-bill.ts'

// O2: a person without a phone has their balance back at a window: by document, to the source, and not on one colleague's word.
const { db, owner, url } = await testDatabase()
const server = await testServer([walletModule, module], { url }, { now: morning })

beforeEach(async () => {
  server.clock.set(morning)
  await behave(server.services.pool, { address: server.url, callbackDelaySeconds: 0, callbackCopies: 1, dropCallbacks: false, answersFail: false })
})

interface Window {
  readonly at: number
  readonly cashier: StaffActor
  readonly second: StaffActor
  send<T = { code?: string }>(path: string, body: unknown, as?: StaffActor): Promise<{ status: number; body: T & { code?: string } }>
}

async function aWindow(): Promise<Window> {
  const at = await aHospital(owner)
  const [cashier, second] = [staffAt(at, 'cashier'), staffAt(at, 'cashier')]
  const send = <T>(path: string, body: unknown, as = cashier) => server.request<T & { code?: string }>('POST', `/api/billing/window/${path}`, { as, body })
  await send('shifts', { counter: '3 号窗口', openingFloatCents: 0 })
  return { at, cashier, second, send }
}

const topUp = async (there: Window, person: APerson, cents: number) => expect((await there.send('top-ups', { personId: person.personId, cents, receivedCents: cents })).status).toBe(201)
const show = async (there: Window, person: APerson, document = person.details.document, as = there.cashier) => (await there.send<DocumentShown>('withdrawals/document', { personId: person.personId, document }, as)).body
const withdraw = (there: Window, person: APerson, cents: number, as = there.cashier) => there.send<WithdrawnAtWindow>('withdrawals', { personId: person.personId, cents }, as)
const balance = async (person: APerson) => (await server.request<{ balanceCents: number; keptCents: number }>('GET', `/api/wallet/balance?personId=${person.personId}`, { as: person.actor })).body
const audited = async (action: string, person: APerson) => (await sql<{ result: string }>`select result from platform.audit where action = ${action} and person_id = ${person.personId} order by at`.execute(owner)).rows.map((row) => row.result)

test('with the document in hand the window gives back cash that came in cash there, and it is gone from the balance', async () => {
  const there = await aWindow()
  const person = await aPerson(db)
  await topUp(there, person, 30_000)
  expect((await withdraw(there, person, 1000)).body.code).toBe('wallet.consent-needed')
  const stranger = await aPerson(db)
  expect(await show(there, person, stranger.details.document)).toEqual({ accepted: false, offer: null })
  expect((await there.send('withdrawals/document', { personId: person.personId, document: { kind: 'resident-id', number: '990000198005060000' } })).body.code).toBe('people.document-invalid')
  expect((await withdraw(there, person, 1000)).body.code).toBe('wallet.consent-needed')
  expect(await show(there, person)).toMatchObject({ accepted: true, offer: { spendableCents: 30_000, returnableCents: 30_000, aloneCents: 50_000, sources: [{ channel: 'cash', cents: 30_000 }] } })
  expect((await withdraw(there, person, 30_001)).body.code).toBe('billing.not-returnable-here')
  const made = await withdraw(there, person, 20_000)
  expect(made).toMatchObject({ status: 201, body: { needsSecond: false, pieces: [{ channel: 'cash', state: 'created', amountCents: 20_000 }] } })
  expect((await withdraw(there, person, 1000)).body.code).toBe('wallet.consent-needed')
  expect(await balance(person)).toMatchObject({ balanceCents: 30_000, keptCents: 20_000 })
  const { refundId } = made.body.pieces[0]!
  const handed = await Promise.all([there.send(`refunds/${refundId}/pay-out`, {}), there.send(`refunds/${refundId}/pay-out`, {})])
  expect(handed.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 409])
  expect(await balance(person)).toMatchObject({ balanceCents: 10_000, keptCents: 0 })
  expect(await audited('wallet.consent-by-document', person)).toEqual(['refused', 'done'])
  expect(await audited('billing.withdraw-at-window', person)).toEqual(['done'])
  const { rows } = await sql`select from platform.event where type = 'billing.refund-started.v1' and payload ->> 'refundId' = ${refundId}`.execute(owner)
  expect(rows).toHaveLength(1)
  expect(await booksFaults(db)).toEqual([])
})

test('above the day\'s limit all pieces wait for one second person, however the sum was cut; refused, it is in the balance again', async () => {
  const there = await aWindow()
  const person = await aPerson(db)
  for (const cents of [40_000, 40_000]) await topUp(there, person, cents)
  await show(there, person)
  expect((await withdraw(there, person, 45_000)).body).toMatchObject({ needsSecond: false })
  await show(there, person)
  const { body } = await withdraw(there, person, 35_000)
  expect(body).toMatchObject({ needsSecond: true, pieces: [{ channel: 'cash', state: 'asked', amountCents: 35_000 }] })
  const [asked] = body.pieces
  const decide = (what: string, as: StaffActor) => there.send(`refunds/${asked!.refundId}/${what}`, {}, as)
  expect((await there.send(`refunds/${asked!.refundId}/pay-out`, {})).body.code).toBe('billing.refund-decided')
  expect((await decide('approve', there.cashier)).body.code).toBe('billing.second-person-needed')
  await expect(sql`update billing.refund set state = 'created', approved_by = asked_by where id = ${asked!.refundId}`.execute(owner))
    .rejects.toMatchObject({ constraint: 'refund_above_the_limit_needs_a_second_person' })
  const decided = await Promise.all([decide('refuse', there.second), decide('refuse', staffAt(there.at, 'cashier'))])
  expect(decided.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 409])
  expect(await balance(person)).toMatchObject({ balanceCents: 80_000, keptCents: 45_000 })
  expect(await booksFaults(db)).toEqual([])
})

test('one decision is for every piece, and the list at the window shows one sum', async () => {
  const there = await aWindow()
  const person = await aPerson(db)
  for (const cents of [30_000, 40_000]) await topUp(there, person, cents)
  expect((await show(there, person)).offer?.sources.map((one) => one.cents)).toEqual([40_000, 30_000])
  const { body } = await withdraw(there, person, 60_000)
  expect(new Set(body.pieces.map((one) => `${one.amountCents} ${one.state}`))).toEqual(new Set(['20000 asked', '40000 asked']))
  const listed = await server.request<{ id: string; amountCents: number }[]>('GET', '/api/billing/window/refunds', { as: there.second })
  expect(listed.body.map((one) => one.amountCents)).toEqual([60_000])
  expect((await there.send(`refunds/${listed.body[0]!.id}/approve`, {}, there.second)).status).toBe(200)
  for (const { refundId } of body.pieces) expect((await there.send(`refunds/${refundId}/pay-out`, {})).status).toBe(200)
  expect(await balance(person)).toMatchObject({ balanceCents: 10_000, keptCents: 0 })
  expect(await booksFaults(db)).toEqual([])
})

test('a card or a phone gets back what it brought and never cash; what came in elsewhere is not given back here', async () => {
  const [here, elsewhere] = [await aWindow(), await aWindow()]
  const person = await aPerson(db)
  await topUp(elsewhere, person, 10_000)
  const started = (await server.request<Payment>('POST', '/api/billing/top-ups', { as: here.cashier, body: { personId: person.personId, cents: 8000, channel: 'wechatpay' } })).body
  const order = (await server.request<Payment>('POST', `/api/billing/payments/${started.institutionId}/${started.id}/order`, { as: here.cashier, body: {} })).body
  await fetch(`${server.url}/simulator/wechatpay/pay/${order.payUrl!.split('/').at(-1)}`, { method: 'POST', redirect: 'manual' })
  await expect.poll(async () => (await balance(person)).balanceCents, { timeout: 15_000 }).toBe(18_000)
  expect((await show(here, person)).offer).toMatchObject({ spendableCents: 18_000, returnableCents: 8000, sources: [{ channel: 'wechatpay', cents: 8000 }] })
  expect((await withdraw(here, person, 8001)).body.code).toBe('billing.not-returnable-here')
  const { body } = await withdraw(here, person, 8000)
  expect(body.pieces).toMatchObject([{ channel: 'wechatpay', state: 'created' }])
  expect((await here.send(`refunds/${body.pieces[0]!.refundId}/pay-out`, {})).body.code).toBe('billing.refund-decided')
  await expect.poll(async () => {
    server.clock.advanceSeconds(5)
    await resolveOpen(server.services)
    return (await balance(person)).balanceCents
  }, { timeout: 15_000 }).toBe(10_000)
  expect(await booksFaults(db)).toEqual([])
})

test('a document shown pays no bill, and of two windows that withdraw the same money one does', async () => {
  const there = await aWindow()
  const person = await aPerson(db)
  await topUp(there, person, 10_000)
  const bill = await aBill(db, owner, { of: person, at: there.at })
  await bill.charge(5000)
  await show(there, person)
  const pay = await server.request<{ code?: string }>('POST', `/api/billing/bills/${bill.institutionId}/${bill.billId}/payments`, { as: there.cashier, body: { channel: 'wechatpay', expectedCents: 5000, parts: [{ purse: 'prepaid', cents: 5000 }] } })
  expect(pay.body.code).toBe('wallet.consent-needed')
  expect((await server.request<{ code?: string }>('GET', `/api/wallet/window/persons/${person.personId}/balance`, { as: there.cashier })).body.code).toBe('wallet.consent-needed')
  await show(there, person, person.details.document, there.second)
  const both = await Promise.all([withdraw(there, person, 10_000), withdraw(there, person, 10_000, there.second)])
  expect(both.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([201, 409])
  expect((await there.send('withdrawals', { personId: person.personId, cents: 1 }, { ...there.cashier, roles: ['registrar'] })).status).toBe(403)
  expect(await booksFaults(db)).toEqual([])
})
