import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { Actor, InstitutionId } from '#platform/context/context.ts'
import { newId } from '#platform/database/index.ts'
import { phoneColumns } from '#journey/throughout/people/index.ts'
import { module } from '../server.ts'
import { aClinic, anInstitution, type Clinic, faults, patient, people, registrar, SUNDAY } from '../test-clinic.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module], { url }, { now: SUNDAY })
const second = await testServer([module], { url }, { now: SUNDAY })
const post = (path: string, as: Actor, body: object, at = server) => at.request('POST', `/api/booking/${path}`, { as, body })
const count = async (table: string) => (await sql<{ n: number }>`select count(*)::integer as n from ${sql.table(table)}`.execute(owner)).rows[0]!.n
const audits = async (action: string, personId: string) => (await sql`select from platform.audit where action = ${action} and person_id = ${personId}`.execute(owner)).rows.length
const doctor = (staffId: number, institutionId = 1): Actor => ({ kind: 'staff', accountId: newId(), staffId, institutionId: institutionId as InstitutionId, roles: ['physician'] })
const manager = (institutionId = 1): Actor => ({ kind: 'staff', accountId: newId(), staffId: 9, institutionId: institutionId as InstitutionId, roles: ['manager'] })

// A clinic opened a moment ago is known to a process within half a second; a busy machine takes longer.
const known = ({ institutionId, serviceId }: Clinic) => expect.poll(async () => (await server.request('GET', `/api/booking/services/${institutionId}/${serviceId}`)).status, { timeout: 20_000 }).toBe(200)

/** A family: the one who asks, and everybody they book for. */
async function aFamily(size: number) {
  const ids = await people(owner, size)
  return { ids, as: patient(ids[0]!, ...ids.slice(1)) }
}
const places = (clinic: Clinic, ids: readonly string[], periods: readonly number[]) => ids.map((personId, at) => ({ personId, periodId: clinic.periodIds[periods[at]!]! }))

test('P1 a mother and two children get three times one after the other, with one press', async () => {
  const clinic = await aClinic(owner)
  const { ids, as } = await aFamily(3)
  const reply = await post('together', as, { institutionId: 1, entries: places(clinic, ids, [0, 1, 2]) })
  expect(reply.status).toBe(201)
  expect(reply.body.map((one: { personId: string; status: string }) => [one.personId, one.status])).toEqual(ids.map((id) => [id, 'booked']))
  await known(clinic)
  const { body } = await server.request('GET', `/api/booking/appointments/1/${reply.body[0].id}`, { as })
  expect(body.origin).toMatchObject({ kind: 'together', togetherId: expect.any(String), fromInstitutionId: null })
  expect(await audits('booking.note-origin', ids[2]!)).toBe(1)
  expect(await faults(owner)).toEqual([])
})

test('P1 a group is all or nobody: one time is gone, nobody is booked, and each is told what is free', async () => {
  const clinic = await aClinic(owner)
  const [stranger] = await people(owner, 1)
  await post('appointments', patient(stranger!), { institutionId: 1, periodId: clinic.periodIds[1], personId: stranger })
  const { ids, as } = await aFamily(3)
  const before = await Promise.all(['booking.appointment', 'booking.origin', 'capacity.claim', 'capacity.holder_time', 'platform.idempotency'].map(count))
  const reply = await post('together', as, { institutionId: 1, entries: places(clinic, ids, [0, 1, 2]) })
  expect(reply).toMatchObject({ status: 409, body: { code: 'booking.together-refused' } })
  expect(reply.body.details.entries.map((entry: { reasons: { code: string }[] }) => entry.reasons.map((reason) => reason.code))).toEqual([[], ['booking.period-full'], []])
  expect(await Promise.all(['booking.appointment', 'booking.origin', 'capacity.claim', 'capacity.holder_time', 'platform.idempotency'].map(count))).toEqual(before)
})

test('P1 forty families of three at once, over two servers, for twelve places: whole families or none, nothing oversold', async () => {
  const clinic = await aClinic(owner, { units: { public: 3 } })
  const families = await Promise.all(Array.from({ length: 40 }, () => aFamily(3)))
  const replies = await Promise.all(families.map(({ ids, as }, i) =>
    post('together', as, { institutionId: 1, entries: places(clinic, ids, i % 3 === 0 ? [0, 0, 0] : i % 3 === 1 ? [0, 1, 2] : [3, 2, 1]) }, i % 2 ? server : second)))
  expect(replies.filter((reply) => ![201, 409].includes(reply.status)).map((reply) => reply.body)).toEqual([])
  for (const [i, { ids }] of families.entries()) {
    const { rows } = await sql`select from booking.appointment where person_id = any (${ids}) and status = 'booked'`.execute(owner)
    expect(rows).toHaveLength(replies[i]!.status === 201 ? 3 : 0)
  }
  expect(replies.filter((reply) => reply.status === 201).length).toBeGreaterThan(0)
  expect(await faults(owner)).toEqual([])
})

