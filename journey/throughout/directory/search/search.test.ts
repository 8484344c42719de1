import { beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { sql } from 'kysely'
import { inTransaction } from '#platform/database/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { arrangeTwoHospitals } from '../arrange.ts'
import type { SearchAnswer } from '../contract.ts'
import { module } from '../server.ts'

const database = await testDatabase()
const server = await testServer([module], database, { now: new Date('2026-11-22T09:00:00+08:00') })

async function search(q: string, more = ''): Promise<SearchAnswer> {
  const { status, body } = await server.request<SearchAnswer>('GET', `/api/directory/search?q=${encodeURIComponent(q)}${more}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

beforeAll(async () => {
  await inTransaction(database.owner, systemContext('test', new Date()), arrangeTwoHospitals)
})

describe('P1: one search box', () => {
  it.each([
    ['胸闷', 'a symptom'], ['xiongmen', 'its pinyin'], ['xm', 'its initials'], ['胸口闷', 'another way to say it'],
    ['最近总是胸闷怎么办', 'a sentence'], ['chest tightness', 'its English name'],
  ])('finds the cardiology departments for %s: %s', async (q) => {
    const { understood, departments, didYouMean } = await search(q)
    expect(understood[0]?.word).toBe('胸闷')
    expect(departments.map((each) => each.name)).toContain('心血管内科')
    expect(didYouMean).toBeNull()
  })

  it('asks back when something is mistyped: 凶闷 sounds like 胸闷', async () => {
    const { didYouMean, departments } = await search('凶闷')
    expect(didYouMean).toBe('胸闷')
    expect(departments[0]?.name).toBe('心血管内科')
  })

  it('forgives a slip of the finger: tangniaobign is 糖尿病', async () => {
    expect((await search('tangniaobign')).didYouMean).toBe('糖尿病')
  })

  it('does not guess wildly', async () => {
    const answer = await search('qqqqxxyyzz')
    expect(answer).toMatchObject({ didYouMean: null, total: { institutions: 0, departments: 0, practitioners: 0 } })
  })

  it('leaves a name nobody has alone, however near a word it sounds', async () => {
    expect(await search('王伟')).toMatchObject({ didYouMean: null, understood: [] })
  })

  it.each([['心内科', 'what people call it'], ['xinxueguan', 'pinyin'], ['xxgnk', 'initials'], ['cardiology', 'English']])('finds a department by %s: %s', async (q) => {
    expect((await search(q)).departments[0]?.name).toBe('心血管内科')
  })

  it.each([['单小燕', 'name'], ['shanxiaoyan', 'the surname spelled as a surname'], ['sxy', 'initials']])('finds a doctor by %s: %s', async (q) => {
    expect((await search(q)).practitioners[0]?.name).toBe('单小燕')
  })

  it('finds by what a doctor is good at, senior doctors first', async () => {
    const { practitioners } = await search('房颤')
    expect(practitioners.map((each) => each.name)).toEqual(['单小燕', '马文'])
    expect(practitioners[0]).toMatchObject({ feeCents: 4000, departmentName: '心血管内科' })
  })

  it('takes a hospital and a department together, with or without a space', async () => {
    for (const q of ['东医院 心内科', '东医院心内科']) {
      const { departments } = await search(q)
      expect(departments.map((each) => each.institutionName)).toEqual(['测试市东医院'])
    }
  })

  it('puts the nearer hospital first when both fit', async () => {
    const east = await search('糖尿病', '&near=120.20,30.20')
    const west = await search('糖尿病', '&near=120.00,30.20')
    expect(east.departments[0]?.institutionName).toBe('测试市东医院')
    expect(west.departments[0]?.institutionName).toBe('测试市西医院')
    expect(west.departments[0]?.distanceKm).toBeLessThan(1)
    expect((await search('糖尿病')).departments[0]?.distanceKm).toBeNull()
    expect((await search('糖尿病', '&near=1')).departments[0]?.distanceKm).not.toBeNull()
  })

  it('says when something may not be able to wait', async () => {
    expect((await search('胸痛')).understood[0]).toMatchObject({ urgent: true })
  })

  it('sees a change of the directory within half a second', async () => {
    await sql`update directory.institution set name = '测试市新东医院' where institution_id = 1`.execute(database.owner)
    await new Promise((wait) => setTimeout(wait, 600))
    expect((await search('新东医院')).institutions[0]?.institutionName).toBe('测试市新东医院')
    await sql`update directory.institution set name = '测试市东医院' where institution_id = 1`.execute(database.owner)
    await new Promise((wait) => setTimeout(wait, 600))
  })

  it('refuses an empty question and an impossible place', async () => {
    expect((await server.request('GET', '/api/directory/search?q=')).status).toBe(400)
    expect((await server.request('GET', '/api/directory/search?q=a&near=500,10')).status).toBe(400)
  })
})

describe('the pages of the directory', () => {
  it('show a hospital with its departments as a tree', async () => {
    const { body } = await server.request('GET', '/api/directory/institutions/1')
    expect(body.institution.name).toBe('测试市东医院')
    expect(body.departments[0]).toMatchObject({ name: '内科', children: [{ name: '心血管内科', doctorCount: 2, feeFromCents: 2200 }, { name: '内分泌科' }] })
  })

  it('show a department with its clinics and doctors', async () => {
    const { body } = await server.request('GET', '/api/directory/institutions/1/departments/2')
    expect(body.services).toMatchObject([{ kind: 'general', feeCents: 2200 }])
    expect(body.doctors.map((each: { name: string }) => each.name)).toEqual(['单小燕', '马文'])
  })

  it('show a doctor with what they offer', async () => {
    const { body } = await server.request('GET', '/api/directory/institutions/1/doctors/1')
    expect(body).toMatchObject({ doctor: { name: '单小燕', services: [{ feeCents: 4000, feeInsuranceShareBp: 6000 }] }, department: { name: '心血管内科' }, campus: { name: '院本部' } })
  })

  it('answer 404 with a code for what does not exist', async () => {
    for (const path of ['institutions/99', 'institutions/1/departments/99', 'institutions/1/doctors/99']) {
      const { status, body } = await server.request('GET', `/api/directory/${path}`)
      expect(status).toBe(404)
      expect(body.code).toMatch(/^directory\..*-not-found$/)
    }
  })

  it('search the price list in force today', async () => {
    const { body } = await server.request('GET', '/api/directory/institutions/1/prices?q=zhenchafei')
    expect(body.map((each: { code: string }) => each.code).sort()).toEqual(['REG-CH', 'REG-GEN'])
    expect((await server.request('GET', '/api/directory/institutions/1/prices?q=旧')).body).toEqual([])
  })

  it('list hospitals by distance', async () => {
    const { body } = await server.request('GET', '/api/directory/institutions?near=120.00,30.20')
    expect(body.map((each: { name: string }) => each.name)).toEqual(['测试市西医院', '测试市东医院'])
  })
})
