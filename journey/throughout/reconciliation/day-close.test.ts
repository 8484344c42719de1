import ExcelJS from 'exceljs'
import { expect, test } from 'vitest'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import type { StaffActor } from '#platform/context/context.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module as billing } from '#journey/throughout/billing/server.ts'
import type { Condition, Dashboard, FinanceDay, ShiftReport, TrailEntry, TrailLine } from './contract.ts'
import { module } from './server.ts'
import { aHospitalDay } from './testing/a-hospital-day.ts'
import { writeStatement } from './testing/statement-files.ts'
import type { StatementLine } from './matching/types.ts'

const { db, owner, url } = await testDatabase()
const [day, next] = ['2026-03-17', '2026-03-18']
const at = (time: string, on = day) => new Date(`${on}T${time}:00+08:00`)
const server = await testServer([module, billing], { url }, { now: at('09:00', next) })

async function aFinanceDesk() {
  const hospital = await aHospitalDay(db, owner)
  const accountant = staffAt(hospital.institutionId, 'accountant')
  const read = async (on = day) => (await server.request<FinanceDay>('GET', `/api/reconciliation/days/${on}`, { as: accountant })).body
  const close = (seen: string, named = {}, { on = day, as = accountant }: { on?: string; as?: StaffActor } = {}) => server.request<FinanceDay>('POST', `/api/reconciliation/days/${on}/close`, { as, body: { seen, named } })
  const state = (lines: readonly StatementLine[], on = day) => server.request('POST', '/api/reconciliation/statements/upload', {
    as: accountant, body: { channel: 'wechatpay', day: on, fileName: `${on}.csv`, file: writeStatement('wechatpay', lines, { institutionId: hospital.institutionId, day: on }).toString('base64') },
  })
  const codes = (conditions: readonly Condition[]) => conditions.map((condition) => condition.code)
  return { ...hospital, accountant, read, close, state, codes }
}

test('O2 a day is closed as it was seen, once, and its figures cannot be changed unseen', async () => {
  const desk = await aFinanceDesk()
  const first = await desk.pay(5_000, at('10:00'))
  const second = await desk.pay(6_100, at('11:00'))
  const back = await desk.refund(second, at('15:00'))
  const before = await desk.read()
  expect(before.figures.channels).toEqual([{ channel: 'wechatpay', paymentCount: 2, paymentCents: 11_100, refundCount: 1, refundCents: 6_100, bookedInCents: 11_100, bookedOutCents: 6_100 }])
  expect(desk.codes(before.conditions)).toEqual(['statements-missing'])
  expect((await desk.close(before.seen)).body).toMatchObject({ code: 'reconciliation.day-not-ready', details: { conditions: ['statements-missing'] } })
  await desk.state([first.line, second.line, back])
  expect((await desk.close(before.seen)).body).toMatchObject({ code: 'reconciliation.figures-changed' })
  const ready = await desk.read()
  expect(ready.conditions).toEqual([])
  const answers = await Promise.all([1, 2, 3].map(() => desk.close(ready.seen, {}, { as: staffAt(desk.institutionId, 'accountant') })))
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
  expect((await desk.read()).closed).toMatchObject({ isIntact: true, previousHash: null })
  await owner.updateTable('reconciliation.day_close').set({ figures: JSON.stringify({ ...ready.figures, channels: [] }) }).where('institution_id', '=', desk.institutionId).execute()
  expect((await desk.read()).closed).toMatchObject({ isIntact: false })
})

test('what is unknown or missing may be named, and the reason is frozen; an open drawer may not', async () => {
  const desk = await aFinanceDesk()
  await desk.start(7_000, at('12:00'))
  const cashier = staffAt(desk.institutionId, 'cashier')
  await server.request('POST', '/api/billing/window/shifts', { as: cashier, body: { counter: '3 号窗口', openingFloatCents: 100 } })
  const { seen, conditions } = await desk.read(next)
  // A payment that was only started is not unknown; only what the channel does not answer about is.
  expect(desk.codes(conditions)).toEqual(['shifts-open', 'day-not-over'])
  expect((await desk.close(seen, { 'day-not-over': '先行结账', 'shifts-open': '还没回来' }, { on: next })).body).toMatchObject({ code: 'reconciliation.day-not-ready', details: { conditions: ['shifts-open'] } })
  await server.request('POST', '/api/billing/window/shift/close', { as: cashier, body: { counted: { 100: 1 }, note: '' } })
  const ready = await desk.read(next)
  expect((await desk.close(ready.seen, { 'day-not-over': '先行结账' }, { on: next })).body.closed).toMatchObject({ named: { 'day-not-over': '先行结账' }, isIntact: true })
})