test('P1 a group names each person once, no more than the rule allows, near each other, and only one’s own family', async () => {
  const clinic = await aClinic(owner, { periods: 12, units: { public: 8 } })
  const { ids, as } = await aFamily(6)
  const [stranger] = await people(owner, 1)
  const group = (entries: object[]) => post('together', as, { institutionId: 1, entries })
  expect(await group(places(clinic, [ids[0]!, ids[0]!], [0, 1]))).toMatchObject({ status: 409, body: { code: 'booking.together-twice' } })
  expect(await group(places(clinic, ids, [0, 1, 2, 3, 4, 5]))).toMatchObject({ status: 409, body: { code: 'booking.together-too-many', details: { most: 5 } } })
  expect(await group(places(clinic, ids.slice(0, 2), [0, 6]))).toMatchObject({ status: 409, body: { code: 'booking.together-too-far' } })
  expect(await group(places(clinic, [ids[0]!, stranger!], [0, 1]))).toMatchObject({ status: 403, body: { code: 'booking.not-your-person' } })
  const { rows } = await sql`select from booking.appointment where person_id = any (${[...ids, stranger!]})`.execute(owner)
  expect(rows).toHaveLength(0)
})

test('P1 three weekly visits are booked at once; when one week is full none is, and it says which', async () => {
  const first = await aClinic(owner)
  const week = async (day: string) => {
    const { rows } = await sql<{ id: number }>`insert into capacity.session (institution_id, service_id, resource_id, day, half, starts_at, ends_at)
      values (1, ${first.serviceId}, ${first.serviceId}, ${day}, 'morning', capacity.local_time(${day}, '08:00'), capacity.local_time(${day}, '09:00')) returning id`.execute(owner)
    const made = await sql<{ id: number }>`insert into capacity.period (institution_id, session_id, service_id, starts_at, ends_at)
      values (1, ${rows[0]!.id}, ${first.serviceId}, capacity.local_time(${day}, '08:00'), capacity.local_time(${day}, '08:15')) returning id`.execute(owner)
    await sql`insert into capacity.allotment (institution_id, period_id, pool_id, units) values (1, ${made.rows[0]!.id}, 1, 1)`.execute(owner)
    return made.rows[0]!.id
  }
  const later = [await week('2026-11-30'), await week('2026-12-07')]
  const [one, other] = await people(owner, 2)
  const weeks = () => server.request('GET', `/api/booking/services/1/${first.serviceId}/weeks?periodId=${first.periodIds[0]}&weeks=4`)
  expect((await weeks()).body.map((each: { state: string }) => each.state)).toEqual(['free', 'free', 'free', 'none'])
  const series = (personId: string) => post('series', patient(personId), { institutionId: 1, personId, periods: [first.periodIds[0], ...later].map((periodId) => ({ periodId })) })
  const done = await series(one!)
  expect(done.status).toBe(201)
  expect(done.body.map((each: { day: string }) => each.day)).toEqual(['2026-11-23', '2026-11-30', '2026-12-07'])
  await post(`appointments/1/${done.body[0].id}/cancel`, patient(one!), {})
  const refused = await series(other!)
  expect(refused).toMatchObject({ status: 409, body: { code: 'booking.together-refused' } })
  expect(refused.body.details.entries.map((entry: { reasons: unknown[] }) => entry.reasons.length)).toEqual([0, 1, 1])
  expect((await weeks()).body.map((each: { state: string }) => each.state)).toEqual(['free', 'full', 'full', 'none'])
  expect(await faults(owner)).toEqual([])
})

/** A hospital and a health centre that may send to it, with somebody registered at the centre. */
async function partners(institutionId: number, from: number) {
  await anInstitution(owner, institutionId)
  await anInstitution(owner, from)
  await server.request('PUT', `/api/booking/partners/senders/${from}`, { as: manager(institutionId), body: { pools: ['family-doctor', 'public'] } })
  const [resident] = await people(owner, 1)
  await sql`insert into people.hospital_number (institution_id, person_id, number, since) values (${from}, ${resident}, ${`N${resident!.slice(-8)}`}, now())`.execute(owner)
  return resident!
}

