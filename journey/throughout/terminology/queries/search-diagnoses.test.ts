import { beforeAll, describe, expect, it } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { installStarterDiagnoses, readStarterDiagnoses } from '../operations/install-starter-diagnoses.ts'
import { faultsOf, importDiagnoses } from '../operations/import-diagnoses.ts'
import { module } from '../server.ts'
import { diagnosisByCode, searchDiagnoses } from './search-diagnoses.ts'

const database = await testDatabase()
const server = await testServer([module], database)
const now = new Date('2026-11-22T09:00:00+08:00')
const context = systemContext('test', now)
const names = (words: string) => inTransaction(database.db, context, async (tx) => (await searchDiagnoses(tx, words)).map((each) => each.name))

beforeAll(async () => {
  await inTransaction(database.db, context, (tx) => installStarterDiagnoses(tx, now))
})

describe('the diagnosis list', () => {
  it('ships with more than six hundred diagnoses, none of them faulty', async () => {
    const rows = await readStarterDiagnoses()
    expect(rows.length).toBeGreaterThanOrEqual(600)
    expect(faultsOf(rows)).toEqual([])
    expect(rows.filter((row) => row.nameEn === '')).toEqual([])
  })

  it.each([['2型糖尿病', 'name'], ['E11.9', 'code'], ['e11', 'part of a code'], ['2xtnb', 'initials'], ['tangniaobing', 'pinyin'], ['type 2 diabetes', 'English']])(
    'finds type 2 diabetes by %s: %s', async (words) => {
      expect(await names(words)).toContain('2型糖尿病')
    })

  it('puts what was typed exactly before its special forms', async () => {
    expect((await names('糖尿病'))[0]).toBe('糖尿病')
    expect((await names('肺炎'))[0]).toBe('肺炎')
    expect((await names('xt'))[0]).toBeDefined()
  })

  it('wants every word to fit', async () => {
    expect(await names('糖尿病 肾')).toEqual(['2型糖尿病性肾病'])
  })

  it('tries the sound when the characters fit nothing: 凶闷', async () => {
    expect(await names('凶闷')).toEqual(['胸闷'])
  })

  it('takes signs for what they are', async () => {
    expect(await names('%')).toEqual([])
    expect(await names('_')).toEqual([])
  })

  it('knows a diagnosis by its code', async () => {
    expect(await inTransaction(database.db, context, (tx) => diagnosisByCode(tx, 'i10'))).toMatchObject({ name: '原发性高血压', nameEn: 'Essential hypertension' })
  })

  it('is searched by staff only', async () => {
    const as = { kind: 'staff', accountId: '00000000-0000-4000-8000-000000000001', staffId: 1, institutionId: 1, roles: ['physician'] } as never
    expect((await server.request('GET', '/api/terminology/diagnoses?q=gxy', { as })).body[0]).toMatchObject({ name: expect.stringContaining('高血压') })
    expect((await server.request('GET', '/api/terminology/diagnoses?q=gxy')).status).toBe(401)
  })

  it('stays as it was when an import has a fault, and all faults are told', async () => {
    const rows = [{ row: 2, code: 'A00', name: '霍乱', nameEn: '' }, { row: 3, code: '??', name: '怪', nameEn: '' }, { row: 4, code: '', name: '无码', nameEn: '' }, { row: 5, code: 'A01', name: '', nameEn: '' }, { row: 6, code: 'A00', name: '霍乱', nameEn: '' }]
    const report = await inTransaction(database.db, context, (tx) => importDiagnoses(tx, { edition: 'bad', editionName: 'bad', rows, use: 'in-force' }, now))
    expect(report).toMatchObject({ written: false, faults: [{ row: 3, code: 'code-shape' }, { row: 4, code: 'code-missing' }, { row: 5, code: 'name-missing' }, { row: 6, code: 'twice' }] })
    expect((await names('糖尿病'))[0]).toBe('糖尿病')
  })

  it('switches as a whole to an imported edition, which the starter list then does not displace', async () => {
    const rows = [{ row: 2, code: 'A00.900x001', name: '霍乱某型', nameEn: '' }]
    await inTransaction(database.db, context, (tx) => importDiagnoses(tx, { edition: 'ours', editionName: 'ours', rows, use: 'in-force' }, now))
    expect(await names('霍乱')).toEqual(['霍乱某型'])
    expect(await names('糖尿病')).toEqual([])
    await inTransaction(database.db, context, (tx) => installStarterDiagnoses(tx, now))
    expect(await names('糖尿病')).toEqual([])
  })
})