test('payments that settle while the day is closed are in it or in the next day as a correction; never in both, never in neither', async () => {
  const desk = await aFinanceDesk()
  const there = await desk.pay(1_000, at('10:00'))
  const late = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => desk.start(n * 100, at('22:00'))))
  await desk.state([there.line])
  const closing = (async () => {
    for (let tries = 0; tries < 20; tries++) {
      const { seen, conditions } = await desk.read()
      const done = await desk.close(seen, Object.fromEntries(desk.codes(conditions).filter((code) => code !== 'books-differ').map((code) => [code, '夜间在途'])))
      if (done.status === 200) return done.body
    }
    throw new Error('the day never held still')
  })()
  const [closed] = await Promise.all([closing, ...late.map((one) => desk.settle(one, at('22:01')))])
  const tomorrow = await desk.read(next)
  const sum = (rows: readonly { paymentCents: number }[]) => rows.reduce((cents, one) => cents + one.paymentCents, 0)
  expect(sum(closed.figures.takings) + sum(tomorrow.figures.corrections)).toBe(1_000 + 2_100)
  expect(tomorrow.figures.corrections.every((one) => one.day === day)).toBe(true)
  // Closed tomorrow, the correction is not made again the day after.
  const frozen = await desk.close(tomorrow.seen, Object.fromEntries(desk.codes(tomorrow.conditions).map((code) => [code, '夜间在途'])), { on: next })
  expect(frozen.status).toBe(200)
  expect(frozen.body.closed?.previousHash).toBe(closed.closed?.hash)
  expect((await desk.read('2026-03-19')).figures.corrections).toEqual([])
})

test('days are closed in their order', async () => {
  const desk = await aFinanceDesk()
  await desk.pay(100, at('10:00', '2026-03-14'))
  await desk.pay(100, at('10:00', '2026-03-16'))
  const named = { 'statements-missing': '历史数据', 'day-not-over': '历史数据' }
  expect((await desk.close((await desk.read('2026-03-14')).seen, named, { on: '2026-03-14' })).status).toBe(200)
  const { seen, conditions } = await desk.read()
  expect(desk.codes(conditions)).toContain('earlier-day-open')
  expect((await desk.close(seen, named)).body).toMatchObject({ code: 'reconciliation.day-not-ready' })
  expect((await desk.close((await desk.read('2026-03-16')).seen, named, { on: '2026-03-16' })).status).toBe(200)
  expect((await desk.close((await desk.read('2026-03-15')).seen, named, { on: '2026-03-15' })).body).toMatchObject({ code: 'reconciliation.day-closed' })
})

test('every figure leads to its payments, every payment to its entries, and they come to the same', async () => {
  const desk = await aFinanceDesk()
  const paid = [await desk.pay(5_000, at('10:00')), await desk.pay(6_100, at('11:00'))]
  await desk.refund(paid[1]!, at('15:00'))
  const { figures } = await desk.read()
  const { body: trail } = await server.request<TrailLine[]>('GET', `/api/reconciliation/trail?day=${day}&channel=wechatpay&departmentId=none`, { as: desk.accountant })
  expect(trail.reduce((sum, one) => sum + (one.kind === 'payment' ? one.cents : -one.cents), 0)).toBe(figures.channels[0]!.paymentCents - figures.channels[0]!.refundCents)
  for (const one of trail) {
    const { body: entries } = await server.request<TrailEntry[]>('GET', `/api/reconciliation/trail/${one.kind}/${one.id}`, { as: desk.accountant })
    expect(entries.reduce((sum, entry) => sum + entry.cents, 0)).toBe(0)
    expect(entries.filter((entry) => entry.account === 'clearing-wechatpay').map((entry) => entry.cents)).toEqual([one.kind === 'payment' ? one.cents : -one.cents])
  }
  const { body: board } = await server.request<Dashboard>('GET', `/api/reconciliation/dashboard?from=2026-03-11&to=${next}`, { as: desk.accountant })
  expect(board.days.find((one) => one.day === day)).toEqual({ day, paymentCents: 11_100, refundCents: 6_100, closed: false })
  expect(board.channels).toEqual([{ channel: 'wechatpay', paymentCents: 11_100, refundCents: 6_100 }])
})

test('the day as a spreadsheet says the same to the cent', async () => {
  const desk = await aFinanceDesk()
  const paid = [await desk.pay(5_050, at('10:00')), await desk.pay(6_100, at('11:00'))]
  await desk.refund(paid[1]!, at('15:00'))
  const response = await fetch(`${server.url}/api/reconciliation/days/${day}/export`, { headers: { 'x-test-actor': encodeURIComponent(JSON.stringify(desk.accountant)), 'accept-language': 'zh-CN' } })
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(await response.arrayBuffer())
  expect(book.worksheets).toHaveLength(7)
  expect(book.worksheets[1]!.getRow(2).values).toEqual([undefined, '微信支付', 2, 111.5, 1, 61, 111.5, 61])
  expect(book.worksheets[3]!.rowCount).toBe(4)
})

test('a cashier reads the report of their own shift and of no other; what should be in an open drawer is told to nobody', async () => {
  const desk = await aFinanceDesk()
  const [cashier, other] = [staffAt(desk.institutionId, 'cashier'), staffAt(desk.institutionId, 'cashier')]
  const opened = await server.request<{ id: string }>('POST', '/api/billing/window/shifts', { as: cashier, body: { counter: '3 号窗口', openingFloatCents: 10_000 } })
  const report = (as: StaffActor) => server.request<ShiftReport>('GET', `/api/reconciliation/shifts/${opened.body.id}`, { as })
  expect((await report(cashier)).body).toMatchObject({ status: 'open', expectedCents: null })
  expect((await report(other)).status).toBe(404)
  await server.request('POST', '/api/billing/window/shift/close', { as: cashier, body: { counted: { 10000: 1 }, note: '' } })
  expect((await report(desk.accountant)).body).toMatchObject({ status: 'closed', expectedCents: 10_000, countedCents: 10_000, differenceCents: 0, counted: { 10000: 1 }, receipts: null })
})
