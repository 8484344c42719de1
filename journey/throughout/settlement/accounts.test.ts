import exceljs from 'exceljs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { module as settlement } from '#journey/throughout/settlement/server.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { BankAccounts } from './contract.ts'
import { NotTheCentre } from './errors.ts'
import { putBankAccount } from './operations/put-bank-account.ts'
import { accountsInForce } from './queries/accounts.ts'
import { accountantOf, contextAt } from './testing/region-books.ts'

// O2: where the money of a hospital goes is never one person's word.
const { db, owner, url } = await testDatabase()
const today = '2026-03-10'
const server = await testServer([settlement], { url }, { now: new Date(`${today}T09:00:00+08:00`) })
const [first, second] = [accountantOf(0), accountantOf(0)]

const of = (institutionId: number, accountNo = '6200000012345678', validFrom = today) =>
  ({ institutionId, bankCode: 'LXBANK', bankName: '临溪银行', bankNameEn: 'Bank of Linxi', accountName: `医院 ${institutionId}`, accountNo, validFrom, reason: '医院来函 2026-17' })
const propose = (body: object, who = first) => server.request<{ id: string; code?: string }>('POST', '/api/settlement/bank-accounts', { as: who.actor, body })
const agree = (id: string, accountNo: string, who = second) => server.request<{ code?: string }>('POST', `/api/settlement/bank-accounts/${id}/agree`, { as: who.actor, body: { accountNo } })
const refuse = (id: string, who = second) => server.request<{ code?: string }>('POST', `/api/settlement/bank-accounts/${id}/refuse`, { as: who.actor, body: { note: '与来函不符' } })
const list = async (who = first) => (await server.request<BankAccounts>('GET', '/api/settlement/bank-accounts', { as: who.actor })).body
const own = async (institutionId: number, who = first) => (await list(who)).institutions.find((one) => one.institutionId === institutionId)!
const inForce = async (institutionId: number, day: string) => (await inTransaction(db, contextAt(`${today}T09:00:00+08:00`), (tx) => accountsInForce(tx, [institutionId], day))).get(institutionId)?.accountNo

test('an account holds from its day on, once somebody else has read its number too; nobody sees the number', async () => {
  const { status, body } = await propose(of(0, '6200000012345678', '2026-03-12'))
  expect(status).toBe(201)
  expect((await agree(body.id, '6200000012345678', first)).body.code).toBe('settlement.account-needs-another')
  expect((await agree(body.id, '6200000012345679')).body.code).toBe('settlement.numbers-differ')
  expect(await own(0)).toMatchObject({ current: null, next: null, proposal: { accountNo: '•••• 5678', mine: true } })
  expect((await agree(body.id, '6200000012345678')).status).toBe(200)
  expect(await own(0)).toMatchObject({ current: null, proposal: null, next: { validFrom: '2026-03-12', state: 'agreed' } })
  expect([await inForce(0, '2026-03-11'), await inForce(0, '2026-03-12')]).toEqual([undefined, '6200000012345678'])
  expect(JSON.stringify(await list())).not.toContain('62000000')
  const { rows } = await sql<{ action: string }>`select action from platform.audit where subject = 'bank-account/0' order by at, action`.execute(owner)
  expect(rows.map((row) => row.action).toSorted()).toEqual(['settlement.account-agreed', 'settlement.propose-account'])
  expect((await sql`select from platform.event where type = 'settlement.bank-account-changed.v1' and payload ->> 'accountId' = ${body.id}`.execute(owner)).rows).toHaveLength(2)
})

test('what is in the past, on record, unknown or waiting already is refused, and nothing is left behind', async () => {
  const before = await list()
  expect((await propose(of(0, '99999999', '2026-03-09'))).body.code).toBe('settlement.account-in-the-past')
  expect((await propose(of(0, '6200000012345678', '2026-03-12'))).body.code).toBe('settlement.account-the-same')
  expect((await propose(of(9999))).body.code).toBe('settlement.no-such-institution')
  expect((await propose({ ...of(0), accountNo: '12 34' })).status).toBe(400)
  expect((await propose({ ...of(0), reason: ' ' })).status).toBe(400)
  expect((await propose(of(0), accountantOf(101))).body.code).toBe('settlement.not-the-centre')
  expect((await agree(newId(), '1')).body.code).toBe('settlement.account-not-found')
  expect(await list()).toEqual(before)
  const raced = await Promise.all([propose(of(0, '88888888')), propose(of(0, '77777777'), second)])
  expect(raced.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([201, 409])
  expect(raced.find((one) => one.status === 409)!.body.code).toBe('settlement.account-proposed')
  const { id } = raced.find((one) => one.status === 201)!.body
  expect((await refuse(id, accountantOf(101))).body.code).toBe('settlement.not-the-centre')
  expect((await refuse(id, raced[0].status === 201 ? first : second)).status).toBe(200)
  expect((await own(0)).past[0]).toMatchObject({ state: 'withdrawn', note: '与来函不符' })
  expect((await refuse(id)).body.code).toBe('settlement.account-decided')
})

test('of two who agree and refuse at once, one decides', async () => {
  const { body } = await propose(of(0, '55555555'))
  const third = accountantOf(0)
  const decided = await Promise.all([agree(body.id, '55555555'), refuse(body.id, third)])
  expect(decided.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 409])
})

test('behind the application\'s back: nobody agrees with themselves, and no number is rewritten', async () => {
  const { body } = await propose(of(0, '44444444'))
  await expect(sql`update settlement.bank_account set state = 'agreed', decided_by = proposed_by, decided_at = now() where id = ${body.id}`.execute(owner)).rejects.toMatchObject({ constraint: 'bank_account_agreed_by_another' })
  await expect(inTransaction(db, first.context(`${today}T10:00:00+08:00`), (tx) => sql`update settlement.bank_account set account_no = '1' where id = ${body.id}`.execute(tx))).rejects.toMatchObject({ code: '42501' })
  await refuse(body.id)
})

test('setting a region up enters accounts once, as the region\'s own job alone; a hospital sees its own', async () => {
  const system = contextAt(`${today}T09:00:00+08:00`)
  const account = { institutionId: 101, bankCode: 'LXBANK', bankName: '临溪银行', bankNameEn: 'Bank of Linxi', accountName: '医院', accountNo: '6200000000000101' }
  for (let i = 0; i < 2; i++) await inTransaction(db, system, (tx) => putBankAccount(tx, system, account))
  await inTransaction(db, system, (tx) => putBankAccount(tx, system, { ...account, institutionId: 102 }))
  expect(await inForce(101, '2026-01-01')).toBe(account.accountNo)
  const staff = first.context(`${today}T09:00:00+08:00`)
  await expect(inTransaction(db, staff, (tx) => putBankAccount(tx, staff, account))).rejects.toBeInstanceOf(NotTheCentre)
  const seen = await list(accountantOf(101))
  expect(seen).toMatchObject({ centre: false, institutions: [{ institutionId: 101, current: { accountNo: '•••• 0101', proposedBy: '' }, past: [] }] })
  expect((await server.request('GET', '/api/settlement/bank-accounts', { as: { ...first.actor, roles: ['cashier'] } })).status).toBe(403)
  const raw = await fetch(`${server.url}/api/settlement/bank-accounts.xlsx`, { headers: { 'x-test-actor': encodeURIComponent(JSON.stringify(accountantOf(101).actor)), 'accept-language': 'en' } })
  const book = new exceljs.Workbook()
  await book.xlsx.load(await raw.arrayBuffer())
  expect(book.worksheets[0]!.getRow(2).getCell(6).text).toBe('•••• 0101')
})
