import { sql } from 'kysely'
import { expect, test } from 'vitest'
import exceljs from 'exceljs'
import { balanceOf, regionBook, unexplained, type AccountName } from '#engines/ledger/index.ts'
import { module as settlement } from '#journey/throughout/settlement/server.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { carryOut } from './bank/carry-out.ts'
import type { Day, Days, BankDesk } from './contract.ts'
import { dayAfter } from './cut-off.ts'
import { readBankFile, readResultFile, resultFile } from './files/bank-file.ts'
import { bankOf } from './operations/post-day.ts'
import { proposeAccount } from './operations/propose-account.ts'
import { accountantOf, act, contextAt, openBankAccounts, openBooks } from './testing/region-books.ts'

// O2: from an approved day to money that has moved, with a bank that is slow and refuses.
const { db, owner, url } = await testDatabase()
const [A, B, C] = [101, 102, 103] as const
const person = newId()
const dayOne = '2026-03-10'
const server = await testServer([settlement], { url }, { now: new Date(`${dayOne}T09:00:00+08:00`) })
const [first, second] = [accountantOf(0), accountantOf(0)]
await inTransaction(db, contextAt(`${dayOne}T00:00:00+08:00`), (tx) => openBooks(tx, contextAt(`${dayOne}T00:00:00+08:00`), [A, B, C], [person]))
await openBankAccounts(owner, [A, B, C])

let next = dayOne
const post = (path: string, who = first, body?: unknown) => server.request('POST', `/api/settlement/days/${path}`, { as: who.actor, ...(body === undefined ? {} : { body }) })
const read = async (day: string, who = first) => (await server.request<Day>('GET', `/api/settlement/days/${day}`, { as: who.actor })).body
const cents = async (name: AccountName) => (await inTransaction(db, contextAt(`${next}T12:00:00+08:00`), (tx) => balanceOf(tx, name))).cents
const behave = (body: object) => server.request('POST', '/simulator/bank/behaviour', { body })

/** A day on which B took 100.00 in and A gave treatment for 60.00 of it, worked out and approved by two. */
async function anApprovedDay(): Promise<string> {
  const day = next
  next = dayAfter(day)
  await act(db, `${day}T09:00:00+08:00`, 'top-up', { hospital: B, personId: person, cents: 10_000 })
  await act(db, `${day}T10:00:00+08:00`, 'spend', { hospital: A, personId: person, cents: 6_000 })
  server.clock.set(new Date(`${next}T01:00:00+08:00`))
  await post('open')
  await post(`${day}/compute`)
  const { fileSha256 } = await read(day)
  for (const who of [first, second]) expect((await post(`${day}/approve`, who, { sha256: fileSha256 })).status).toBe(200)
  return day
}

test('the bank moves the money, and both books say so in one step', async () => {
  const day = await anApprovedDay()
  expect((await post(`${day}/post`)).body.code).toBe('settlement.not-instructed')
  expect((await post(`${day}/instruct`)).status).toBe(200)
  expect((await post(`${day}/instruct`)).body.code).toBe('settlement.already-instructed')
  expect((await read(day)).instructions.map((one) => [one.institutionId, one.netCents, one.state])).toEqual([[A, -6_000, 'executed'], [B, 10_000, 'executed']])
  expect(await cents(regionBook.member(B))).toBe(10_000)
  expect((await post(`${day}/post`)).status).toBe(200)
  expect(await read(day)).toMatchObject({ status: 'posted', postedAt: expect.any(String) })
  expect([await cents(regionBook.member(A)), await cents(regionBook.member(B)), await cents(regionBook.custodian('LXBANK'))]).toEqual([0, 0, 4_000])
  expect([await cents(regionBook.ofMember(A)), await cents(bankOf(A)), await cents(bankOf(B))]).toEqual([0, 6_000, -10_000])
  expect(await inTransaction(db, contextAt(`${next}T12:00:00+08:00`), unexplained)).toEqual([])
})

test('what was settled today is no business of today: it shows as settled, and nothing swings back', async () => {
  const day = next
  next = dayAfter(day)
  server.clock.set(new Date(`${next}T01:00:00+08:00`))
  await post('open')
  await post(`${day}/compute`)
  expect((await read(day)).positions).toEqual([
    { institutionId: A, openingCents: -6_000, netCents: 0, settledCents: 6_000, closingCents: 0 }, { institutionId: B, openingCents: 10_000, netCents: 0, settledCents: -10_000, closingCents: 0 },
  ])
})

test('of ten that post at once, each hospital is posted once', async () => {
  const day = await anApprovedDay()
  await post(`${day}/instruct`)
  const before = await cents(regionBook.custodian('LXBANK'))
  await Promise.all(Array.from({ length: 10 }, () => post(`${day}/post`)))
  expect(await read(day)).toMatchObject({ status: 'posted' })
  expect(await cents(regionBook.custodian('LXBANK')) - before).toBe(4_000)
  expect(await cents(regionBook.member(B))).toBe(0)
})

