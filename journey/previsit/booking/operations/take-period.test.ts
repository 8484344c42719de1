import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module } from '../server.ts'
import { aClinic, faults, patient, people, registrar, SUNDAY } from '../test-clinic.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module], { url }, { now: SUNDAY })
const second = await testServer([module], { url }, { now: SUNDAY })
const count = async (table: string) => Number((await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(owner)).rows[0]!.n)
const book = (body: object, options: object, at = server) => at.request('POST', '/api/booking/appointments', { body, ...options })
const hold = (body: object, options: object) => server.request('POST', '/api/booking/holds', { body, ...options })

test('P1: a patient books a time for themselves and hears all about it', async () => {
  const clinic = await aClinic(owner)
  const [personId] = await people(owner, 1)
  const reply = await book({ institutionId: 1, periodId: clinic.periodIds[0], personId, note: '胸口闷' }, { as: patient(personId!) })
  expect(reply).toMatchObject({
    status: 201,
    body: { status: 'booked', personId, feeCents: 5000, insuranceShareBp: 7000, practitionerId: clinic.serviceId, day: '2026-11-23', expiresAt: null, note: '胸口闷' },
  })
  expect(new Date(reply.body.startsAt)).toEqual(new Date('2026-11-23T08:00:00+08:00'))
  expect(new Date(reply.body.cancelBy)).toEqual(new Date('2026-11-22T21:00:00+08:00'))
  expect(await faults(owner)).toEqual([])
})

test('of 200 people who press Book at once, from two servers, exactly one gets the last unit and 199 the same clear answer', async () => {
  const clinic = await aClinic(owner, { periods: 2, units: { public: 1 } })
  const persons = await people(owner, 200)
  const before = await count('platform.event')
  const replies = await Promise.all(persons.map((personId, i) =>
    book({ institutionId: 1, periodId: clinic.periodIds[0], personId }, { as: patient(personId) }, i % 2 ? server : second)))
  expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1)
  const refused = replies.filter((reply) => reply.status !== 201)
  const answers = new Set(refused.map(({ status, body: { instance: _, ...problem } }) => JSON.stringify({ status, problem })))
  expect(answers.size).toBe(1)
  expect(refused[0]).toMatchObject({
    status: 409,
    body: { code: 'booking.period-full', title: 'This time is full. Please choose another.', details: { reasons: [{ code: 'booking.period-full' }], alternative: { periodId: clinic.periodIds[1] } } },
  })
  expect(await count('platform.event')).toBe(before + 1)
  expect(await faults(owner)).toEqual([])
})

test('500 people for 40 units of a doctor: exactly 40 are sold and nobody is refused while there is one', async () => {
  const clinic = await aClinic(owner, { periods: 4, units: { public: 10 } })
  const persons = await people(owner, 500)
  const replies = await Promise.all(persons.map((personId, i) =>
    book({ institutionId: 1, periodId: clinic.periodIds[i % 4], personId }, { as: patient(personId) }, i % 3 ? server : second)))
  expect(Map.groupBy(replies, (reply) => reply.status).get(201)).toHaveLength(40)
  expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201, 409]))
  expect(await faults(owner)).toEqual([])
})

test('bookings that do not conflict are never refused, however many come at once', async () => {
  const clinics = await Promise.all(Array.from({ length: 4 }, () => aClinic(owner, { periods: 10, minutes: 10, units: { public: 5 } })))
  const persons = await people(owner, 200)
  const wishes = clinics.flatMap((clinic) => clinic.periodIds.flatMap((periodId) => Array.from({ length: 5 }, () => periodId)))
  const replies = await Promise.all(persons.map((personId, i) => book({ institutionId: 1, periodId: wishes[i], personId }, { as: patient(personId) }, i % 2 ? server : second)))
  expect(replies.filter((reply) => reply.status !== 201)).toEqual([])
})

test('one person cannot be with two doctors at once, in two hospitals, pressed at the same moment on two servers', async () => {
  const [here, there] = [await aClinic(owner), await aClinic(owner, { institutionId: 2, from: '08:05' })]
  const [personId] = await people(owner, 1)
  const replies = await Promise.all([
    book({ institutionId: 1, periodId: here.periodIds[0], personId }, { as: patient(personId!) }),
    book({ institutionId: 2, periodId: there.periodIds[0], personId }, { as: patient(personId!) }, second),
  ])
  expect(replies.map((reply) => reply.status).sort((a, b) => a - b)).toEqual([201, 409])
  const won = replies.find((reply) => reply.status === 201)!
  expect(replies.find((reply) => reply.status === 409)!.body).toMatchObject({
    code: 'booking.person-busy', details: { reasons: [{ code: 'booking.person-busy', with: { id: won.body.id } }] },
  })
  expect(await faults(owner)).toEqual([])
})

