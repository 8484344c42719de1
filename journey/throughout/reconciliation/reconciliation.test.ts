import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { balanceOf } from '#engines/ledger/index.ts'
import { booksFaults } from '#journey/throughout/billing/testing/a-bill.ts'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { type StaffActor, systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { suspense } from './books.ts'
import type { Difference, DifferenceDetail, Imported } from './contract.ts'
import type { StatementLine } from './matching/types.ts'
import { lookAtWhatIsOpen } from './tasks.ts'
import { module } from './server.ts'
import { aHospitalDay } from './testing/a-hospital-day.ts'
import { writeStatement } from './testing/statement-files.ts'

const { db, owner, url } = await testDatabase()
const day = '2026-03-17'
const at = (time: string, on = day) => new Date(`${on}T${time}:00+08:00`)
const server = await testServer([module], { url }, { now: at('09:00', '2026-03-18') })

function accountantsAt(institutionId: number) {
  const [first, second] = [staffAt(institutionId, 'accountant'), staffAt(institutionId, 'accountant')]
  const upload = (lines: readonly StatementLine[], about: { day?: string; as?: StaffActor; bom?: boolean } = {}) => server.request<Imported>('POST', '/api/reconciliation/statements/upload', {
    as: about.as ?? first, body: { channel: 'wechatpay', day: about.day ?? day, fileName: 'bill.csv', file: writeStatement('wechatpay', lines, { institutionId, day: about.day ?? day, bom: about.bom ?? false }).toString('base64') },
  })
  const open = async (state = 'open') => (await server.request<Difference[]>('GET', `/api/reconciliation/differences?state=${state}`, { as: first })).body
  const act = (path: string, body: unknown, as: StaffActor) => server.request<DifferenceDetail>('POST', `/api/reconciliation/differences/${path}`, { as, body })
  return { first, second, upload, open, act }
}

test('O2 a statement finds its payments and refunds, the same file or the same line twice has its effect once', async () => {
  const hospital = await aHospitalDay(db, owner)
  const { upload, open } = accountantsAt(hospital.institutionId)
  const paid = [await hospital.pay(5_000, at('10:00')), await hospital.pay(6_100, at('11:00'))]
  const lines = [...paid.map((one) => one.line), await hospital.refund(paid[1]!, at('15:00'))]
  expect((await upload(lines)).body).toMatchObject({ isNew: true, matched: 3, found: 0, file: { lineCount: 3, paymentCents: 11_100, refundCents: 6_100 } })
  expect((await upload(lines)).body).toMatchObject({ isNew: false, matched: 0 })
  // The same lines in a file of other bytes, with one more.
  const more = await hospital.pay(700, at('16:00'))
  expect((await upload([...lines, more.line], { bom: true })).body).toMatchObject({ isNew: true, matched: 1, found: 0, file: { lineCount: 4, knownCount: 3 } })
  expect(await open()).toEqual([])
})

test('two uploads of one file at once are one import', async () => {
  const hospital = await aHospitalDay(db, owner)
  const { upload } = accountantsAt(hospital.institutionId)
  const { line } = await hospital.pay(5_000, at('10:00'))
  const answers = await Promise.all([upload([line]), upload([line]), upload([line])])
  expect(answers.filter(({ body }) => body.isNew)).toHaveLength(1)
})

test('of a damaged file nothing is stored, and everything that is wrong is said', async () => {
  const hospital = await aHospitalDay(db, owner)
  const { first, upload } = accountantsAt(hospital.institutionId)
  const { line } = await hospital.pay(5_000, at('10:00'))
  const text = writeStatement('wechatpay', [line, { ...line, channelNumber: '9'.repeat(28) }], { institutionId: hospital.institutionId, day }).toString().replace('`SUCCESS', '`MAYBE')
  const { status, body } = await server.request('POST', '/api/reconciliation/statements/upload', { as: first, body: { channel: 'wechatpay', day, fileName: 'bad.csv', file: Buffer.from(text).toString('base64') } })
  expect([status, body.code]).toEqual([422, 'reconciliation.file-damaged'])
  expect(body.details.faults).toEqual([{ line: 2, column: '交易状态', value: 'MAYBE', code: 'unknown-status' }])
  const { rows } = await sql`select from reconciliation.statement_line where institution_id = ${hospital.institutionId}`.execute(owner)
  expect(rows).toEqual([])
  // What an earlier file said cannot be unsaid by a later one.
  await upload([line])
  expect((await upload([{ ...line, cents: 5_001 }])).body).toMatchObject({ code: 'reconciliation.file-damaged', details: { faults: [{ code: 'changed-since' }] } })
})

test('what is missing comes late and closes by itself; what was unknown is found out and closes by itself', async () => {
  const hospital = await aHospitalDay(db, owner)
  const { upload, open } = accountantsAt(hospital.institutionId)
  const [there, late, unknown] = [await hospital.pay(5_000, at('10:00')), await hospital.pay(6_000, at('11:00')), await hospital.start(7_000, at('12:00'))]
  expect((await upload([there.line, unknown.line])).body).toMatchObject({ found: 2 })
  expect((await open()).map((one) => one.class).toSorted()).toEqual(['missing-at-channel', 'status-differs'])
  const tomorrow = await hospital.pay(300, at('08:00', '2026-03-18'))
  expect((await upload([tomorrow.line, late.line], { day: '2026-03-18' })).body).toMatchObject({ matched: 2, found: 0, closed: 1 })
  await hospital.settle(unknown, at('12:30'))
  await lookAtWhatIsOpen(server.services)
  expect(await open()).toEqual([])
  expect((await open('closed')).map((one) => one.act)).toEqual(['by-itself', 'by-itself'])
})

test('money needs two: who proposed cannot agree, and when the second agrees it is booked to the cent', async () => {
  const hospital = await aHospitalDay(db, owner)
  const { first, second, upload, open, act } = accountantsAt(hospital.institutionId)
  const { line } = await hospital.pay(5_000, at('10:00'))
  await upload([{ ...line, cents: 5_321 }])
  const [found] = await open()
  expect(found).toMatchObject({ class: 'amount-differs', effectCents: 321, needsTwo: true, suggested: 'book' })
  expect((await act(`${found!.id}/propose`, { act: 'book', note: '渠道多记，待查' }, first)).body).toMatchObject({ status: 'proposed' })
  expect((await act(`${found!.id}/decide`, { decision: 'approve' }, first)).body).toMatchObject({ code: 'reconciliation.second-person-needed' })
  const closed = await act(`${found!.id}/decide`, { decision: 'approve', note: '同意' }, second)
  expect(closed.body).toMatchObject({ status: 'closed', act: 'book', steps: [{ what: 'found' }, { what: 'proposed' }, { what: 'closed' }] })
  const context = systemContext('test', at('12:00'))
  expect((await inTransaction(db, context, (tx) => balanceOf(tx, suspense(hospital.institutionId)))).cents).toBe(-321)
  expect(await booksFaults(db)).toEqual([])
  // The database itself would not take one person's word for it.
  await expect(sql`update reconciliation.difference set closed_by = proposed_by where id = ${found!.id}`.execute(owner)).rejects.toThrow('difference_of_money_needs_two')
})

test('of two accountants who deal with one difference at once, one does; the other is told', async () => {
  const hospital = await aHospitalDay(db, owner)
  const { first, second, upload, open, act } = accountantsAt(hospital.institutionId)
  const third = staffAt(hospital.institutionId, 'accountant')
  const { line } = await hospital.pay(5_000, at('10:00'))
  await upload([line, { ...line, channelNumber: '9'.repeat(28) }])
  const [{ id } = { id: '' }] = await open()
  const proposed = await Promise.all([first, second, third].map((as) => act(`${id}/propose`, { act: 'book', note: '重复入账' }, as)))
  expect(proposed.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
  const by = [first, second, third][proposed.findIndex(({ status }) => status === 200)]!
  const others = [first, second, third].filter((one) => one !== by)
  const decided = await Promise.all(others.flatMap((as) => [act(`${id}/decide`, { decision: 'approve' }, as), act(`${id}/decide`, { decision: 'refuse' }, as)]))
  expect(decided.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(decided.filter(({ body }) => (body as { code?: string }).code === 'reconciliation.difference-decided')).toHaveLength(3)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ledger.transfer where institution_id = ${hospital.institutionId} and kind = 'difference'`.execute(owner)
  expect(rows[0]!.n).toBeLessThanOrEqual(1)
})

test('accountants of another hospital, and everybody else, see nothing of it', async () => {
  const hospital = await aHospitalDay(db, owner)
  const { upload, open } = accountantsAt(hospital.institutionId)
  const { line } = await hospital.pay(5_000, at('10:00'))
  await upload([{ ...line, cents: 5_321 }])
  const [found] = await open()
  const stranger = staffAt(999, 'accountant')
  expect((await server.request('GET', `/api/reconciliation/differences/${found!.id}`, { as: stranger })).status).toBe(404)
  for (const role of ['cashier', 'physician', 'nurse']) expect((await server.request('GET', '/api/reconciliation/differences', { as: staffAt(hospital.institutionId, role) })).status).toBe(403)
  expect((await server.request('POST', `/api/reconciliation/differences/${found!.id}/propose`, { as: staffAt(hospital.institutionId, 'auditor'), body: { act: 'accept', note: 'no' } })).status).toBe(403)
})