test('a slow bank is waited for, and nothing is posted before it has moved the money', async () => {
  await behave({ delaySeconds: 3600 })
  const day = await anApprovedDay()
  await post(`${day}/instruct`)
  await post(`${day}/post`)
  expect(await read(day)).toMatchObject({ status: 'instructed', instructions: [{ state: 'waiting', handedAt: expect.any(String) }, { state: 'waiting' }] })
  expect(await cents(regionBook.member(B))).toBe(10_000)
  server.clock.advanceSeconds(3601)
  await behave({ delaySeconds: 0 })
  await carryOut(server.services, day)
  expect(await read(day)).toMatchObject({ status: 'posted' })
})

test('a hospital whose instruction is refused stays open while the others are settled, and is tried again', async () => {
  const day = await anApprovedDay()
  await behave({ refuseOnce: ['62000000101'], reason: 'account closed' })
  await post(`${day}/instruct`)
  await post(`${day}/post`)
  const part = await read(day)
  expect(part).toMatchObject({ status: 'part-posted', instructions: [{ institutionId: A, attempt: 1, state: 'refused', reason: 'account closed' }, { institutionId: B, state: 'posted' }] })
  expect((await server.request<Days>('GET', '/api/settlement/days', { as: first.actor })).body.days.find((one) => one.day === day)).toMatchObject({ status: 'part-posted', refused: 1 })
  expect([await cents(regionBook.member(A)), await cents(regionBook.member(B))]).toEqual([-6_000, 0])
  expect((await post(`${day}/retry`, first, { institutionId: B })).body.code).toBe('settlement.nothing-refused')
  expect((await post(`${day}/retry`, first, { institutionId: A })).status).toBe(200)
  expect(await read(day)).toMatchObject({ status: 'posted', instructions: [{ institutionId: A, attempt: 2, state: 'posted' }, { state: 'posted' }] })
  expect(await cents(regionBook.member(A))).toBe(0)
})

test('without an account on record nothing is sent, for anybody', async () => {
  await sql`delete from settlement.bank_account where institution_id = ${A}`.execute(owner)
  const day = await anApprovedDay()
  expect((await post(`${day}/instruct`)).body).toMatchObject({ code: 'settlement.no-bank-account', title: expect.stringContaining('101') })
  expect((await read(day)).instructions).toEqual([])
  await openBankAccounts(owner, [A])
  await post(`${day}/instruct`)
  await post(`${day}/post`)
  expect(await read(day)).toMatchObject({ status: 'posted' })
})

