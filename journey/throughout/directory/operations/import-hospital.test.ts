import { existsSync, readFileSync } from 'node:fs'
import exceljs from 'exceljs'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { generateSessions } from '#engines/capacity/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { NotAWorkbook } from '../errors.ts'
import { writeTemplate } from '../import/write-template.ts'
import { importHospital } from './import-hospital.ts'

const { db, owner } = await testDatabase()
const now = new Date('2026-11-23T09:00:00+08:00')
const context = systemContext('import', now)
const run = (file: Uint8Array, mode: 'check' | 'write' = 'write') => inTransaction(db, context, (tx) => importHospital(tx, context, { file, mode }))
const count = async (what: string): Promise<number> => (await sql.raw<{ n: number }>(`select count(*)::int as n from ${what}`).execute(owner)).rows[0]!.n

/** The template's own examples, changed. */
async function workbook(change: (book: exceljs.Workbook) => void = () => {}): Promise<Buffer> {
  const book = new exceljs.Workbook()
  const template = await writeTemplate()
  await book.xlsx.load(template.buffer.slice(template.byteOffset, template.byteOffset + template.byteLength) as ArrayBuffer)
  change(book)
  return Buffer.from(await book.xlsx.writeBuffer())
}

describe('bringing a hospital in', () => {
  it('says everything that is wrong at once, with sheet, row and column, and writes nothing', async () => {
    const file = await workbook((book) => {
      book.getWorksheet('医院')!.getRow(2).getCell(10).value = 'east'
      book.getWorksheet('科室')!.addRow(['K001', '重复', '', '', 7, '99.99'])
      book.getWorksheet('医生')!.addRow(['D0002', '', '', 'K404', '男', '神医'])
      book.getWorksheet('门诊')!.getRow(2).getCell(7).value = 'NO-FEE'
      book.getWorksheet('排班')!.getRow(2).getCell(4).value = '07:00'
      book.getWorksheet('价格')!.getRow(2).getCell(6).value = 22.005
      book.removeWorksheet(book.getWorksheet('院区')!.id)
    })
    const report = await run(file)
    expect(report.written).toBe(false)
    expect(report.faults.map(({ sheet, row, column, code }) => [sheet, row, column, code])).toEqual([
      ['医院', 2, '经度', 'not-a-number'],
      ['院区', 0, '', 'missing-sheet'],
      ['科室', 2, '院区编号', 'unknown-campus'],
      ['科室', 3, '科室编号', 'twice'],
      ['科室', 3, '院区编号', 'unknown-campus'],
      ['科室', 3, '诊疗科目代码', 'unknown-subject'],
      ['医生', 3, '姓名', 'required'],
      ['医生', 3, '职称', 'not-one-of'],
      ['医生', 3, '科室编号', 'unknown-department'],
      ['门诊', 2, '诊察费代码', 'unknown-price'],
      ['排班', 2, '结束时间', 'ends-before-starts'],
      ['价格', 2, '单价（元）', 'not-a-number'],
    ])
    expect(await count('directory.institution')).toBe(0)
  })

  it('refuses what is no workbook', async () => {
    await expect(run(Buffer.from('not a workbook'))).rejects.toBeInstanceOf(NotAWorkbook)
  })

  it('takes the template\'s own examples, and a check writes nothing', async () => {
    const file = await workbook()
    expect(await run(file, 'check')).toMatchObject({ written: false, faults: [], institutionName: '某某市示例医院' })
    expect(await count('directory.institution')).toBe(0)
    expect(await run(file)).toMatchObject({ written: true, institutionId: 1, retired: 0, counts: { departments: 1, practitioners: 1, services: 1, templates: 1, prices: 1 } })
    expect(await count('directory.campus where length(check_in_code) > 12')).toBe(1)
    expect(await count('capacity.pool')).toBe(5)
  })

  it('makes bookable times of the weekly pattern', async () => {
    const { rows } = await inTransaction(db, context, async (tx) => ({ rows: await generateSessions(tx, 1, '2026-11-23', 7) }))
    expect(rows).toEqual({ sessions: 3, periods: 42, units: 126 })
  })

  it('updates when it comes again: numbers stay, what is gone goes out of service, untaken sessions of old patterns close', async () => {
    const wall = await sql<{ code: string }>`select check_in_code as code from directory.campus`.execute(owner)
    const report = await run(await workbook((book) => {
      book.getWorksheet('科室')!.spliceRows(2, 1, ['K002', '神经内科', 'Neurology', '', 1, '03.03'], ['K001', '心内科', 'Cardiology', 'K002', 1, '03.04'])
      book.getWorksheet('医生')!.spliceRows(2, 1)
      book.getWorksheet('排班')!.getRow(2).getCell(3).value = '08:30'
      book.getWorksheet('价格')!.getRow(2).getCell(6).value = 25
    }))
    expect(report).toMatchObject({ written: true, institutionId: 1, retired: 2 })
    const { rows } = await sql`select id, code, name, parent_id, active from directory.department order by id`.execute(owner)
    expect(rows).toEqual([{ id: 1, code: 'K001', name: '心内科', parent_id: 2, active: true }, { id: 2, code: 'K002', name: '神经内科', parent_id: null, active: true }])
    expect(await count('directory.practitioner where not active')).toBe(1)
    expect(await count('directory.price where price_cents = 2500')).toBe(1)
    expect((await sql<{ code: string }>`select check_in_code as code from directory.campus`.execute(owner)).rows).toEqual(wall.rows)
    expect(await count(`capacity.session where status = 'closed' and day > '2026-11-23'`)).toBe(2)
    expect(await count('capacity.template where active')).toBe(1)
  })

  it('changes nothing the third time', async () => {
    const file = await workbook()
    await run(file)
    const before = await count('capacity.template')
    expect(await run(file)).toMatchObject({ written: true, retired: 0 })
    expect(await count('capacity.template')).toBe(before)
  })

  it('lets staff change their own hospital only', async () => {
    const stranger = { ...context, actor: { kind: 'staff', accountId: '00000000-0000-4000-8000-000000000001', staffId: 1, institutionId: 9, roles: ['admin'] }, institutionId: 9 } as never
    const file = await workbook()
    const report = await inTransaction(db, stranger, (tx) => importHospital(tx, stranger, { file, mode: 'write' }))
    expect(report).toMatchObject({ written: false, faults: [{ sheet: '医院', row: 2, column: '医院编码', code: 'not-your-hospital' }] })
  })
})

