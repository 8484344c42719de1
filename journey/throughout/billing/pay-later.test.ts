import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { balanceOf, regionBook } from '#engines/ledger/index.ts'
import { module as creditModule } from '#journey/throughout/credit/server.ts'
import { faults, somebodyWhoAgreed } from '#journey/throughout/credit/testing/a-line.ts'
import { module as messaging } from '#journey/throughout/messaging/server.ts'
import { aPerson, staffAt, type APerson } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext, type Actor } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Payment } from './contract.ts'
import { cancelCharge } from './index.ts'
import { module } from './server.ts'
import { behave } from './simulator/behaviour.ts'
import { aBill, booksFaults, morning, type ABill } from './testing/a-bill.ts'

// O1: pay after treatment. Kept at check-in, taken when the visit is over, repaid by whoever wants to.
const { db, owner, url } = await testDatabase()
const server = await testServer([creditModule, messaging, module], { url }, { now: morning })
const { services, clock } = server
const at = () => systemContext('test', clock.now())

beforeEach(async () => {
  clock.set(morning)
  await behave(services.pool, { address: server.url, callbackDelaySeconds: 0, callbackCopies: 1, dropCallbacks: false, answersFail: false })
})

const happens = async (type: string, payload: object, institutionId: number) => {
  await inTransaction(db, at(), (tx) => announce(tx, at(), { type, institutionId, payload }))
  await server.runReactions()
}
const facts = (bill: ABill) => ({ institutionId: bill.institutionId, visitId: bill.billId, personId: bill.person.personId })
const checkIn = (bill: ABill) => happens('arrival.patient-checked-in.v1', facts(bill), bill.institutionId)
const finish = (bill: ABill) => happens('consulting.visit-finished.v1', facts(bill), bill.institutionId)
const page = async (person: APerson) => (await server.request('GET', `/api/credit/page?personId=${person.personId}`, { as: person.actor })).body
const line = async (bill: ABill) => (await server.request('GET', `/api/credit/visits/${bill.institutionId}/${bill.billId}`, { as: bill.person.actor })).body
const until = (what: () => Promise<boolean>) => expect.poll(what, { timeout: 10_000, interval: 40 }).toBe(true)
const payInApp = (payUrl: string) => fetch(`${server.url}/simulator/wechatpay/pay/${new URL(payUrl).pathname.split('/').at(-1)}`, { method: 'POST', redirect: 'manual' })
const soundBooks = async () => expect([await booksFaults(db), await faults(db)]).toEqual([[], []])

/** Somebody who was treated, and owes it. */
async function whoOwes(cents: number): Promise<APerson & { bill: ABill }> {
  const person = await somebodyWhoAgreed(db)
  const bill = await aBill(db, owner, { of: person })
  await bill.charge(cents)
  await checkIn(bill)
  await finish(bill)
  return { ...person, bill }
}

async function repay(person: APerson, cents: number, as: Actor = person.actor) {
  const started = await server.request<Payment>('POST', '/api/billing/repayments', { as, body: { personId: person.personId, cents, channel: 'wechatpay' } })
  if (started.status !== 201) return started.body
  return (await server.request<Payment>('POST', `/api/billing/payments/0/${started.body.id}/order`, { as, body: {} })).body
}

test('the visit is over: what is due is on credit, the receipt is there, the hospital is paid, and the rest of what was kept is free', async () => {
  const person = await somebodyWhoAgreed(db)
  const bill = await aBill(db, owner, { of: person })
  const item = await bill.charge(3333)
  await bill.charge(6667)
  await checkIn(bill)
  expect([await line(bill), await page(person)]).toMatchObject([{ outcome: 'kept', state: 'open' }, { keptCents: 50_000, roomCents: 50_000 }])
  await finish(bill)
  await finish(bill)
  expect(await bill.read()).toMatchObject({ status: 'paid', dueCents: 0, payments: [{ channel: 'credit', state: 'succeeded', amountCents: 10_000 }], receipts: [{ amountCents: 10_000 }] })
  expect(await page(person)).toMatchObject({ usedCents: 10_000, keptCents: 0, roomCents: 90_000, owedCents: 10_000, nextDueOn: '2026-03-27', debts: [{ visitId: bill.billId }] })
  expect(await inTransaction(db, at(), async (tx) => (await balanceOf(tx, regionBook.member(bill.institutionId))).cents)).toBe(-10_000)
  await inTransaction(db, at(), (tx) => cancelCharge(tx, at(), { institutionId: bill.institutionId, billId: bill.billId, source: 'order', sourceId: item.sourceId, reason: 'cancelled' }))
  expect(await page(person)).toMatchObject({ owedCents: 6667, history: [{ kind: 'returned', cents: 3333 }, { kind: 'used', cents: 10_000 }] })
  await soundBooks()
})

