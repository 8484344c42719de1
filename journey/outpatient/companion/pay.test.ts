import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { aBill, booksFaults, morning, type ABill } from '#journey/throughout/billing/testing/a-bill.ts'
import { behave } from '#journey/throughout/billing/testing/channel-side.ts'
import { module as billing } from '#journey/throughout/billing/server.ts'
import { aPhone } from '#journey/throughout/people/testing/a-person.ts'
import type { Actor } from '#platform/context/context.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { CompanionPayment, Leaves, Scope } from './contract.ts'
import { codeOf } from './leave-row.ts'
import { module } from './server.ts'

const { db, owner, url } = await testDatabase()
const server = await testServer([billing, module], { url }, { now: morning })
const nobody: Actor = { kind: 'anonymous' }

beforeEach(() => behave(server.services.pool, { address: server.url }, 'wechatpay'))

/** A bill of 30 yuan, and somebody with leave to follow whoever owes it. */
async function somebodyPays(bill: ABill, scopes: Scope[] = ['pay']) {
  const { personId } = bill.person
  const as: Actor = { kind: 'patient', accountId: personId, personId, mayActFor: [personId] }
  const { body } = await server.request<Leaves>('POST', '/api/companion/leaves', {
    as, body: { personId, name: '小女儿', phone: aPhone(), scopes, endsAt: new Date(morning.getTime() + 3_600_000).toISOString() },
  })
  const { id } = body.given[0]!
  const path = `/api/companion/days/${codeOf(id)}`
  return {
    leaveId: id,
    pay: (cents: number) => server.request<CompanionPayment>('POST', `${path}/payments`, { as: nobody, body: { institutionId: bill.institutionId, billId: bill.billId, cents } }),
    look: (paymentId: string) => server.request<CompanionPayment>('GET', `${path}/payments/${bill.institutionId}/${paymentId}`, { as: nobody }),
    end: () => server.request('POST', `/api/companion/leaves/${id}/end`, { as, body: {} }),
  }
}

const payInApp = (payUrl: string) => fetch(`${server.url}/simulator/wechatpay/pay/${new URL(payUrl).pathname.split('/').at(-1)}`, { method: 'POST', redirect: 'manual' })

test('O11 a companion pays on their own phone: the bill is paid, once, and the payment, the audit and the event say under whose leave', async () => {
  const bill = await aBill(db, owner)
  await bill.charge(3000)
  const { leaveId, pay, look } = await somebodyPays(bill)
  // Two presses are one payment.
  const [started, again] = await Promise.all([pay(3000), pay(3000)])
  expect([started.status, again.status, again.body.id]).toEqual([201, 201, started.body.id])
  expect(started.body).toMatchObject({ state: 'confirming', amountCents: 3000 })
  expect(new URL(started.body.payUrl!).searchParams.get('redirect_url')).toMatch(new RegExp(`/companion/[\\w-]{22}\\?paid=${bill.institutionId}\\.${started.body.id}$`))
  expect((await look(started.body.id)).body.state).toBe('confirming')
  await payInApp(started.body.payUrl!)
  await expect.poll(async () => (await look(started.body.id)).body.state).toBe('succeeded')
  expect([(await bill.read()).dueCents, await bill.owed()]).toEqual([0, 0])
  expect(await pay(3000)).toMatchObject({ status: 409, body: { code: 'billing.nothing-due' } })
  const { rows } = await sql`select asked_by, state from billing.payment where bill_id = ${bill.billId}`.execute(owner)
  expect(rows).toEqual([{ asked_by: `companion:${leaveId}`, state: 'succeeded' }])
  expect((await sql`select from platform.audit where action = 'billing.start-payment' and actor_id = ${`companion:${leaveId}`}`.execute(owner)).rows).toHaveLength(1)
  expect((await sql`select from platform.event where type = 'billing.bill-paid.v1' and payload ->> 'personId' = ${bill.person.personId}`.execute(owner)).rows).toHaveLength(1)
  expect(await booksFaults(db)).toEqual([])
})

test('O11 a companion pays what they saw and nothing else, sees no payment of another patient, and nothing once the leave is over', async () => {
  const [bill, other] = [await aBill(db, owner), await aBill(db, owner)]
  await bill.charge(3000)
  await other.charge(500)
  const [mine, theirs] = [await somebodyPays(bill), await somebodyPays(other)]
  await bill.charge(200)
  expect(await mine.pay(3000)).toMatchObject({ status: 409, body: { code: 'billing.amount-changed' } })
  const started = await mine.pay(3200)
  expect(started.status).toBe(201)
  expect((await theirs.look(started.body.id)).status).toBe(404)
  await mine.end()
  expect(await mine.look(started.body.id)).toMatchObject({ status: 404, body: { code: 'companion.leave-over' } })
  expect(await mine.pay(3200)).toMatchObject({ status: 404, body: { code: 'companion.leave-over' } })
  // Money that was already on its way arrives.
  await payInApp(started.body.payUrl!)
  await expect.poll(async () => (await bill.read()).dueCents).toBe(0)
  expect(await booksFaults(db)).toEqual([])
})
