import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { balanceOf } from '#engines/ledger/index.ts'
import { insurerStatement, readStatement, settlementsOfDay } from '#journey/throughout/insurance/index.ts'
import { module as insurance } from '#journey/throughout/insurance/server.ts'
import { advanceDue, behave, wellBehaved } from '#journey/throughout/insurance/testing/the-insurer.ts'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Bill } from '../contract.ts'
import { cancelCharge } from '../index.ts'
import { module as billing } from '../server.ts'
import { aBill, booksFaults, morning, type ABill } from '../testing/a-bill.ts'
import { payer } from './put-shares.ts'

// O1: one bill split by payer, as the insurer says it; nothing that it does or leaves undone loses a cent.
const { db, owner, url } = await testDatabase()
const server = await testServer([insurance, billing], { url }, { now: morning })
const { services, clock } = server

await sql`insert into simulator.insurer_catalogue (code, share_bp, ceiling_cents) values ('REG', 8000, null), ('CT', 7000, 15000), ('ECG', 8000, null), ('BEAUTY', 0, null)`.execute(owner)

beforeEach(async () => {
  clock.set(morning)
  await behave(services.pool, wellBehaved)
})

const path = (bill: ABill) => `/api/billing/bills/${bill.institutionId}/${bill.billId}`
const quote = async (bill: ABill, body: { useAccount?: boolean } = {}) => (await server.request<Bill>('POST', `${path(bill)}/quote`, { as: bill.person.actor, body })).body

/** A cashier with a drawer that has enough in it. */
async function aWindow(bill: ABill) {
  const [one, other] = [staffAt(bill.institutionId, 'cashier'), staffAt(bill.institutionId, 'cashier')]
  await server.request('POST', '/api/billing/window/shifts', { as: one, body: { counter: '1', openingFloatCents: 500_000 } })
  return {
    one, other,
    take: async (cents: number) => (await server.request('POST', '/api/billing/window/cash', { as: one, body: { billId: bill.billId, expectedCents: cents, receivedCents: cents } })).status,
    refund: async (itemId: string) => {
      const { body } = await server.request<{ refundId: string }>('POST', '/api/billing/window/refunds', { as: one, body: { billId: bill.billId, itemId, reason: '没有做' } })
      await server.request('POST', `/api/billing/window/refunds/${body.refundId}/approve`, { as: other })
      return body.refundId
    },
    payOut: (refundId: string) => server.request('POST', `/api/billing/window/refunds/${refundId}/pay-out`, { as: one }),
  }
}

/** What the workers do, until there is nothing left to do. */
async function work(seconds = 0): Promise<void> {
  if (seconds > 0) clock.advanceSeconds(seconds)
  for (let turn = 0; turn < 4; turn++) {
    await server.runReactions()
    await advanceDue(services)
  }
  await server.runReactions()
}

const cents = async (bill: ABill, of: keyof typeof payer) => (await inTransaction(db, systemContext('test', morning), (tx) => balanceOf(tx, payer[of](bill.institutionId)))).cents
const statement = async (bill: ABill) => readStatement((await insurerStatement(services, { institutionId: bill.institutionId, day: '2026-03-17' }))!)
const ours = (bill: ABill) => inTransaction(db, systemContext('test', morning), (tx) => settlementsOfDay(tx, bill.institutionId, '2026-03-17'))
/** What the insurer's own books say it owes this hospital. */
const insurerOwes = async (bill: ABill) => (await statement(bill)).lines.reduce((sum, line) => sum + line.fundCents + line.accountCents, 0)

async function soundBooks(bill: ABill): Promise<void> {
  expect(await booksFaults(db)).toEqual([])
  const { items, ...sums } = await bill.read()
  const standing = items.filter((item) => item.status !== 'cancelled')
  for (const item of standing) {
    const { fundCents, accountCents, commercialCents, reliefCents } = item.shares
    expect(fundCents + accountCents + commercialCents + reliefCents + item.selfCents).toBe(item.totalCents)
  }
  // What is expected of the insurer and what it has agreed to: together exactly its part of everything that stands.
  expect((await cents(bill, 'claim')) + (await cents(bill, 'settled'))).toBe(standing.reduce((sum, item) => sum + item.shares.fundCents + item.shares.accountCents, 0))
  expect(sums.totalCents).toBe(sums.insuranceCents + sums.selfCents)
}

async function aVisit(): Promise<ABill> {
  const bill = await aBill(db, owner, { insured: true })
  await bill.charge(0, { source: 'registration', kind: 'registration', code: 'REG', name: '诊查费', unitCents: 4000, insuranceShareBp: 8000 })
  await bill.charge(0, { code: 'CT', name: '胸部CT', unitCents: 20000, insuranceShareBp: 7000 })
  await bill.charge(0, { code: 'BEAUTY', name: '祛斑', unitCents: 3000, insuranceShareBp: 0 })
  return bill
}