test('P4 a family doctor books for their resident from the places kept for primary care; hospital, sender and patient each see it', async () => {
  const resident = await partners(21, 31)
  const clinic = await aClinic(owner, { institutionId: 21, units: { public: 1, 'family-doctor': 1 } })
  const sender = doctor(7, 31)
  const wish = { institutionId: 21, periodId: clinic.periodIds[0], pool: 'family-doctor', personId: resident, reason: '血压一直降不下来，请专科看', consent: true }
  const sent = await post('sent', sender, wish)
  expect(sent).toMatchObject({ status: 201, body: { institutionId: 21, status: 'booked', pool: 'family-doctor' } })
  await known(clinic)
  const list = await server.request('GET', '/api/booking/sent', { as: registrar(31) })
  expect(list.body).toMatchObject([{ id: sent.body.id, personName: '周桂兰', reason: wish.reason, status: 'booked', mayChange: true }])
  expect((await server.request('GET', '/api/booking/sent', { as: registrar(1) })).body).toEqual([])
  const day = await server.request('GET', '/api/booking/days/2026-11-23', { as: registrar(21) })
  expect(day.body).toMatchObject([{ id: sent.body.id, origin: { kind: 'consortium', fromInstitutionId: 31, fromInstitutionName: '第31医院', reason: wish.reason } }])
  const mine = await server.request('GET', `/api/booking/appointments/21/${sent.body.id}`, { as: patient(resident) })
  expect(mine.body.origin).toMatchObject({ kind: 'consortium', fromInstitutionName: '第31医院', consentedAt: expect.any(String) })
  const { rows } = await sql`select from platform.event where type = 'booking.patient-sent.v1' and payload->>'appointmentId' = ${sent.body.id}`.execute(owner)
  expect(rows).toHaveLength(1)
  expect(await faults(owner)).toEqual([])
})

test('P4 whoever is no partner, takes other places, gives no reason or no consent, or does not know the person, is refused', async () => {
  const resident = await partners(22, 32)
  const [stranger] = await people(owner, 1)
  const clinic = await aClinic(owner, { institutionId: 22, units: { public: 2, 'family-doctor': 2, 'on-site': 1 } })
  const wish = { institutionId: 22, periodId: clinic.periodIds[0], pool: 'family-doctor', personId: resident, reason: '请专科看一看', consent: true }
  const send = (as: Actor, change: object = {}) => post('sent', as, { ...wish, ...change })
  expect(await send(doctor(7, 31))).toMatchObject({ status: 403, body: { code: 'booking.not-a-partner' } })
  expect(await send(doctor(7, 22))).toMatchObject({ status: 403, body: { code: 'booking.not-a-partner' } })
  expect(await send(doctor(7, 32), { pool: 'consortium' })).toMatchObject({ status: 403, body: { code: 'booking.pool-not-for-you' } })
  expect((await send(doctor(7, 32), { pool: 'on-site' })).status).toBe(400)
  expect((await send(doctor(7, 32), { reason: '' })).status).toBe(400)
  expect((await send(doctor(7, 32), { consent: false })).status).toBe(400)
  expect(await send(doctor(7, 32), { personId: stranger })).toMatchObject({ status: 404, body: { code: 'people.person-not-found' } })
  expect((await send(patient(resident))).status).toBe(403)
  // The ordinary door stays closed to other institutions, and the hospital does not give out primary care's places itself.
  expect(await post('appointments', doctor(7, 32), { institutionId: 22, periodId: clinic.periodIds[0], personId: resident })).toMatchObject({ status: 403, body: { code: 'booking.not-your-institution' } })
  expect(await post('appointments', registrar(22), { institutionId: 22, periodId: clinic.periodIds[0], personId: resident, pool: 'family-doctor' })).toMatchObject({ status: 403, body: { code: 'booking.pool-not-for-you' } })
  // Once the hospital has ended it, it is over.
  await server.request('PUT', '/api/booking/partners/senders/32', { as: manager(22), body: { pools: ['family-doctor'], validTo: '2026-11-21' } })
  expect(await send(doctor(7, 32))).toMatchObject({ status: 403, body: { code: 'booking.not-a-partner' } })
  expect(await count('booking.appointment')).toBe((await sql`select from booking.appointment where institution_id <> 22`.execute(owner)).rows.length)
})