const DATA = new URL('../../../../../shared/data/codes/hospitals/', import.meta.url)

describe.skipIf(!existsSync(new URL('shanghai_hospital_departments.csv', DATA)))('real department trees and doctor lists', () => {
  interface Doctor { readonly hospital: string; readonly department: string; readonly title: string; readonly expertise: string }
  let departments: string[] = []
  let doctors: Doctor[] = []

  beforeAll(() => {
    const lines = readFileSync(new URL('shanghai_hospital_departments.csv', DATA), 'utf8').trim().split('\n').slice(1)
    departments = lines.filter((line) => line.startsWith('上海市第六人民医院,')).map((line) => line.split(',')[1]!.trim())
    doctors = readFileSync(new URL('shanghai_doctors_deidentified.jsonl', DATA), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Doctor)
  })

  it('come in whole: parents and children, hundreds of doctors', async () => {
    const names = [...new Set([...departments.flatMap((name) => (name.includes('-') ? [name.split('-')[0]!, name] : [name])), ...doctors.map((each) => each.department)])].filter(Boolean)
    const codeOf = new Map(names.map((name, i) => [name, `K${i + 1}`]))
    const TITLES = ['副主任医师', '主任医师', '主治医师', '住院医师', '治疗师', '药师', '护师']
    const file = await workbook((book) => {
      const put = (name: string, rows: unknown[][]) => { const sheet = book.getWorksheet(name)!; sheet.spliceRows(2, 1); sheet.addRows(rows) }
      book.getWorksheet('医院')!.getRow(2).getCell(1).value = 'REAL'
      put('科室', names.map((name) => [codeOf.get(name), name, '', name.includes('-') ? codeOf.get(name.split('-')[0]!) : '', 1, '', '', '', '', '']))
      put('医生', doctors.map((each, i) => [`D${i + 1}`, `医生${i + 1}`, '', codeOf.get(each.department) ?? 'K1', '', TITLES.find((title) => each.title.includes(title)) ?? '主治医师', each.expertise]))
      put('门诊', names.map((name, i) => [`S${i + 1}`, `${name}普通门诊`, '', codeOf.get(name), '', '普通', 'REG-GEN']))
      put('排班', names.map((_, i) => [`S${i + 1}`, '一,二,三,四,五', '08:00', '11:30', 15, 2, 1, 0, 0, 0, '', '2026-01-01', '']))
    })
    const began = performance.now()
    const report = await run(file)
    expect(report.faults).toEqual([])
    expect(report).toMatchObject({ written: true, counts: { departments: names.length, practitioners: doctors.length } })
    expect(await count(`directory.department where institution_id = ${report.institutionId} and parent_id is not null`)).toBeGreaterThan(5)
    expect(performance.now() - began).toBeLessThan(60_000)
  }, 120_000)
})