test('an answer of the bank is looked at before it is taken in, kept as it came, and never contradicted', async () => {
  await behave({ delaySeconds: 86_000 })
  const day = await anApprovedDay()
  await post(`${day}/instruct`)
  const [a, b] = (await read(day)).instructions
  expect([a!.payerAccount, a!.payeeAccount]).toEqual(['•••• 0000', '•••• 0101'])
  const at = new Date(`${next}T02:00:00+08:00`)
  const paid = { id: b!.id, state: 'executed' as const, at, reason: '' }
  const said = resultFile([{ id: a!.id, state: 'refused', at, reason: '户名不符' }, paid])
  const preview = async (file: string, who = first) => (await post(`${day}/bank-results/preview`, who, { file })).body
  expect(await preview(said)).toMatchObject({ isSound: true, lines: [{ institutionId: A, state: 'refused', reason: '户名不符', finding: 'news' }, { institutionId: B, netCents: 10_000, finding: 'news' }] })
  expect((await read(day)).instructions.map((one) => one.state)).toEqual(['waiting', 'waiting'])
  expect((await preview(said, accountantOf(A))).code).toBe('settlement.not-the-centre')
  expect((await preview(said.slice(0, -9))).code).toBe('settlement.not-a-bank-result')
  const strange = resultFile([paid, { ...paid, id: newId() }])
  expect(await preview(strange)).toMatchObject({ isSound: false, lines: [{ finding: 'news' }, { finding: 'stranger', institutionId: null }] })
  expect((await post(`${day}/bank-results`, first, { file: strange })).body.code).toBe('settlement.bank-contradicts')
  expect((await post(`${day}/bank-results`, first, { file: resultFile([paid, { ...paid, state: 'refused' }]) })).body.code).toBe('settlement.bank-contradicts')
  expect((await read(day)).instructions.map((one) => one.state)).toEqual(['waiting', 'waiting'])

  // Two people bring in the same file at once: one of them has news.
  const brought = await Promise.all([first, second].map((who) => post(`${day}/bank-results`, who, { file: said })))
  expect(brought.map((one) => one.body.news as number).toSorted((a, b) => a - b)).toEqual([0, 2])
  expect(await preview(said)).toMatchObject({ lines: [{ finding: 'known' }, { finding: 'known' }] })
  expect((await preview(resultFile([{ ...paid, state: 'refused' }]))).lines).toMatchObject([{ finding: 'contradicts' }])
  const desk = async (who = first) => (await server.request<BankDesk>('GET', `/api/settlement/days/${day}/bank`, { as: who.actor })).body
  expect(await desk()).toMatchObject({
    isInstructed: true, answers: [{ executed: 1, refused: 1, byItself: false }],
    lines: [{ institutionId: A, isCorrected: false, toldAccount: 'LXBANK •••• 0101', attempts: [{ state: 'refused', reason: '户名不符' }] }, { institutionId: B, attempts: [{ state: 'executed' }] }],
  })
  expect(JSON.stringify(await desk())).not.toContain('62000000101')
  const { rows } = await sql<{ type: string }>`select type from platform.event where type = 'settlement.bank-answered.v1' and payload ->> 'day' = ${day}`.execute(owner)
  expect(rows).toHaveLength(1)
  expect((await server.request('GET', `/api/settlement/days/${day}/bank`, { as: accountantOf(A).actor })).status).toBe(403)

  // Corrected by two, told again, and paid.
  const account = { institutionId: A, bankCode: 'LXBANK', bankName: '临溪银行', bankNameEn: 'Bank of Linxi', accountName: '中心医院（基本户）', accountNo: '62000000101', validFrom: next, reason: '银行退回：户名不符，来函 17 号' }
  const proposing = first.context(`${next}T03:00:00+08:00`)
  const id = await inTransaction(db, proposing, (tx) => proposeAccount(tx, proposing, account))
  expect((await desk()).lines[0]).toMatchObject({ hasProposal: true, isCorrected: false })
  await server.request('POST', `/api/settlement/bank-accounts/${id}/agree`, { as: second.actor, body: { accountNo: account.accountNo } })
  expect((await desk()).lines[0]).toMatchObject({ hasProposal: false })
  await behave({ delaySeconds: 0 })
  expect((await post(`${day}/retry`, first, { institutionId: A })).status).toBe(200)
  await post(`${day}/post`)
  expect((await desk()).lines[0]).toMatchObject({ attempts: [{ state: 'refused', attempt: 1 }, { state: 'posted', attempt: 2 }] })
  expect(await read(day)).toMatchObject({ status: 'posted' })
  const raw = await fetch(`${server.url}/api/settlement/days/${day}/bank.xlsx`, { headers: { 'x-test-actor': encodeURIComponent(JSON.stringify(first.actor)), 'accept-language': 'en' } })
  const book = new exceljs.Workbook()
  await book.xlsx.load(await raw.arrayBuffer())
  expect(book.worksheets[0]!.rowCount).toBe(4)
})

test('the bank\'s file is read only when it is whole', () => {
  const whole = resultFile([{ id: newId(), state: 'refused', at: new Date(0), reason: 'closed | account\n' }])
  expect(readResultFile(whole)).toMatchObject([{ state: 'refused', reason: 'closed   account ' }])
  expect(readResultFile(whole.replace('refused', 'executed'))).toBeUndefined()
  expect(readResultFile(whole.split('\n').slice(0, -2).join('\n'))).toBeUndefined()
  expect(readBankFile(whole)).toBeUndefined()
})

test('a hospital\'s accountant reads its own day, entries, extract and spreadsheet, and does nothing', async () => {
  const day = dayOne
  const own = accountantOf(B)
  expect((await read(day, own)).positions.map((one) => one.institutionId)).toEqual([B])
  const entries = (query: string) => server.request('GET', `/api/settlement/days/${day}/entries?${query}`, { as: own.actor })
  expect((await entries(`side=hospital&institutionId=${B}&what=topped-up`)).body).toMatchObject({ count: 1, cents: 10_000, entries: [{ kind: 'top-up', others: [{ account: 'wallet', cents: -10_000 }] }] })
  expect((await entries(`side=hospital&institutionId=${A}`)).body.code).toBe('settlement.not-the-centre')
  expect((await entries('side=wallet&institutionId=0')).body.code).toBe('settlement.not-the-centre')
  const get = (path: string) => server.request<string>('GET', `/api/settlement/days/${day}/${path}`, { as: own.actor })
  expect((await get(`hospitals/${B}/extract.txt`)).body).toContain('|topped-up|')
  for (const path of [`hospitals/${A}/extract.txt`, 'settlement.txt', 'bank.txt', 'check']) expect((await get(path)).status).toBe(403)
  for (const path of ['compute', 'instruct', 'post']) expect((await post(`${day}/${path}`, own)).status).toBe(403)
  const raw = await fetch(`${server.url}/api/settlement/days/${day}/settlement.xlsx`, { headers: { 'x-test-actor': encodeURIComponent(JSON.stringify(own.actor)), 'accept-language': 'en' } })
  const book = new exceljs.Workbook()
  await book.xlsx.load(await raw.arrayBuffer())
  expect(book.worksheets).toHaveLength(1)
  expect(book.worksheets[0]!.rowCount).toBe(2)
  expect((await server.request('GET', '/api/settlement/days', { as: { ...own.actor, roles: ['cashier'] } })).status).toBe(403)
})
