import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { balanceOf, openAccounts, unexplained } from '#engines/ledger/index.ts'
import { wallet } from '#journey/throughout/wallet/index.ts'
import { module as walletModule } from '#journey/throughout/wallet/server.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { deskBook } from './books.ts'
import type { Item, Loan } from './contract.ts'
import { remindOverdue } from './operations/remind-overdue.ts'
import { module } from './server.ts'
import { aDesk, type ADesk, morning } from './testing/a-desk.ts'

// O7: what is lent, and the deposit to the cent.
const { db, owner, url } = await testDatabase()
const server = await testServer([walletModule, module], { url }, { now: morning })
const region = systemContext('test', morning)
beforeEach(() => server.clock.set(morning))

const held = (name: Parameters<typeof balanceOf>[1]) => inTransaction(db, region, async (tx) => (await balanceOf(tx, name)).cents)
const faults = () => inTransaction(db, region, unexplained)
const lendOne = async (desk: ADesk, itemId: string, deposit = 'cash') => {
  const person = await desk.person()
  return { person, ...(await desk.post('loans', { itemId, personId: person.personId, deposit, minutes: 3 })) }
}
const rows = async (table: 'loan' | 'contact', at: number) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(`servicedesk.${table}`)} where institution_id = ${at}`.execute(owner)).rows[0]!.n

test('O7 a wheelchair is lent with its deposit in cash, comes back, and the deposit goes back to the cent', async () => {
  const desk = await aDesk(server, db, owner)
  const itemId = await desk.item(20_000)
  const { status, body, person } = await lendOne(desk, itemId)
  expect([status, body.status, body.depositCents, body.dueAt]).toEqual([201, 'out', 20_000, '2026-03-17T05:00:00.000Z'])
  expect([await held(deskBook.cash(desk.at)), await held(deskBook.deposit(desk.at, body.id))]).toEqual([20_000, -20_000])
  const mine = await server.request('GET', `/api/servicedesk/mine?personId=${person.personId}`, { as: person.actor })
  expect(mine.body.loans).toMatchObject([{ id: body.id, status: 'out', institutionName: '临溪市中心医院' }])
  const back = await desk.post(`loans/${body.id}/return`, { cameBack: 'fine' })
  expect(back.body).toMatchObject({ status: 'returned', keptCents: 0, cameBack: 'fine' })
  expect([await held(deskBook.cash(desk.at)), await held(deskBook.deposit(desk.at, body.id)), await faults()]).toEqual([0, 0, []])
  expect((await desk.get('items')).body).toMatchObject([{ id: itemId, state: 'ready', loan: null }])
  const told = await sql<{ type: string }>`select type from platform.event where institution_id = ${desk.at} and type like 'servicedesk.item%' order by id`.execute(owner)
  expect(told.rows.map((row) => row.type)).toEqual(['servicedesk.item-lent.v1', 'servicedesk.item-came-back.v1'])
  const audited = await sql<{ action: string }>`select action from platform.audit where person_id = ${person.personId} and subject = ${`loan/${body.id}`} order by id`.execute(owner)
  expect(audited.rows.map((row) => row.action)).toEqual(['servicedesk.lend', 'servicedesk.take-back'])
})

test('of ten who lend the same wheelchair at once, exactly one does, and nine leave no deposit behind', async () => {
  const desk = await aDesk(server, db, owner)
  const itemId = await desk.item(20_000)
  const people = await Promise.all(Array.from({ length: 10 }, () => desk.person()))
  const answers = await Promise.all(people.map((person) => desk.post('loans', { itemId, personId: person.personId, deposit: 'cash' })))
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, ...Array.from({ length: 9 }, () => 409)])
  expect(answers.find((answer) => answer.status === 409)!.body.code).toBe('servicedesk.item-not-ready')
  expect([await held(deskBook.cash(desk.at)), await rows('loan', desk.at), await rows('contact', desk.at)]).toEqual([20_000, 1, 1])
})

test('of two who take the same wheelchair back at once, one does, and the deposit goes out once', async () => {
  const desk = await aDesk(server, db, owner)
  const { body: loan } = await lendOne(desk, await desk.item(20_000))
  await lendOne(desk, await desk.item(30_000))
  const answers = await Promise.all([0, 1].map(() => desk.post(`loans/${loan.id}/return`, { cameBack: 'fine' })))
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409])
  expect(answers.find((answer) => answer.status === 409)!.body.code).toBe('servicedesk.loan-over')
  expect(await held(deskBook.cash(desk.at))).toBe(30_000)
})

test('what is kept for damage waits for a second person; whoever asked cannot decide, and the database would not take it', async () => {
  const desk = await aDesk(server, db, owner)
  const itemId = await desk.item(20_000)
  const { body: loan } = await lendOne(desk, itemId)
  expect((await desk.post(`loans/${loan.id}/return`, { cameBack: 'damaged', damage: '', keptCents: 5000 })).body.code).toBe('servicedesk.keeps-too-much')
  expect((await desk.post(`loans/${loan.id}/return`, { cameBack: 'damaged', damage: '扶手断了', keptCents: 20_001 })).body.code).toBe('servicedesk.keeps-too-much')
  expect((await desk.post(`loans/${loan.id}/return`, { cameBack: 'damaged', damage: '扶手断了', keptCents: 5000 })).body.status).toBe('checking')
  expect(await held(deskBook.cash(desk.at))).toBe(20_000)
  expect((await desk.post(`loans/${loan.id}/decision`, { decision: 'keep' })).body.code).toBe('servicedesk.second-person-needed')
  const alone = sql`update servicedesk.loan set status = 'returned', ended_at = now(), decided_by = asked_by where id = ${loan.id}`.execute(owner)
  await expect(alone).rejects.toThrow(/loan_keeping_needs_a_second_person/)
  const decided = await Promise.all([0, 1].map(() => desk.post(`loans/${loan.id}/decision`, { decision: 'keep' }, desk.second)))
  expect(decided.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409])
  expect([await held(deskBook.cash(desk.at)), await held(deskBook.kept(desk.at)), await held(deskBook.deposit(desk.at, loan.id)), await faults()]).toEqual([5000, -5000, 0, []])
  expect((await desk.get('items')).body).toMatchObject([{ id: itemId, state: 'repair' }])
  expect((await desk.post('loans', { itemId, personId: (await desk.person()).personId, deposit: 'cash' })).body.code).toBe('servicedesk.item-not-ready')
})

test('a deposit from the balance is only kept aside: let go when the item is back, and only the damage is taken', async () => {
  const desk = await aDesk(server, db, owner)
  const person = await desk.person()
  const spendable = async () => (await server.request('GET', `/api/wallet/balance?personId=${person.personId}`, { as: person.actor })).body.spendableCents
  await fillFrom(desk.at, person.personId, 30_000)
  const first = await desk.item(20_000)
  const borrow = (itemId: string) => desk.post('loans', { itemId, personId: person.personId, deposit: 'balance' })
  expect((await borrow(first)).body.code).toBe('wallet.consent-needed')
  expect((await desk.get('items')).body).toMatchObject([{ state: 'ready' }])
  await consent(desk, person)
  const { body: loan } = await borrow(first)
  expect([loan.depositWay, await spendable()]).toEqual(['balance', 10_000])
  await desk.post(`loans/${loan.id}/return`, { cameBack: 'fine' })
  expect(await spendable()).toBe(30_000)
  await consent(desk, person)
  const { body: again } = await borrow(first)
  await desk.post(`loans/${again.id}/return`, { cameBack: 'lost', damage: '没有还回来', keptCents: 15_000 })
  await desk.post(`loans/${again.id}/decision`, { decision: 'keep' }, desk.second)
  expect([await spendable(), await held(deskBook.kept(desk.at)), await faults()]).toEqual([15_000, -15_000, []])
  expect((await desk.get('items')).body).toMatchObject([{ state: 'lost' }])
})

async function fillFrom(institutionId: number, personId: string, cents: number): Promise<void> {
  const from = { institutionId, kind: 'bought-for-purses' }
  await inTransaction(db, region, async (tx) => {
    await openAccounts(tx, region, [{ ...from, busy: true }])
    await wallet.fill(tx, region, { transferId: newId(), institutionId, personId, cents, reference: 'bill/test', from })
  })
}

async function consent(desk: ADesk, person: Awaited<ReturnType<ADesk['person']>>): Promise<void> {
  const { body } = await server.request('POST', '/api/wallet/consent-codes', { as: person.actor, body: { personId: person.personId } })
  const { body: redeemed } = await server.request('POST', '/api/wallet/window/consents', { as: desk.nurse, body: { personId: person.personId, code: body.code } })
  expect(redeemed.accepted).toBe(true)
}

test('what is overdue is a matter of the shift, and its person is reminded by message, each time once', async () => {
  const desk = await aDesk(server, db, owner)
  const { body: loan } = await lendOne(desk, await desk.item(0), 'none')
  const remind = async () => {
    const context = systemContext('test', server.clock.now())
    await inTransaction(db, context, (tx) => remindOverdue(tx, context))
    const { rows: sent } = await sql<{ template: string }>`select template from messaging.message where key like ${`loan/${loan.id}%`} order by created_at`.execute(owner)
    return sent.map((one) => one.template)
  }
  await server.runReactions()
  expect(await remind()).toEqual(['item-lent'])
  server.clock.set(new Date('2026-03-17T13:05:00+08:00'))
  expect(await remind()).toEqual(['item-lent', 'item-overdue'])
  expect(await remind()).toHaveLength(2)
  const now = await desk.get('now')
  expect(now.body).toMatchObject({ figures: { out: 1, overdue: 1 }, matters: [{ kind: 'loan', id: loan.id, late: true }] })
  server.clock.set(new Date('2026-03-17T22:05:00+08:00'))
  expect(await remind()).toHaveLength(2)
  const item = (await desk.get('items')).body.find((one: Item) => one.loan) as Item & { loan: Loan }
  expect([item.loan.overdue, item.loan.reminded]).toEqual([true, 1])
})

test('nobody else sees who borrowed: another hospital finds no such loan, another patient an empty page', async () => {
  const desk = await aDesk(server, db, owner)
  const other = await aDesk(server, db, owner)
  const { body: loan, person } = await lendOne(desk, await desk.item(1000))
  expect((await other.post(`loans/${loan.id}/return`, { cameBack: 'fine' })).body.code).toBe('servicedesk.loan-not-found')
  expect((await other.get('items')).body).toEqual([])
  const stranger = await other.person()
  expect((await server.request('GET', `/api/servicedesk/mine?personId=${person.personId}`, { as: stranger.actor })).body.code).toBe('servicedesk.person-not-here')
  expect((await server.request('GET', `/api/servicedesk/mine?personId=${stranger.personId}`, { as: stranger.actor })).body).toEqual({ loans: [], complaints: [] })
})

test('an item has one code, is not lent before the shift begins, and is not put away while it is out', async () => {
  const desk = await aDesk(server, db, owner)
  const itemId = await desk.item(0, 'ONE')
  expect((await desk.post('items', { kind: 'walker', code: 'ONE', home: 'x', depositCents: 0, hours: 4 })).body.code).toBe('servicedesk.item-exists')
  expect((await desk.post('loans', { itemId, personId: (await desk.person()).personId, deposit: 'cash' })).body.code).toBe('servicedesk.deposit-wrong')
  await lendOne(desk, itemId, 'none')
  expect((await server.request('PUT', `/api/servicedesk/items/${itemId}/state`, { as: desk.nurse, body: { state: 'retired' } })).body.code).toBe('servicedesk.item-out')
})
