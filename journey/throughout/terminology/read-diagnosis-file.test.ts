import { existsSync, readFileSync } from 'node:fs'
import exceljs from 'exceljs'
import { describe, expect, it } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { importDiagnoses, readDiagnosisFile, searchDiagnoses } from './index.ts'

const BEIJING = new URL('../../../../shared/data/codes/icd10_beijing_v601.csv', import.meta.url)
const gb18030 = (text: string): Buffer => Buffer.from([...text].flatMap((char) => ({ 编: [0xb1, 0xe0], 码: [0xc2, 0xeb], 名: [0xc3, 0xfb], 称: [0xb3, 0xc6], 霍: [0xbb, 0xf4], 乱: [0xc2, 0xd2] })[char] ?? [char.charCodeAt(0)]))

describe('a diagnosis list as hospitals have it', () => {
  it.each([['UTF-8 with a mark', Buffer.from('\uFEFF编码,名称\nA00.0,霍乱\n')], ['GB18030', gb18030('编码,名称\r\nA00.0,霍乱\r\n')], ['without a header', Buffer.from('A00.0,霍乱')], ['separated by tabs', Buffer.from('编码\t名称\nA00.0\t霍乱')]])(
    'is read from CSV in %s', async (_, bytes) => {
      expect(await readDiagnosisFile('list.csv', bytes)).toMatchObject([{ code: 'A00.0', name: '霍乱' }])
    })

  it('is read from a workbook', async () => {
    const workbook = new exceljs.Workbook()
    workbook.addWorksheet('x').addRows([['诊断名称', '诊断编码'], ['霍乱', 'A00.0']])
    expect(await readDiagnosisFile('list.xlsx', Buffer.from(await workbook.xlsx.writeBuffer()))).toMatchObject([{ row: 2, code: 'A00.0', name: '霍乱' }])
  })

  it.skipIf(!existsSync(BEIJING))('is imported whole from a real list of forty thousand, and searched in milliseconds', async () => {
    const { db } = await testDatabase()
    const now = new Date('2026-11-22T09:00:00+08:00')
    const context = systemContext('test', now)
    const rows = await readDiagnosisFile('icd10_beijing_v601.csv', readFileSync(BEIJING))
    expect(rows.length).toBeGreaterThan(40_000)
    const list = { edition: 'beijing-v601', editionName: '北京临床版', rows, use: 'in-force' } as const
    const refused = await inTransaction(db, context, (tx) => importDiagnoses(tx, list, now))
    // The file really has one row that is no diagnosis: "N,N".
    expect(refused).toMatchObject({ written: false, faults: [{ row: 19_744, code: 'code-shape', value: 'N' }] })
    const report = await inTransaction(db, context, (tx) => importDiagnoses(tx, { ...list, faultyRows: 'left-out' }, now))
    expect(report).toMatchObject({ written: true, rows: rows.length - 1 })
    for (const words of ['糖尿病', 'gxy', 'E11.9', '急性 阑尾']) {
      const began = performance.now()
      const found = await inTransaction(db, context, (tx) => searchDiagnoses(tx, words))
      expect(found.length, words).toBeGreaterThan(0)
      expect(performance.now() - began, words).toBeLessThan(500)
    }
  }, 120_000)
})
