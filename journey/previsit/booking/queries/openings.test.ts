import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Opening } from '../contract.ts'
import { module } from '../server.ts'
import { aClinic, patient, people, registrar, SUNDAY } from '../test-clinic.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module], { url }, { now: SUNDAY })
const ask = async (path: string) => (await server.request('GET', path)).body
// What is new is known within seconds; a busy machine takes longer.
const PATIENT = { timeout: 20_000 }
const openings = async (query: string) => (await ask(`/api/booking/openings?${query}`)).openings as Opening[]

test('openings name doctor, hospital, price before and after insurance, and the next free time; soonest first', async () => {
  const later = await aClinic(owner, { from: '10:00' })
  const sooner = await aClinic(owner, { from: '09:00', feeCents: 30_000 })
  await expect.poll(async () => (await openings('institutionId=1')).map((one) => one.serviceId), PATIENT).toEqual([sooner.serviceId, later.serviceId])
  const [first] = await openings('institutionId=1')
  expect(first).toMatchObject({
    institutionName: '第1医院', departmentName: '心血管内科', feeCents: 30_000, insuranceShareBp: 7000, practitioner: { name: '沈若云', title: 'chief' },
    next: { periodId: sooner.periodIds[0], startsAt: '2026-11-23T01:00:00.000Z' },
  })
  expect((await openings('institutionId=1&sort=cheapest')).map((one) => one.feeCents)).toEqual([5000, 30_000])
  expect((await openings('q=srl')).length).toBe(0)
  expect((await openings('q=shenruoyun')).length).toBe(2)
})

test('a sold-out doctor shows the next day, and one with nothing left comes last without a time', async () => {
  const clinic = await aClinic(owner, { institutionId: 5, periods: 1, units: { public: 1 } })
  const other = await aClinic(owner, { institutionId: 5, periods: 1, units: { public: 0 } })
  const [personId] = await people(owner, 1)
  await server.request('POST', '/api/booking/appointments', { as: patient(personId!), body: { institutionId: 5, periodId: clinic.periodIds[0], personId } })
  await expect.poll(async () => (await openings('institutionId=5')).map((one) => one.next), PATIENT).toEqual([null, null])
  const page = await ask(`/api/booking/services/5/${other.serviceId}`)
  expect(page.days).toMatchObject([{ day: '2026-11-23', left: 0, state: 'full' }])
})

test('the times of a day say what is left in which pool, what is full and what has passed', async () => {
  const clinic = await aClinic(owner, { institutionId: 6, periods: 2, units: { public: 1, revisit: 2 } })
  const [personId] = await people(owner, 1)
  const path = `/api/booking/services/6/${clinic.serviceId}/periods?day=2026-11-23`
  await server.request('POST', '/api/booking/appointments', { as: patient(personId!), body: { institutionId: 6, periodId: clinic.periodIds[1], personId } })
  expect((await ask(path)).periods).toMatchObject([
    { state: 'free', pools: [{ pool: 'public', left: 1, open: true }, { pool: 'revisit', left: 2 }] },
    { state: 'free', pools: [{ pool: 'public', left: 0 }, { pool: 'revisit', left: 2 }] },
  ])
  server.clock.set(new Date('2026-11-23T08:05:00+08:00'))
  expect((await ask(path)).periods[0].state).toBe('past')
  await sql`update capacity.session set status = 'suspended' where id = ${clinic.sessionId}`.execute(owner)
  expect((await ask(path)).periods[1].state).toBe('suspended')
  server.clock.set(SUNDAY)
})