test('the insurer’s shares replace the estimate when the bill is opened for paying, and are settled once it is paid', async () => {
  const bill = await aVisit()
  const before = await bill.read()
  expect([before.insurer.state, before.selfCents]).toEqual(['estimate', 800 + 6000 + 3000])
  const asked = await quote(bill)
  // 200.00 of which 150.00 is recognised: 70 % of that is the fund's, what is above the ceiling is the person's.
  expect(asked.items.find((item) => item.code === 'CT')).toMatchObject({ selfCents: 9500, shares: { state: 'quoted', fundCents: 10500, overCents: 5000, firstCents: 4500, ceilingCents: 15000 } })
  expect(asked).toMatchObject({ dueCents: 800 + 9500 + 3000, insurer: { state: 'quoted', fundCents: 3200 + 10500, accountCents: 0 } })
  await soundBooks(bill)
  const window = await aWindow(bill)
  expect(await window.take(9800)).toBe(409)
  expect(await window.take(13300)).toBe(201)
  await work()
  expect(await bill.read()).toMatchObject({ status: 'paid', dueCents: 0, insurer: { state: 'settled' } })
  expect([await cents(bill, 'claim'), await cents(bill, 'settled'), await insurerOwes(bill)]).toEqual([0, 13700, 13700])
  expect(await ours(bill)).toMatchObject([{ reversal: false, certain: true, totalCents: 27000, fundCents: 13700, msgid: (await statement(bill)).lines[0]!.msgid }])
  await soundBooks(bill)
})

test('asked again nothing is sent again, and what came onto the bill since is asked about anew', async () => {
  const bill = await aVisit()
  await quote(bill)
  const sent = async () => (await sql<{ n: number }>`select count(*)::int as n from insurance.message where institution_id = ${bill.institutionId}`.execute(owner)).rows[0]!.n
  const once = await sent()
  await Promise.all([quote(bill), quote(bill), quote(bill)])
  expect(await sent()).toBe(once)
  await bill.charge(0, { code: 'ECG', unitCents: 2800, insuranceShareBp: 8000 })
  expect((await quote(bill)).dueCents).toBe(13300 + 560)
  await work()
  await soundBooks(bill)
})

test('a personal account, a policy and the hospital’s relief each bear their part, in this order', async () => {
  const bill = await aVisit()
  const manager = staffAt(bill.institutionId, 'manager')
  for (const [payerKind, name] of [['commercial', '惠民保'], ['relief', '困难减免']] as const) {
    expect((await server.request('POST', '/api/insurance/covers', { as: manager, body: { personId: bill.person.personId, payer: payerKind, name, validFrom: '2026-01-01' } })).status).toBe(201)
  }
  await behave(services.pool, { accountCents: 1000 })
  const asked = await quote(bill, { useAccount: true })
  // 133.00 is left after the fund; 10.00 from the account; 70 % of what the insurer recognises of the rest; half of what is then left.
  expect(asked.insurer).toMatchObject({ fundCents: 13700, accountCents: 1000 })
  expect(asked.insurer.commercialCents).toBeGreaterThan(3000)
  expect(asked.insurer.reliefCents).toBe(Math.floor((13300 - 1000 - asked.insurer.commercialCents) / 2))
  expect(asked.dueCents).toBe(13300 - 1000 - asked.insurer.commercialCents - asked.insurer.reliefCents)
  await soundBooks(bill)
  const window = await aWindow(bill)
  await window.take(asked.dueCents)
  await work()
  expect([await cents(bill, 'settled'), await cents(bill, 'commercial'), await cents(bill, 'relief')]).toEqual([14700, asked.insurer.commercialCents, asked.insurer.reliefCents])
})

test('an insurer that is silent leaves the estimate and its name; what was paid is settled when it speaks, and its less is the hospital’s', async () => {
  const bill = await aVisit()
  await behave(services.pool, { deafOn: ['2206'] })
  const asked = await quote(bill)
  expect([asked.insurer.state, asked.dueCents]).toEqual(['estimate', 9800])
  const window = await aWindow(bill)
  expect(await window.take(9800)).toBe(201)
  await work(5)
  expect((await bill.read()).insurer.state).not.toBe('settled')
  await behave(services.pool, wellBehaved)
  await work(600)
  expect(await bill.read()).toMatchObject({ insurer: { state: 'settled', fundCents: 13700, reliefCents: 3500 }, selfCents: 9800, refundedCents: 0 })
  await soundBooks(bill)
})