test('where credit does not reach for everything, nothing is taken; it pays its part beside the phone', async () => {
  const person = await somebodyWhoAgreed(db)
  const bill = await aBill(db, owner, { of: person })
  await bill.charge(130_000)
  await checkIn(bill)
  await finish(bill)
  expect(await bill.read()).toMatchObject({ dueCents: 130_000, payments: [] })
  const started = await server.request<Payment>('POST', `/api/billing/bills/${bill.institutionId}/${bill.billId}/payments`, { as: person.actor, body: { channel: 'wechatpay', expectedCents: 130_000, parts: [{ purse: 'credit', cents: 100_000 }] } })
  expect(started.body).toMatchObject({ channelCents: 30_000, state: 'created' })
  const placed = await server.request<Payment>('POST', `/api/billing/payments/${bill.institutionId}/${started.body.id}/order`, { as: person.actor, body: {} })
  await payInApp(placed.body.payUrl!)
  await until(async () => (await bill.read()).status === 'paid')
  expect(await page(person)).toMatchObject({ owedCents: 100_000, roomCents: 0 })
  await soundBooks()
})

test('somebody who pays before the end owes nothing at the end, and nothing stays kept', async () => {
  const person = await somebodyWhoAgreed(db)
  const bill = await aBill(db, owner, { of: person })
  await checkIn(bill)
  expect((await page(person)).keptCents).toBe(50_000)
  await finish(bill)
  expect([(await page(person)).keptCents, (await line(bill)).state]).toEqual([0, 'over'])
})

test('repaid by phone; pressed twice it is one payment, and a stranger may not even look', async () => {
  const person = await whoOwes(8888)
  const [stranger, [one, two]] = [await aPerson(db), await Promise.all([repay(person, 8888), repay(person, 8888)])]
  const again = await repay(person, 8888)
  expect([one.id, two.id]).toEqual([again.id, again.id])
  await payInApp(again.payUrl!)
  await until(async () => (await page(person)).owedCents === 0)
  expect((await page(person)).history[0]).toMatchObject({ kind: 'repaid', cents: 8888 })
  expect((await server.request('GET', `/api/credit/page?personId=${person.personId}`, { as: stranger.actor })).body.code).toBe('credit.not-your-person')
  expect(await repay(person, 1, stranger.actor)).toMatchObject({ code: 'credit.not-your-person' })
  expect(await repay(person, 1)).toMatchObject({ code: 'credit.nothing-owed' })
  await soundBooks()
})

test('a daughter repays with the address, sees an amount and nothing else, while the father repays himself: what came too much goes back', async () => {
  const father = await whoOwes(5000)
  const { body: link } = await server.request('POST', '/api/credit/links', { as: father.actor, body: { personId: father.personId } })
  const seen = await server.request('GET', `/api/credit/links/${link.code}`)
  expect(seen.body).toEqual({ nameMasked: '林*满', owedCents: 5000, overdueCents: 0, nextDueOn: '2026-03-27', endsAt: link.endsAt })
  const hers = await server.request('POST', `/api/billing/repay-links/${link.code}/payments`, { body: { cents: 3000 } })
  expect([hers.status, hers.body.state]).toEqual([201, 'confirming'])
  const his = await repay(father, 5000)
  await payInApp(his.payUrl!)
  await until(async () => (await page(father)).owedCents === 0)
  await payInApp(hers.body.payUrl)
  const told = () => server.request('GET', `/api/billing/repay-links/${link.code}/payments/${hers.body.id}`)
  await until(async () => (await told()).body.state === 'succeeded')
  expect((await told()).body).toMatchObject({ amountCents: 3000, refundedCents: 3000 })
  const { rows } = await sql<{ n: number }>`select sum(amount_cents)::integer as n from billing.refund where payment_id = ${hers.body.id} and channel = 'wechatpay'`.execute(owner)
  expect(rows[0]!.n).toBe(3000)
  await server.request('POST', `/api/credit/links/${link.id}/end`, { as: father.actor, body: {} })
  expect((await server.request('GET', `/api/credit/links/${link.code}`)).body.code).toBe('credit.link-over')
  await soundBooks()
})