test('a person with two doctors in one batch of the same server gets one of them', async () => {
  const clinics = await Promise.all(Array.from({ length: 6 }, () => aClinic(owner)))
  const [personId] = await people(owner, 1)
  const replies = await Promise.all(clinics.map((clinic) => book({ institutionId: 1, periodId: clinic.periodIds[0], personId }, { as: patient(personId!) })))
  expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1)
  expect(await faults(owner)).toEqual([])
})

test('every reason is listed, not just the first', async () => {
  const clinic = await aClinic(owner, { units: { public: 1 } })
  const [mine, other] = await people(owner, 2)
  await book({ institutionId: 1, periodId: clinic.periodIds[1], personId: other }, { as: patient(other!) })
  await book({ institutionId: 1, periodId: clinic.periodIds[0], personId: mine }, { as: patient(mine!) })
  const elsewhere = await aClinic(owner, { institutionId: 2, from: '08:20' })
  await book({ institutionId: 2, periodId: elsewhere.periodIds[0], personId: mine }, { as: patient(mine!) })
  const reply = await book({ institutionId: 1, periodId: clinic.periodIds[1], personId: mine }, { as: patient(mine!) })
  expect(reply.body.details.reasons.map((reason: { code: string }) => reason.code)).toEqual(['booking.person-busy', 'booking.same-service-that-day', 'booking.period-full'])
})

test.each([
  ['a time that has passed', { day: '2026-11-20' }, 'booking.period-past'],
  ['a day not open yet', { day: '2027-03-01' }, 'booking.not-open-yet'],
])('%s is refused with its own reason', async (_, options, code) => {
  const clinic = await aClinic(owner, options)
  const [personId] = await people(owner, 1)
  const reply = await book({ institutionId: 1, periodId: clinic.periodIds[0], personId }, { as: patient(personId!) })
  expect(reply).toMatchObject({ status: 409, body: { code } })
})

test('a cancelled clinic, an unknown time, an off-grid start, an unknown person, no person: each has its own answer', async () => {
  const clinic = await aClinic(owner)
  const [personId] = await people(owner, 1)
  const as = patient(personId!)
  await sql`update capacity.session set status = 'suspended' where id = ${clinic.sessionId}`.execute(owner)
  expect(await book({ institutionId: 1, periodId: clinic.periodIds[0], personId }, { as })).toMatchObject({ status: 409, body: { code: 'booking.session-suspended' } })
  expect(await book({ institutionId: 1, periodId: 99_999_999, personId }, { as })).toMatchObject({ status: 404, body: { code: 'booking.period-not-found' } })
  expect(await book({ institutionId: 1, startsAt: '2026-11-23T08:07:00+08:00', personId }, { as })).toMatchObject({ status: 400 })
  const nobody = newId()
  const open = await aClinic(owner)
  expect(await book({ institutionId: 1, periodId: open.periodIds[0], personId: nobody }, { as: patient(nobody) })).toMatchObject({ status: 404, body: { code: 'booking.person-unknown' } })
  expect(await book({ institutionId: 1, periodId: open.periodIds[0] }, { as })).toMatchObject({ status: 400 })
  expect(await faults(owner)).toEqual([])
})

test('nobody books for a stranger, and staff only at their own hospital', async () => {
  const clinic = await aClinic(owner)
  const [mine, stranger] = await people(owner, 2)
  const body = { institutionId: 1, periodId: clinic.periodIds[0], personId: stranger }
  expect(await book(body, { as: patient(mine!) })).toMatchObject({ status: 403, body: { code: 'booking.not-your-person' } })
  expect(await book(body, { as: registrar(2) })).toMatchObject({ status: 403, body: { code: 'booking.not-your-institution' } })
  expect(await book(body, {})).toMatchObject({ status: 401 })
  expect(await book(body, { as: registrar(1), headers: { 'x-channel': 'phone' } })).toMatchObject({ status: 201, body: { channel: 'phone' } })
})

test('a daughter books for her mother, and both are on record', async () => {
  const clinic = await aClinic(owner)
  const [daughter, mother] = await people(owner, 2)
  const as = patient(daughter!, mother!)
  const reply = await book({ institutionId: 1, periodId: clinic.periodIds[0], personId: mother }, { as })
  expect(reply.status).toBe(201)
  const { rows } = await sql`select actor_id, person_id from platform.audit where action = 'booking.book-appointment' and subject = ${`appointment/${reply.body.id}`}`.execute(owner)
  expect(rows).toEqual([{ actor_id: as.kind === 'patient' && as.accountId, person_id: mother }])
})