test('P4 the sender moves and gives back what they sent; another centre neither sees nor touches it', async () => {
  const resident = await partners(23, 33)
  const clinic = await aClinic(owner, { institutionId: 23, units: { public: 2, 'family-doctor': 2 } })
  const sent = await post('sent', doctor(7, 33), { institutionId: 23, periodId: clinic.periodIds[0], pool: 'family-doctor', personId: resident, reason: '请专科看一看', consent: true })
  const path = `appointments/23/${sent.body.id}`
  for (const as of [doctor(7, 31), doctor(7, 1)]) expect((await post(`${path}/cancel`, as, {})).status).toBe(404)
  expect(await post(`${path}/move`, doctor(8, 33), { periodId: clinic.periodIds[1], pool: 'on-site' })).toMatchObject({ status: 403 })
  expect(await post(`${path}/move`, doctor(8, 33), { periodId: clinic.periodIds[1], pool: 'family-doctor' })).toMatchObject({ status: 200, body: { periodId: clinic.periodIds[1] } })
  expect(await post(`${path}/cancel`, doctor(8, 33), { reason: '病人好了' })).toMatchObject({ status: 200, body: { status: 'cancelled' } })
  expect(await faults(owner)).toEqual([])
})

test('P4 thirty family doctors of two centres at once for four places kept for them: four get one', async () => {
  const resident = await partners(24, 34)
  await partners(24, 35)
  const clinic = await aClinic(owner, { institutionId: 24, periods: 1, units: { 'family-doctor': 4 } })
  const residents = await people(owner, 30)
  await sql`insert into people.hospital_number (institution_id, person_id, number, since)
    select 34 + (n % 2)::integer, p, 'R' || n, now() from unnest(${residents}::uuid[]) with ordinality u(p, n)`.execute(owner)
  const replies = await Promise.all(residents.map((personId, i) => post('sent', doctor(7, i % 2 ? 34 : 35), {
    institutionId: 24, periodId: clinic.periodIds[0], pool: 'family-doctor', personId, reason: '请专科看一看', consent: true }, i % 3 ? server : second)))
  expect(replies.filter((reply) => reply.status === 201)).toHaveLength(4)
  expect(replies.filter((reply) => reply.status === 409 && reply.body.code === 'booking.period-full')).toHaveLength(26)
  expect(resident).toBeDefined()
  expect(await faults(owner)).toEqual([])
})

test('P4 a member of the team books from the team’s places of another member; who is no member is refused', async () => {
  const [mine, colleagues] = [await aClinic(owner, { units: { public: 1 } }), await aClinic(owner, { units: { team: 2 }, from: '14:00' })]
  await sql`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at, eligibility) values (1, 7, 'team', '团队号', 28, '00:00', '{}') on conflict do nothing`.execute(owner)
  await sql`insert into capacity.allotment (institution_id, period_id, pool_id, units) select 1, p, 7, 2 from unnest(${colleagues.periodIds}::bigint[]) p on conflict do nothing`.execute(owner)
  const outsider = await aClinic(owner, { from: '18:00' })
  const team = { name: '高血压诊疗组', memberIds: [mine.serviceId, colleagues.serviceId], leadId: mine.serviceId }
  expect((await post('teams', doctor(mine.serviceId), team)).status).toBe(403)
  expect(await post('teams', manager(), { ...team, memberIds: [mine.serviceId, 99_999] })).toMatchObject({ status: 422, body: { code: 'booking.member-unknown' } })
  const made = await post('teams', manager(), team)
  expect(made.status).toBe(201)
  expect(await post('teams', manager(), team)).toMatchObject({ status: 409, body: { code: 'booking.team-name-taken' } })
  const [personId] = await people(owner, 1)
  const wish = (as: Actor) => post('appointments', as, { institutionId: 1, periodId: colleagues.periodIds[0], pool: 'team', personId })
  expect(await wish(doctor(outsider.serviceId))).toMatchObject({ status: 403, body: { code: 'booking.pool-not-for-you' } })
  expect(await wish(patient(personId!))).toMatchObject({ status: 403, body: { code: 'booking.pool-not-for-you' } })
  expect(await wish(doctor(mine.serviceId))).toMatchObject({ status: 201, body: { pool: 'team' } })
  await known(colleagues)
  expect((await server.request('GET', '/api/booking/teams', { as: registrar() })).body).toMatchObject([{ name: team.name, members: [{ practitionerId: mine.serviceId, leads: true }, { practitionerId: colleagues.serviceId }] }])
  await post(`teams/${made.body.id}/end`, manager(), {})
  expect(await wish(doctor(mine.serviceId))).toMatchObject({ status: 403 })
  expect(await faults(owner)).toEqual([])
})

