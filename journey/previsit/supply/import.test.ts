import ExcelJS from 'exceljs'
import { expect, test } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import type { Applied, ImportCheck } from './contract.ts'
import { columns } from './import/columns.ts'
import { module } from './server.ts'
import { aClinicOf, faults, manager, people, patient, standing, SUNDAY } from './testing/a-schedule.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module, booking], { url }, { now: SUNDAY })
const as = manager()
const ask = (file: Buffer, more: object = {}) => server.request<ImportCheck & { code: string }>('POST', '/api/supply/import/check', { as, body: { file: file.toString('base64'), fileName: 'a.csv', ...more } })
const bringIn = (file: Buffer, seen: string, more: object = {}) => server.request<Applied & { code: string }>('POST', '/api/supply/import/apply', { as, body: { file: file.toString('base64'), fileName: '十二月排班.csv', seen, ...more } })
const csv = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'utf8')
const HEAD = '门诊编码,星期,午别,开始时间,结束时间,每段分钟,公众号数,家医号数,诊室,开始日期,结束日期'
const days = async (serviceId: number) => [...new Set((await standing(owner)).filter((each) => each.serviceId === serviceId).map((each) => each.day))]

async function workbook(rows: unknown[][]): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('排班').addRows(rows)
  return Buffer.from(await book.xlsx.writeBuffer())
}

/** 出诊, 上午 … as Excel in China saves a CSV: GB18030. */
const gb18030 = (() => {
  const codes = new Map<string, number[]>()
  const decoder = new TextDecoder('gb18030')
  for (let high = 0x81; high <= 0xfe; high++) for (let low = 0x40; low <= 0xfe; low++) codes.set(decoder.decode(new Uint8Array([high, low])), [high, low])
  return (text: string) => Buffer.from([...text].flatMap((char) => (char.charCodeAt(0) < 128 ? [char.charCodeAt(0)] : codes.get(char)!)))
})()

test('P2 every fault is told by row and column, in words, and nothing is written', async () => {
  const id = await aClinicOf(owner)
  const { body } = await ask(csv(HEAD,
    `S${id},一、三,上午,8:00,11:30,15,2,0,5诊室,2026-12-01,`,
    `S9999,一,上午,8:00,11:30,15,2,,,2026-12-01,`,
    `S${id},不知道,中午,8点六,七点,3,两个,,,2026年13月1日,`,
    `S${id},二,下午,17:00,14:00,15,1,,,2026-12-01,`,
    `S${id},一、三,上午,9:00,11:30,15,2,,,2026-12-01,`,
    `S${id},四,下午,14:00,17:00,15,0,0,,2026-12-01,`,
    `S${id},五,下午,14:00,17:00,15,1,,,2026-11-22,`,
    `,五,下午,14:00,17:00,15,1,,,2026-12-01,`,
  ))
  expect(body.rows).toBe(8)
  expect(body.good).toBe(1)
  expect(body.plan).toBeNull()
  expect(body.faults.map(({ row, column, code }) => [row, column, code])).toEqual([
    [3, '门诊编码', 'unknown-clinic'],
    [4, '星期', 'not-a-weekday'], [4, '午别', 'not-one-of'], [4, '开始时间', 'not-a-time'], [4, '结束时间', 'not-a-time'], [4, '每段分钟', 'out-of-range'], [4, '公众号数', 'not-a-number'], [4, '开始日期', 'not-a-date'],
    [5, '结束时间', 'ends-before-starts'],
    [6, '星期', 'twice'],
    [7, '公众号数', 'no-units'],
    [8, '开始日期', 'starts-too-soon'],
    [9, '门诊编码', 'required'],
  ])
  expect(await standing(owner)).toEqual([])
})

test('good rows only, by choice: the others wait, and what was shown is what comes in', async () => {
  const [a, b] = [await aClinicOf(owner, '沈若云'), await aClinicOf(owner, '顾明远')]
  const file = csv(HEAD, `S${a},一、三,上午,8:00,11:30,15,2,1,5诊室,2026-11-30,`, `S${b},周二至周四,下午,1:00,17:00,20,3,,,2026-11-30,2026-12-09`, `S0,一,上午,8:00,9:00,15,2,,,2026-11-30,`)
  expect((await ask(file)).body.plan).toBeNull()
  const { body: check } = await ask(file, { goodRowsOnly: true })
  expect(check).toMatchObject({ good: 2, plan: { counts: { appear: 6 + 5 } } })
  expect(await bringIn(file, check.plan!.seen)).toMatchObject({ status: 409, body: { code: 'supply.cannot-apply' } })
  const { status, body: applied } = await bringIn(file, check.plan!.seen, { goodRowsOnly: true })
  expect(status).toBe(200)
  expect(await days(a)).toHaveLength(6)
  expect(await days(b)).toEqual(['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-08', '2026-12-09'])
  expect((await ask(file, { goodRowsOnly: true })).body).toMatchObject({ unchanged: 2, good: 0, plan: null })
  expect((await server.request('POST', `/api/supply/changes/${applied.changeId}/take-back`, { as })).status).toBe(200)
  expect([await days(a), await days(b)]).toEqual([[], []])
  expect(await faults(owner)).toEqual([])
})