test('a patient sees their own and the family’s appointments, nobody else’s; the desk sees its day', async () => {
  const clinic = await aClinic(owner, { institutionId: 7, units: { public: 2 } })
  const [mine, mother, stranger] = await people(owner, 3)
  const me = patient(mine!, mother!)
  for (const [as, personId] of [[me, mine], [me, mother], [patient(stranger!), stranger]] as const) {
    await server.request('POST', '/api/booking/appointments', { as, body: { institutionId: 7, periodId: clinic.periodIds[personId === mine ? 0 : 1], personId } })
  }
  const listed = async () => (await server.request('GET', '/api/booking/appointments', { as: me })).body as { personId: string }[]
  await expect.poll(async () => (await listed()).map((one) => one.personId), PATIENT).toEqual([mine, mother])
  await server.runReactions()
  const day = (await server.request('GET', '/api/booking/days/2026-11-23', { as: registrar(7) })).body as { person: { name: string } }[]
  expect(day.map((one) => one.person.name)).toEqual(['周桂兰', '周桂兰', '周桂兰'])
  expect((await server.request('GET', '/api/booking/days/2026-11-23', { as: registrar(8) })).body).toEqual([])
  expect((await server.request('GET', '/api/booking/days/2026-11-23', { as: me })).status).toBe(403)
})

test('the calendar file names place and time, folds long lines, and says when it is cancelled', async () => {
  const clinic = await aClinic(owner, { institutionId: 9 })
  const [personId] = await people(owner, 1)
  const as = patient(personId!)
  const { body } = await server.request('POST', '/api/booking/appointments', { as, body: { institutionId: 9, periodId: clinic.periodIds[0], personId } })
  const path = `/api/booking/appointments/9/${body.id}`
  await expect.poll(async () => (await server.request('GET', `${path}/calendar.ics`, { as })).status, PATIENT).toBe(200)
  const file = await server.request<string>('GET', `${path}/calendar.ics`, { as })
  expect(file.headers.get('content-type')).toContain('text/calendar')
  const lines = file.body.split('\r\n')
  expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
  expect(file.body.replaceAll('\r\n ', '')).toContain('DTSTART:20261123T000000Z\r\nDTEND:20261123T001500Z\r\nSUMMARY:Visit Shen Ruoyun\r\nLOCATION:Hospital 9')
  await server.request('POST', `${path}/cancel`, { as, body: {} })
  expect((await server.request<string>('GET', `${path}/calendar.ics`, { as })).body).toContain('STATUS:CANCELLED')
})

test('whoever can only come in the evening or at the weekend sees those times, and several of each', async () => {
  const works = await aClinic(owner, { institutionId: 8, from: '09:00' })
  const saturday = await aClinic(owner, { institutionId: 8, from: '09:00', day: '2026-11-28' })
  await sql`insert into capacity.session (institution_id, service_id, resource_id, day, half, starts_at, ends_at)
    values (8, ${works.serviceId}, ${works.serviceId}, '2026-11-24', 'evening', '2026-11-24T18:00+08:00', '2026-11-24T19:00+08:00')`.execute(owner)
  await sql`insert into capacity.period (institution_id, session_id, service_id, starts_at, ends_at)
    select 8, id, ${works.serviceId}, '2026-11-24T18:00+08:00', '2026-11-24T18:15+08:00' from capacity.session where institution_id = 8 and half = 'evening'`.execute(owner)
  await sql`insert into capacity.allotment (institution_id, period_id, pool_id, units)
    select 8, p.id, 1, 1 from capacity.period p join capacity.session s on s.id = p.session_id and s.half = 'evening' where p.institution_id = 8`.execute(owner)
  await expect.poll(async () => (await openings('institutionId=8')).length, PATIENT).toBe(2)
  const evening = await openings('institutionId=8&half=evening')
  expect(evening.map((one) => [one.serviceId, one.next?.startsAt])).toEqual([[works.serviceId, '2026-11-24T10:00:00.000Z']])
  expect((await openings('institutionId=8&weekend=true')).map((one) => one.serviceId)).toEqual([saturday.serviceId])
  const several = (await openings('institutionId=8&times=4')).find((one) => one.serviceId === works.serviceId)
  expect(several?.times.map((time) => time.startsAt)).toEqual(['2026-11-23T01:00:00.000Z', '2026-11-24T10:00:00.000Z'])
})