test('more than the hospital bears by its rule is left to a person, and nothing is settled meanwhile', async () => {
  const bill = await aVisit()
  await bill.charge(0, { code: 'CT', name: '腹部CT', unitCents: 40000, insuranceShareBp: 7000 })
  const window = await aWindow(bill)
  await window.take(9800 + 12000)
  await work()
  const accountant = staffAt(bill.institutionId, 'accountant')
  const { body: open } = await server.request<{ id: string; state: string; fault: string }[]>('GET', '/api/insurance/claims/open', { as: accountant })
  expect(open).toMatchObject([{ state: 'disputed' }])
  expect(open[0]!.fault).toContain('21000 cents less')
  expect([await insurerOwes(bill), (await bill.read()).insurer.state]).toEqual([0, 'waits-for-hospital'])
  await sql`insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values ('insurance.borne-by-hospital', ${bill.institutionId}, '2026-01-01', '{"mostCents": 30000}', 'cents', 'test', false)`.execute(owner)
  expect((await server.request('POST', `/api/insurance/claims/${open[0]!.id}/retry`, { as: accountant })).status).toBe(200)
  await work(1)
  expect((await bill.read()).insurer).toMatchObject({ state: 'settled', reliefCents: 21000 })
  await soundBooks(bill)
})

test.each([
  ['the answer is lost after the work was done', { dropAnswersOn: ['2207'] }],
  ['the message never arrives', { deafOn: ['2207'] }],
  ['the work is done only much later', { delayOn: ['2207'], delaySeconds: 90 }],
])('a settlement is settled once in both books when %s', async (_, change) => {
  const bill = await aVisit()
  const { dueCents } = await quote(bill)
  await behave(services.pool, change)
  await (await aWindow(bill)).take(dueCents)
  await server.runReactions()
  await advanceDue(services)
  await advanceDue(services)
  expect(['settling', 'unknown']).toContain((await bill.read()).insurer.state)
  await work(30)
  await behave(services.pool, wellBehaved)
  for (let i = 0; i < 6; i++) await work(120)
  expect((await bill.read()).insurer.state).toBe('settled')
  expect([await insurerOwes(bill), await cents(bill, 'settled')]).toEqual([13700, 13700])
  const { lines, faults } = await statement(bill)
  expect(faults).toEqual([])
  expect(lines.filter((line) => !line.reversal).length - lines.filter((line) => line.reversal).length).toBe(1)
  await soundBooks(bill)
})

test('a message that the network brings twice is one settlement', async () => {
  const bill = await aVisit()
  const { dueCents } = await quote(bill)
  await behave(services.pool, { duplicateOn: ['2207', '2204', '2201'] })
  await (await aWindow(bill)).take(dueCents)
  await work()
  expect((await statement(bill)).lines).toHaveLength(1)
  expect((await bill.read()).insurer.state).toBe('settled')
})

test('one that settles other amounts than it had said is not believed: taken back, on the list, and settled when it tells the truth', async () => {
  for (const lieAddsUp of [true, false]) {
    const bill = await aVisit()
    const { dueCents } = await quote(bill)
    await behave(services.pool, { lieOn: ['2207'], lieCents: -700, lieAddsUp })
    await (await aWindow(bill)).take(dueCents)
    await work()
    expect([await insurerOwes(bill), await cents(bill, 'settled'), (await bill.read()).insurer.state]).toEqual([0, 0, 'waits-for-hospital'])
    await behave(services.pool, wellBehaved)
    const accountant = staffAt(bill.institutionId, 'accountant')
    const { body: open } = await server.request<{ id: string; fault: string }[]>('GET', '/api/insurance/claims/open', { as: accountant })
    expect(open.map((one) => one.fault)).toEqual(['2207: other amounts than had been said'])
    await server.request('POST', `/api/insurance/claims/${open[0]!.id}/retry`, { as: accountant })
    await work(1)
    expect([await insurerOwes(bill), await cents(bill, 'settled'), (await bill.read()).insurer.state]).toEqual([13700, 13700, 'settled'])
    await soundBooks(bill)
  }
})

test('one that quotes figures that do not add up, or refuses, leaves the estimate', async () => {
  for (const change of [{ lieOn: ['2206'], lieCents: 500, lieAddsUp: false }, { refuseOn: ['2204'] }]) {
    const bill = await aVisit()
    await behave(services.pool, { ...wellBehaved, ...change })
    expect(await quote(bill)).toMatchObject({ dueCents: 9800, insurer: { state: 'estimate' } })
    await soundBooks(bill)
  }
})

