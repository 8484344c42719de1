import exceljs from 'exceljs'
import { describe, expect, it } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { writeTemplate } from './import/write-template.ts'
import { importHospital } from './operations/import-hospital.ts'
import { module } from './server.ts'

const database = await testDatabase()
const now = new Date('2026-11-23T09:00:00+08:00')
const server = await testServer([module], database, { now })
const staff = (...roles: string[]) => ({ kind: 'staff', accountId: '00000000-0000-4000-8000-000000000001', staffId: 1, institutionId: 1, roles }) as never

describe('an administrator brings the hospital\'s data in', () => {
  it('gets the template, checks the file, writes it, and patients find it', async () => {
    const template = await fetch(`${server.url}/api/directory/import/template`, { headers: { 'x-test-actor': encodeURIComponent(JSON.stringify(staff('admin'))) } })
    expect(template.headers.get('content-disposition')).toContain('liuxin-hospital.xlsx')
    const book = new exceljs.Workbook()
    await book.xlsx.load(await template.arrayBuffer())
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['说明', '医院', '院区', '科室', '医生', '门诊', '排班', '价格'])

    // The hospital is in the region already; whoever runs it brought it in.
    const context = systemContext('import', now)
    const first = await writeTemplate()
    await inTransaction(database.db, context, (tx) => importHospital(tx, context, { file: first, mode: 'write' }))
    book.getWorksheet('科室')!.addRow(['K002', '全科医学科', 'General practice', '', 1, '02'])
    const file = Buffer.from(await book.xlsx.writeBuffer()).toString('base64')
    const check = await server.request('POST', '/api/directory/import', { as: staff('admin'), body: { file, write: false } })
    expect(check).toMatchObject({ status: 200, body: { written: false, faults: [], counts: { departments: 2 } } })
    const written = await server.request('POST', '/api/directory/import', { as: staff('admin'), body: { file, write: true } })
    expect(written).toMatchObject({ status: 200, body: { written: true, institutionId: 1 } })
    await new Promise((wait) => setTimeout(wait, 600))
    const { body } = await server.request('GET', `/api/directory/search?q=${encodeURIComponent('全科')}`)
    expect(body.departments).toMatchObject([{ name: '全科医学科', institutionName: '某某市示例医院' }])
  }, 60_000)

  it('is refused to everybody else, and what is no workbook has its own answer', async () => {
    const body = { file: Buffer.from('nothing').toString('base64'), write: true }
    expect((await server.request('POST', '/api/directory/import', { as: staff('physician', 'nurse', 'cashier'), body })).status).toBe(403)
    expect((await server.request('POST', '/api/directory/import', { body })).status).toBe(401)
    expect(await server.request('POST', '/api/directory/import', { as: staff('admin'), body })).toMatchObject({ status: 422, body: { code: 'directory.not-a-workbook' } })
    expect((await server.request('POST', '/api/directory/import', { as: staff('admin'), body: { file: '%%%', write: true } })).status).toBe(400)
  })
})