test('a window takes cash for what is owed anywhere, and learns the sum only', async () => {
  const person = await whoOwes(4200)
  const here = await aBill(db, owner, { of: person })
  const cashier = staffAt(here.institutionId, 'cashier')
  await server.request('POST', '/api/billing/window/shifts', { as: cashier, body: { counter: '3 号窗口', openingFloatCents: 0 } })
  expect((await server.request('GET', `/api/credit/owed?personId=${person.personId}`, { as: cashier })).body).toEqual({ owedCents: 4200, overdueCents: 0, nextDueOn: '2026-03-27' })
  const take = (cents: number) => server.request('POST', '/api/billing/window/repayments', { as: cashier, body: { personId: person.personId, cents, receivedCents: 5000 } })
  expect((await take(4201)).body).toMatchObject({ code: 'credit.owed-changed', details: { owedCents: 4200 } })
  expect((await take(4200)).body).toMatchObject({ state: 'succeeded', changeCents: 800 })
  expect((await take(4200)).body.code).toBe('credit.nothing-owed')
  expect(await inTransaction(db, at(), async (tx) => (await balanceOf(tx, regionBook.member(here.institutionId))).cents)).toBe(4200)
  await soundBooks()
})

test('people are reminded in the daytime, before, on and after the due day, once each', async () => {
  const person = await whoOwes(4200)
  const { tasks } = creditModule
  const texts = async () => (await sql<{ template: string; params: string[] }>`select template, params from messaging.message where person_id = ${person.personId} order by created_at`.execute(owner)).rows
  const run = (name: string) => tasks!.find((task) => task.name === name)!.run(services)
  await run('credit.tell-new-debts')
  for (const day of [7, 7, 8, 10, 11, 17]) {
    clock.set(new Date(morning.getTime() + day * 86_400_000))
    await run('credit.remind')
  }
  clock.set(new Date('2026-04-03T22:00:00+08:00'))
  await run('credit.remind')
  const told = await texts()
  expect(told.map((one) => one.template)).toEqual(['credit-used', 'credit-due-soon', 'credit-due-today', 'credit-overdue', 'credit-overdue'])
  expect(told[1]!.params.slice(0, 3)).toEqual(['林*满', '42.00', '3月27日'])
})

test('what somebody cannot pay is given up by two people, never by one, and the hospital bears it', async () => {
  const { bill, ...person } = await whoOwes(4200)
  const [asker, second, elsewhere] = [staffAt(bill.institutionId, 'accountant'), staffAt(bill.institutionId, 'manager'), staffAt(1, 'accountant')]
  const list = async (as: Actor) => (await server.request('GET', '/api/credit/owing', { as })).body
  const [debt] = (await list(asker)).debts
  expect(await list(asker)).toMatchObject({ owedCents: 4200, overdueCents: 0, people: 1, debts: [{ nameMasked: '林*满', waiver: null }] })
  expect((await list(elsewhere)).debts).toEqual([])
  expect(await list(staffAt(0, 'accountant'))).toMatchObject({ debts: [], hospitals: expect.arrayContaining([{ institutionId: bill.institutionId, name: '临溪市中心医院', nameEn: 'Linxi Central Hospital', owedCents: 4200, overdueCents: 0, people: 1 }]) })
  const ask = { personId: person.personId, debtId: debt.id, cents: 3000, reason: '低保家庭' }
  expect((await server.request('POST', '/api/credit/waivers', { as: elsewhere, body: ask })).body.code).toBe('credit.debt-not-found')
  const { body: waiver } = await server.request('POST', '/api/credit/waivers', { as: asker, body: ask })
  expect((await server.request('POST', '/api/credit/waivers', { as: asker, body: ask })).body.code).toBe('credit.waiver-decided')
  const decide = (as: Actor) => server.request('POST', `/api/credit/waivers/${waiver.id}/approve`, { as, body: {} })
  expect((await decide(asker)).body.code).toBe('credit.second-person-needed')
  const both = await Promise.all([decide(second), decide(second)])
  expect(both.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 409])
  expect(await page(person)).toMatchObject({ owedCents: 1200, history: [{ kind: 'waived', cents: 3000 }, { kind: 'used' }] })
  expect(await inTransaction(db, at(), async (tx) => (await balanceOf(tx, { institutionId: bill.institutionId, kind: 'credit-waived' })).cents)).toBe(3000)
  expect((await server.request('GET', '/api/credit/share', { as: second })).body).toMatchObject({ visits: 1, afterTreatment: 1, shareBp: 10_000, carriedOut: true })
  await soundBooks()
})