test('an insured item is refunded only after the insurer took its part back; the rest is settled anew', async () => {
  const bill = await aVisit()
  const { dueCents, items } = await quote(bill)
  const window = await aWindow(bill)
  await window.take(dueCents)
  await work()
  await behave(services.pool, { dropAnswersOn: ['2208'] })
  const refundId = await window.refund(items.find((item) => item.code === 'CT')!.id)
  await advanceDue(services)
  expect(await window.payOut(refundId)).toMatchObject({ status: 409, body: { code: 'billing.refund-waits' } })
  await work(30)
  expect((await window.payOut(refundId)).status).toBe(409)
  await behave(services.pool, wellBehaved)
  for (let i = 0; i < 4; i++) await work(120)
  expect((await window.payOut(refundId)).status).toBe(200)
  const after = await bill.read()
  expect(after).toMatchObject({ selfCents: 3800, refundedCents: 9500, insurer: { state: 'settled', fundCents: 3200 } })
  expect([await insurerOwes(bill), await cents(bill, 'settled'), await cents(bill, 'claim')]).toEqual([3200, 3200, 0])
  await soundBooks(bill)
})

test('a visit of which nothing is left is not registered with the insurer either', async () => {
  const bill = await aBill(db, owner, { insured: true })
  const { sourceId } = await bill.charge(0, { code: 'ECG', unitCents: 2800, insuranceShareBp: 8000 })
  await quote(bill)
  const context = systemContext('test', clock.now())
  await inTransaction(db, context, (tx) => cancelCharge(tx, context, { institutionId: bill.institutionId, billId: bill.billId, source: 'order', sourceId, reason: 'not needed' }))
  await work()
  const { rows } = await sql`select v.cancelled from simulator.insurer_visit v where v.fixmedins_code = ${`T${bill.institutionId}00000000`}`.execute(owner)
  expect(rows).toEqual([{ cancelled: true }])
  await soundBooks(bill)
})

test('a charge cancelled while its settlement is on the way is taken back before its money moves', async () => {
  const bill = await aVisit()
  const sourceId = (await bill.charge(0, { code: 'ECG', unitCents: 2800, insuranceShareBp: 8000 })).sourceId
  const { dueCents } = await quote(bill)
  await behave(services.pool, { dropAnswersOn: ['2207'] })
  await (await aWindow(bill)).take(dueCents)
  await server.runReactions()
  const context = systemContext('test', clock.now())
  const cancel = () => inTransaction(db, context, (tx) => cancelCharge(tx, context, { institutionId: bill.institutionId, billId: bill.billId, source: 'order', sourceId, reason: 'not needed' }))
  await Promise.all([advanceDue(services), cancel(), cancel(), advanceDue(services)])
  await behave(services.pool, wellBehaved)
  for (let i = 0; i < 6; i++) await work(120)
  expect(await bill.read()).toMatchObject({ insurer: { state: 'settled', fundCents: 13700 }, selfCents: 13300 })
  expect([await insurerOwes(bill), await cents(bill, 'settled'), await cents(bill, 'claim')]).toEqual([13700, 13700, 0])
  await soundBooks(bill)
})

test('when the rest is borne more by the insurer than the person had been told, they get that back the way they paid', async () => {
  const bill = await aVisit()
  await behave(services.pool, { accountCents: 5000 })
  const { dueCents, items } = await quote(bill, { useAccount: true })
  expect(dueCents).toBe(13300 - 5000)
  const window = await aWindow(bill)
  await window.take(dueCents)
  await work()
  const ct = items.find((item) => item.code === 'CT')!
  const refundId = await window.refund(ct.id)
  await work(1)
  // Without the CT, 38.00 is left to the person, and the account has enough for all of it.
  const after = await bill.read()
  expect(after).toMatchObject({ selfCents: 0, insurer: { state: 'settled', fundCents: 3200, accountCents: 3800 } })
  expect((await window.payOut(refundId)).status).toBe(200)
  for (const refund of after.refunds.filter((one) => one.cause === 'surplus')) expect((await window.payOut(refund.id)).status).toBe(200)
  expect((await bill.read()).refunds.reduce((sum, one) => sum + one.amountCents, 0)).toBe(dueCents)
  await soundBooks(bill)
})

test('while somebody pays, the bill under their hands does not change; nor when an old payment comes late', async () => {
  const bill = await aVisit()
  const started = await server.request('POST', `${path(bill)}/payments`, { as: bill.person.actor, body: { channel: 'wechatpay', expectedCents: 9800 } })
  expect(started.status).toBe(201)
  expect((await quote(bill)).dueCents).toBe(9800)
})

test('every message has the envelope of the interface, is signed, and one that was altered is not answered', async () => {
  const bill = await aVisit()
  await quote(bill)
  const { rows } = await sql<{ msgid: string; infno: string }>`select msgid, infno from insurance.message where institution_id = ${bill.institutionId} order by sent_at, msgid`.execute(owner)
  expect(rows.map((row) => row.infno).toSorted()).toEqual(['1101', '2201', '2203', '2204', '2206', '9001'])
  expect(rows.every((row) => row.msgid.length === 30 && row.msgid.startsWith(`T${bill.institutionId}00000000`))).toBe(true)
})