test('two rows that put one doctor in two places are told before anything comes in', async () => {
  const id = await aClinicOf(owner)
  const { body } = await ask(csv(HEAD, `S${id},一,上午,8:00,11:30,15,2,,,2026-11-30,`, `S${id},一,上午,8:00,10:30,15,2,,,2026-12-07,`, `S${id},一,下午,11:00,12:00,15,2,,,2026-11-30,`))
  expect(body.faults.map((one) => [one.row, one.code])).toEqual(expect.arrayContaining([[3, 'doctor-busy-weekly'], [4, 'doctor-busy-weekly']]))
})

test('a sheet as hospitals have it: GB18030, other names of columns, other order, a title above, blanks and words around numbers', async () => {
  const id = await aClinicOf(owner, '陆知行')
  const file = gb18030(['第一医院十二月出诊表,,,,,,,', '医生,号别,班次,出诊日,开始,结束,时长,号数,生效日期', `陆知行,陆知行 专家门诊, 下午 ,星期一、星期五,13点半,17:00,10分钟,3个,2026/12/4`, ',,,,,,,,'].join('\n'))
  const { body } = await ask(file)
  expect(body.faults).toEqual([])
  expect(body).toMatchObject({ rows: 1, good: 1, plan: { counts: { appear: 5 } } })
  await bringIn(file, body.plan!.seen)
  const made = (await standing(owner)).filter((each) => each.serviceId === id)
  expect(made[0]).toMatchObject({ day: '2026-12-04', at: '13:30', units: { public: 3 } })
  expect(made.filter((each) => each.day === '2026-12-04')).toHaveLength(21)
})

test('a workbook with times and dates as Excel keeps them; what is brought out can be brought in again', async () => {
  const id = await aClinicOf(owner, '林晚秋')
  const file = await workbook([columns.map((column) => column.header), [`S${id}`, '', '', 2, '上午', 8 / 24, new Date(Date.UTC(1899, 11, 30, 11, 30)), 15, 2, '', '', '', '', '', '', '3诊室', new Date('2026-12-01T00:00:00Z'), null]])
  const { body } = await ask(file)
  expect(body.faults).toEqual([])
  await bringIn(file, body.plan!.seen)
  expect(await days(id)).toEqual(['2026-12-01', '2026-12-08', '2026-12-15'])
  const reply = await fetch(`${server.url}/api/supply/export/templates?practitionerId=${id}`, { headers: { 'x-test-actor': encodeURIComponent(JSON.stringify(as)) } })
  expect((await ask(Buffer.from(await reply.arrayBuffer()))).body).toMatchObject({ rows: 1, unchanged: 1, good: 0, faults: [] })
})

test('missing columns, an empty sheet, something that is no spreadsheet', async () => {
  expect((await ask(csv('门诊编码,星期,午别', 'S1,一,上午'))).body.faults.map((one) => [one.column, one.code])).toEqual([['开始时间', 'missing-column'], ['结束时间', 'missing-column'], ['每段分钟', 'missing-column'], ['开始日期', 'missing-column']])
  expect((await ask(csv(HEAD))).body.faults).toMatchObject([{ code: 'empty' }])
  expect(await ask(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]))).toMatchObject({ status: 422, body: { code: 'supply.not-a-spreadsheet' } })
  expect(await ask(Buffer.from('PK\u0003\u0004 broken'))).toMatchObject({ status: 422 })
})

test('somebody books between looking and bringing in: the new preview comes back, and nothing of theirs is touched', async () => {
  const id = await aClinicOf(owner, '周一凡')
  const first = csv(HEAD, `S${id},一,上午,8:00,9:00,15,2,,,2026-11-30,`)
  await bringIn(first, (await ask(first)).body.plan!.seen)
  const less = csv(HEAD, `S${id},一,上午,8:00,9:00,15,1,,,2026-11-30,`)
  const { seen } = (await ask(less)).body.plan!
  const [a, b] = await people(owner, 2)
  const { periodId } = (await standing(owner)).find((each) => each.serviceId === id)!
  for (const personId of [a!, b!]) expect((await server.request('POST', '/api/booking/appointments', { as: patient(personId), body: { institutionId: 1, periodId, personId } })).status).toBe(201)
  expect(await bringIn(less, seen)).toMatchObject({ status: 409, body: { code: 'supply.preview-outdated', details: { plan: { counts: { unitsKept: 1 } } } } })
  const { body: again } = await ask(less)
  expect((await bringIn(less, again.plan!.seen)).status).toBe(200)
  expect(await faults(owner)).toEqual([])
})