test('places kept for others are not given out: on-site at the window only, revisits to those who were seen', async () => {
  const clinic = await aClinic(owner, { units: { 'on-site': 1, revisit: 1, 'family-doctor': 1 } })
  const [personId] = await people(owner, 1)
  const wish = (pool: string) => ({ institutionId: 1, periodId: clinic.periodIds[0], personId, pool })
  for (const pool of ['on-site', 'revisit', 'family-doctor']) {
    expect(await book(wish(pool), { as: patient(personId!) })).toMatchObject({ status: 403, body: { code: 'booking.pool-not-for-you' } })
  }
  expect(await book(wish('public'), { as: patient(personId!) })).toMatchObject({ status: 409, body: { code: 'booking.pool-not-offered' } })
  // Saying that one stands in the hall does not put one there.
  for (const channel of ['window', 'kiosk', 'desk']) {
    expect((await book(wish('on-site'), { as: patient(personId!), headers: { 'x-channel': channel } })).status).toBe(403)
  }
  expect((await book(wish('on-site'), { as: registrar(), headers: { 'x-channel': 'window' } })).status).toBe(201)
})

test('the same key sent again gets the same answer and one unit; with another wish it is refused', async () => {
  const clinic = await aClinic(owner, { units: { public: 5 } })
  const [personId] = await people(owner, 1)
  const as = patient(personId!)
  const body = { institutionId: 1, periodId: clinic.periodIds[0], personId }
  const first = await book(body, { as, key: 'key-sent-again' })
  const again = await book(body, { as, key: 'key-sent-again' }, second)
  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(await book({ ...body, periodId: clinic.periodIds[1] }, { as, key: 'key-sent-again' })).toMatchObject({ status: 422, body: { code: 'platform.idempotency-key-reused' } })
  expect(await book(body, { as, key: null })).toMatchObject({ status: 400, body: { code: 'platform.idempotency-key-missing' } })
})

test('twenty copies of one request at once, over two servers, are one booking', async () => {
  const clinic = await aClinic(owner, { units: { public: 30 } })
  const [personId] = await people(owner, 1)
  const as = patient(personId!)
  const replies = await Promise.all(Array.from({ length: 20 }, (_, i) =>
    book({ institutionId: 1, periodId: clinic.periodIds[0], personId }, { as, key: 'key-twenty-copies' }, i % 2 ? server : second)))
  expect(new Set(replies.map((reply) => `${reply.status} ${reply.body.id}`)).size).toBe(1)
  expect(replies[0]!.status).toBe(201)
  expect(await faults(owner)).toEqual([])
})

test('a hold keeps the time for ten minutes; choosing another time lets go of the first', async () => {
  const clinic = await aClinic(owner, { units: { public: 1 } })
  const [personId, other] = await people(owner, 2)
  const as = patient(personId!)
  const held = await hold({ institutionId: 1, periodId: clinic.periodIds[0], personId }, { as })
  expect(held).toMatchObject({ status: 201, body: { status: 'held', expiresAt: '2026-11-22T09:10:00+08:00' } })
  expect((await book({ institutionId: 1, periodId: clinic.periodIds[0], personId: other }, { as: patient(other!) })).status).toBe(409)
  expect((await hold({ institutionId: 1, periodId: clinic.periodIds[1], personId }, { as })).status).toBe(201)
  expect((await book({ institutionId: 1, periodId: clinic.periodIds[0], personId: other }, { as: patient(other!) })).status).toBe(201)
  expect(await faults(owner)).toEqual([])
})

test('a refusal leaves nothing behind', async () => {
  const clinic = await aClinic(owner, { units: { public: 0 } })
  const [personId] = await people(owner, 1)
  const tables = ['booking.appointment', 'capacity.claim', 'capacity.holder_time', 'platform.event', 'platform.idempotency']
  const before = await Promise.all(tables.map(count))
  expect((await book({ institutionId: 1, periodId: clinic.periodIds[0], personId }, { as: patient(personId!) })).status).toBe(409)
  expect(await Promise.all(tables.map(count))).toEqual(before)
})

test('reading first and writing after oversells: the check that finds faults can find them', async () => {
  const clinic = await aClinic(owner, { periods: 1, units: { public: 3 } })
  const [periodId] = clinic.periodIds
  await Promise.all((await people(owner, 40)).map(async (holderId) => {
    const { rows } = await sql<{ taken: number }>`select count(*)::integer as taken from capacity.claim where period_id = ${periodId}`.execute(owner)
    if (rows[0]!.taken >= 3) return
    await sql`insert into capacity.claim (institution_id, id, period_id, pool_id, holder_id, service_id, day, starts_at, ends_at, status)
      select 1, ${newId()}, id, 1, ${holderId}, service_id, '2026-11-23', starts_at, ends_at, 'booked' from capacity.period where id = ${periodId}`.execute(owner)
  }))
  const found = await faults(owner)
  expect(found.filter((fault) => fault.startsWith(`allotment ${periodId}/`))).toHaveLength(1)
  expect(Number(/claims are (\d+)/.exec(found.find((fault) => fault.startsWith('allotment'))!)![1])).toBeGreaterThan(3)
  await sql`delete from capacity.claim where period_id = ${periodId}`.execute(owner)
  expect(await faults(owner)).toEqual([])
})