test('P1 a pool kept for others is opened by whom the rule lets judge it, with a stated reason, on record', async () => {
  await sql`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at, eligibility) values (1, 5, 'elderly', '长者号', 28, '00:00', '{"minAge": 80}') on conflict do nothing`.execute(owner)
  const clinic = await aClinic(owner, { units: { elderly: 1, revisit: 1 } })
  await sql`insert into capacity.allotment (institution_id, period_id, pool_id, units) select 1, p, 5, 1 from unnest(${clinic.periodIds}::bigint[]) p on conflict do nothing`.execute(owner)
  const [personId] = await people(owner, 1)
  await sql`insert into people.hospital_number (institution_id, person_id, number, since) values (1, ${personId}, 'E1', now())`.execute(owner)
  const wish = (as: Actor, pool: string, override?: object) => post('appointments', as, { institutionId: 1, periodId: clinic.periodIds[0], pool, personId, ...(override ? { override } : {}) })
  expect((await wish(registrar(), 'elderly')).status).toBe(403)
  expect((await wish(patient(personId!), 'elderly', { reason: '我很急，请帮帮忙' })).status).toBe(403)
  expect((await wish(registrar(), 'revisit', { reason: '上次在别院看过' })).status).toBe(403)
  expect(await wish(registrar(), 'elderly', { reason: '看过户口本，今年八十' })).toMatchObject({ status: 201, body: { pool: 'elderly' } })
  expect(await audits('booking.open-pool', personId!)).toBe(1)
})

test('P1 the calendar link shows all appointments of the family, and nothing once it is ended', async () => {
  const clinic = await aClinic(owner)
  const { ids, as } = await aFamily(1)
  await post('appointments', as, { institutionId: 1, periodId: clinic.periodIds[0], personId: ids[0] })
  const { body } = await post('calendar-link', as, {})
  expect((await post('calendar-link', as, {})).body).toEqual(body)
  await known(clinic)
  const file = await server.request('GET', body.path)
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
  expect(String(file.body).match(/BEGIN:VEVENT/g)).toHaveLength(1)
  expect((await server.request('GET', body.path.replace(/calendars\/.{4}/, 'calendars/AAAA'))).status).toBe(404)
  await post('calendar-link/end', as, {})
  expect(await server.request('GET', body.path)).toMatchObject({ status: 404, body: { code: 'booking.calendar-link-ended' } })
})

test('P1 whoever was booked for by telephone has it by text message, once; whoever books alone is not written to', async () => {
  const clinic = await aClinic(owner, { periods: 2 })
  const [caller, other] = await people(owner, 2)
  const { phone_sealed, phone_hash, phone_masked } = phoneColumns('19900000001')
  await sql`update people.person set phone_sealed = ${phone_sealed}, phone_hash = ${phone_hash}, phone_masked = ${phone_masked} where person_id = any (${[caller, other]})`.execute(owner)
  await post('appointments', registrar(), { institutionId: 1, periodId: clinic.periodIds[0], personId: caller, channel: 'phone' })
  await post('appointments', patient(other!), { institutionId: 1, periodId: clinic.periodIds[1], personId: other })
  await server.runReactions()
  await server.runReactions()
  const { rows } = await sql<{ person: string; template: string }>`select person_id as person, template from messaging.message where person_id = any (${[caller, other]})`.execute(owner)
  expect(rows).toEqual([{ person: caller, template: 'booked-for-you' }])
})

test('P1 a second appointment in one department that day: refused with its reason, and possible at the desk with a stated one', async () => {
  const [first, second_] = [await aClinic(owner), await aClinic(owner, { from: '14:00' })]
  const [personId] = await people(owner, 1)
  const wish = { institutionId: 1, periodId: second_.periodIds[0], personId }
  await post('appointments', registrar(), { ...wish, periodId: first.periodIds[0] })
  expect(await post('appointments', registrar(), wish)).toMatchObject({ status: 409, body: { code: 'booking.same-department-that-day' } })
  expect((await post('exceptions', registrar(), wish)).status).toBe(400)
  expect((await post('exceptions', patient(personId!), { ...wish, override: { reason: '我想再约一个' } })).status).toBe(403)
  const nurse: Actor = { kind: 'staff', accountId: newId(), staffId: 3, institutionId: 1 as InstitutionId, roles: ['nurse'] }
  expect(await post('exceptions', nurse, { ...wish, override: { reason: '下午要复查结果' } })).toMatchObject({ status: 403, body: { code: 'booking.no-exception' } })
  expect(await post('exceptions', registrar(), { ...wish, override: { reason: '下午要复查结果' } })).toMatchObject({ status: 201, body: { status: 'booked' } })
  expect(await audits('booking.book-exception', personId!)).toBe(1)
  // What no rule sets aside stays refused.
  expect(await post('exceptions', registrar(), { ...wish, periodId: first.periodIds[0], override: { reason: '同一时间再约一个' } })).toMatchObject({ status: 409, body: { code: 'booking.person-busy' } })
  expect(await faults(owner)).toEqual([])
})
