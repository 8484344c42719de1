import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { MONDAY, aClinic, faults, people, SUNDAY } from '../test-clinic.ts'
import { demoClient, fhirFace, parameters, reasons, slotsOf, wanted } from './arrange.ts'

const { owner, server, ask } = await fhirFace()

const book = (reference: string) => ask('POST', 'Appointment/$book', parameters({ 'appointment-reference': reference }))
const clinicAndPerson = async (options: Parameters<typeof aClinic>[1] = {}) => {
  const clinic = await aClinic(owner, options)
  const [person = ''] = await people(owner, 1)
  const slots = await slotsOf(owner, clinic)
  return { clinic, person, slot: (at: number) => slots[at]! }
}
const appointmentsOf = async (person: string) => Number((await sql<{ n: number }>`select count(*) as n from booking.appointment where person_id = ${person}`.execute(owner)).rows[0]!.n)

test('IHE Scheduling: a program finds, holds, books and cancels, and everything is on record under its name', async () => {
  const { clinic, person } = await clinicAndPerson()
  const found = await ask('POST', 'Appointment/$find', parameters({ start: `${MONDAY}T00:00:00+08:00`, end: `${MONDAY}T23:00:00+08:00`, practitioner: `Practitioner/1-${clinic.serviceId}`, 'patient-reference': `Patient/${person}` }))
  expect(found.body).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: 4, entry: expect.arrayContaining([expect.objectContaining({ search: { mode: 'match' } })]) })
  const held = await ask('POST', 'Appointment/$hold', parameters({ 'appointment-reference': `Appointment/${found.body.entry[0].resource.id}` }))
  expect(held).toMatchObject({ status: 200, body: { type: 'searchset', total: 1, entry: [{ resource: { status: 'pending', meta: { versionId: '1' } } }] } })
  const afterwards = await ask('POST', 'Appointment/$find', parameters({ start: `${MONDAY}T00:00:00+08:00`, practitioner: `Practitioner/1-${clinic.serviceId}` }))
  expect(afterwards.body.total).toBe(3)
  const booked = await book(`Appointment/${held.body.entry[0].resource.id}`)
  const appointment = booked.body.entry[0].resource
  expect(appointment).toMatchObject({ status: 'booked', meta: { versionId: '2' }, id: held.body.entry[0].resource.id })
  const cancelled = await ask('POST', 'Appointment/$book', parameters({ 'appointment-resource': { ...appointment, status: 'cancelled' }, comment: 'plans changed' }))
  expect(cancelled.body.entry[0].resource).toMatchObject({ status: 'cancelled', cancelationReason: { text: 'plans changed' } })
  const { rows } = await sql<{ actor_kind: string; actor_id: string; action: string }>`select distinct actor_kind, actor_id, action from platform.audit where person_id = ${person} and action like 'booking.%-%' order by action`.execute(owner)
  expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(['booking.book-appointment', 'booking.cancel-appointment', 'booking.hold-period']))
  expect(new Set(rows.map((row) => `${row.actor_kind} ${row.actor_id}`))).toEqual(new Set(['client client:demo']))
  expect(await faults(owner)).toEqual([])
})

test('the proposal that was held can itself be booked: it is the same time and one appointment', async () => {
  const { clinic, person } = await clinicAndPerson()
  const proposal = `Appointment/p-1-${clinic.periodIds[0]}-${person}`
  await ask('POST', 'Appointment/$hold', parameters({ 'appointment-reference': proposal }))
  expect((await book(proposal)).body.entry[0].resource.status).toBe('booked')
  expect((await sql<{ status: string }>`select status from booking.appointment where person_id = ${person} and status in ('held', 'booked')`.execute(owner)).rows).toEqual([{ status: 'booked' }])
})

test('Medplum accepted one person with two doctors at once: here the second is refused, and says with whom', async () => {
  const [first, second] = [await clinicAndPerson(), await clinicAndPerson()]
  expect((await ask('POST', 'Appointment', wanted(first.slot(0), first.person))).status).toBe(201)
  const refused = await ask('POST', 'Appointment', wanted(second.slot(0), first.person))
  expect(refused.status).toBe(409)
  expect(reasons(refused.body)).toContain('booking.person-busy')
})

test('Medplum accepted a past time: here it is refused', async () => {
  const { person, slot } = await clinicAndPerson({ day: '2026-11-20' })
  const refused = await ask('POST', 'Appointment', wanted(slot(0), person))
  expect([refused.status, reasons(refused.body)]).toEqual([409, ['booking.period-past']])
  expect(await appointmentsOf(person)).toBe(0)
})

test('Medplum accepted a start that is on no slot: here it is refused, with a slot named and without', async () => {
  const { clinic, person, slot } = await clinicAndPerson()
  const withSlot = await ask('POST', 'Appointment', wanted(slot(0), person, { start: `${MONDAY}T08:07:00+08:00`, end: `${MONDAY}T08:22:00+08:00` }))
  expect([withSlot.status, reasons(withSlot.body)]).toEqual([422, ['booking.start-off-grid']])
  const participant = [{ status: 'accepted' as const, actor: { reference: `Patient/${person}` } }, { status: 'accepted' as const, actor: { reference: `HealthcareService/1-${clinic.serviceId}` } }]
  const off = await ask('POST', 'Appointment', wanted(null, person, { participant, start: `${MONDAY}T08:07:00+08:00`, end: `${MONDAY}T08:22:00+08:00` }))
  expect([off.status, reasons(off.body)]).toEqual([422, ['booking.start-off-grid']])
  // A clinic that was opened a moment ago is in the directory's memory within half a second.
  await new Promise((resolve) => setTimeout(resolve, 700))
  const on = await ask('POST', 'Appointment', wanted(null, person, { participant, start: `${MONDAY}T08:15:00+08:00`, end: `${MONDAY}T08:30:00+08:00` }))
  expect(on).toMatchObject({ status: 201, body: { slot: [{ reference: `Slot/1-${clinic.periodIds[1]}` }] } })
})

test('Medplum accepted an unknown patient, and none at all: here both are refused', async () => {
  const { slot } = await clinicAndPerson()
  const unknown = await ask('POST', 'Appointment', wanted(slot(0), '01900000-0000-7000-8000-000000000000'))
  expect([unknown.status, reasons(unknown.body)]).toEqual([422, ['booking.person-unknown']])
  const strange = await ask('POST', 'Appointment', wanted(slot(0), 'somebody'))
  expect([strange.status, reasons(strange.body)]).toEqual([422, ['booking.person-unknown']])
  const nobody = await ask('POST', 'Appointment', wanted(slot(0), null))
  expect([nobody.status, reasons(nobody.body)]).toEqual([422, ['booking.no-person']])
})

test('a refusal lists every reason, not the first: nobody, at a past time, off the grid', async () => {
  const { slot } = await clinicAndPerson({ day: '2026-11-19' })
  const refused = await ask('POST', 'Appointment', wanted(slot(0), null, { start: '2026-11-19T08:01:00+08:00', end: '2026-11-19T08:16:00+08:00' }))
  expect(refused.status).toBe(422)
  expect(reasons(refused.body).sort()).toEqual(['booking.no-person', 'booking.period-past', 'booking.start-off-grid'])
  const unknown = await ask('POST', 'Appointment', wanted(slot(0), '01900000-0000-7000-8000-000000000000'))
  expect(reasons(unknown.body).sort()).toEqual(['booking.period-past', 'booking.person-unknown'])
})

test('a full, a suspended and a not yet open time are each refused with their own reason, and a hold says first that it is not to be had', async () => {
  const full = await clinicAndPerson()
  const [other = ''] = await people(owner, 1)
  await ask('POST', 'Appointment', wanted(full.slot(0), other))
  const refused = await ask('POST', 'Appointment/$hold', parameters({ 'appointment-reference': `Appointment/p-1-${full.clinic.periodIds[0]}-${full.person}` }))
  expect(refused.status).toBe(409)
  expect(refused.body.issue[0]).toMatchObject({ severity: 'fatal', code: 'not-found' })
  expect(reasons(refused.body)).toEqual(['booking.period-full'])
  const suspended = await clinicAndPerson()
  await sql`update capacity.session set status = 'suspended' where id = ${suspended.clinic.sessionId}`.execute(owner)
  expect(reasons((await ask('POST', 'Appointment', wanted(suspended.slot(0), suspended.person))).body)).toEqual(['booking.session-suspended'])
  const later = await clinicAndPerson({ day: '2027-03-01' })
  expect(reasons((await ask('POST', 'Appointment', wanted(later.slot(0), later.person))).body)).toEqual(['booking.not-open-yet'])
})

test('Medplum refused 41 to 47 % of bookings that did not conflict: of 32 at once on distinct times none is refused', async () => {
  const clinic = await aClinic(owner, { institutionId: 2, periods: 32, minutes: 10 })
  const persons = await people(owner, 32)
  const answers = await Promise.all(persons.map((person, i) => book(`Appointment/p-2-${clinic.periodIds[i]}-${person}`)))
  expect(answers.map(({ status }) => status)).toEqual(Array(32).fill(200))
  expect(await faults(owner)).toEqual([])
})

test('of 30 programs’ requests for one unit exactly one gets it, and nothing is left of the others', async () => {
  const clinic = await aClinic(owner)
  const persons = await people(owner, 30)
  const [, , third] = await slotsOf(owner, clinic)
  const answers = await Promise.all(persons.map((person) => ask('POST', 'Appointment', wanted(third!, person))))
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, ...Array(29).fill(409)])
  expect((await sql<{ n: number }>`select count(*)::integer as n from booking.appointment where period_id = ${clinic.periodIds[2]}`.execute(owner)).rows[0]!.n).toBe(1)
})

test('with an Idempotency-Key the same request is one booking and one answer', async () => {
  const { person, slot } = await clinicAndPerson()
  const key = { 'idempotency-key': 'fhir-key-0001' }
  const [first, second] = [await ask('POST', 'Appointment', wanted(slot(0), person), key), await ask('POST', 'Appointment', wanted(slot(0), person), key)]
  expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id])
  expect(await appointmentsOf(person)).toBe(1)
})

test('a change names the version it was made on: of two cancellers with one version the second hears 412', async () => {
  const { person, slot } = await clinicAndPerson()
  const made = await ask('POST', 'Appointment', wanted(slot(0), person))
  expect(made.headers.get('etag')).toBe('W/"1"')
  expect(made.headers.get('location')).toContain(`/fhir/R4/Appointment/${made.body.id}`)
  const moved = await ask('PUT', `Appointment/${made.body.id}`, { ...made.body, slot: [{ reference: `Slot/1-${slot(1).periodId}` }], start: slot(1).start, end: slot(1).end }, { 'if-match': 'W/"1"' })
  expect(moved).toMatchObject({ status: 200, body: { slot: [{ reference: `Slot/1-${slot(1).periodId}` }], meta: { versionId: '2' } } })
  const stale = await ask('PUT', `Appointment/${made.body.id}`, { ...made.body, status: 'cancelled' }, { 'if-match': 'W/"1"' })
  expect(stale.status).toBe(412)
  const unchanged = await ask('GET', `Appointment/${made.body.id}`, undefined, { 'if-none-match': 'W/"2"' })
  expect(unchanged.status).toBe(304)
  const patched = await server.request('PATCH', `/fhir/R4/Appointment/${made.body.id}`, { as: demoClient, key: null, body: [{ op: 'replace', path: '/status', value: 'cancelled' }], headers: { 'if-match': 'W/"2"' } })
  expect(patched).toMatchObject({ status: 200, body: { status: 'cancelled' } })
})

test('what cannot be changed is refused and left as it was: the person, another status, the time without a slot', async () => {
  const { person, slot } = await clinicAndPerson()
  const [other = ''] = await people(owner, 1)
  const { body: made } = await ask('POST', 'Appointment', wanted(slot(0), person))
  for (const change of [
    { participant: [{ status: 'accepted', actor: { reference: `Patient/${other}` } }] }, { status: 'fulfilled' }, { start: `${MONDAY}T09:00:00+08:00`, end: `${MONDAY}T09:15:00+08:00` },
    { slot: [{ reference: 'Slot/2-1' }] },
  ]) expect((await ask('PUT', `Appointment/${made.id}`, { ...made, ...change })).status).toBe(422)
  expect((await ask('GET', `Appointment/${made.id}`)).body.meta.versionId).toBe('1')
})

test('an hour after its end a hold cannot be booked', async () => {
  const { slot, person } = await clinicAndPerson()
  const { body } = await ask('POST', 'Appointment', wanted(slot(3), person, { status: 'pending' }))
  server.clock.advanceSeconds(3600)
  const late = await book(`Appointment/${body.id}`)
  expect([late.status, reasons(late.body)]).toEqual([409, ['booking.hold-expired']])
  server.clock.set(SUNDAY)
})

test('a program sees and books only where it was let in, and only what it was given leave for', async () => {
  const { person, slot } = await clinicAndPerson({ institutionId: 3 })
  expect((await ask('POST', 'Appointment', wanted(slot(0), person))).status).toBe(403)
  const here = await clinicAndPerson()
  const { body: made } = await ask('POST', 'Appointment', wanted(here.slot(0), here.person))
  const elsewhere = { ...demoClient, institutions: [2] }
  expect((await ask('GET', `Appointment/${made.id}`, undefined, {}, elsewhere)).status).toBe(404)
  expect((await ask('GET', `Appointment?patient=${here.person}`, undefined, {}, elsewhere)).body.total).toBe(0)
  expect((await ask('PUT', `Appointment/${made.id}`, { ...made, status: 'cancelled' }, {}, elsewhere)).status).toBe(404)
  const reader = { ...demoClient, scopes: ['system/Appointment.rs', 'system/Slot.rs'] }
  expect((await ask('POST', 'Appointment', wanted(here.slot(1), here.person), {}, reader)).status).toBe(403)
  expect((await ask('GET', 'Patient', undefined, {}, reader)).status).toBe(403)
  const along = await ask('GET', `Appointment?_id=${made.id}&_include=Appointment:patient`, undefined, {}, reader)
  expect(along.body.entry.map((one: { search: { mode: string } }) => one.search.mode)).toEqual(['match', 'outcome'])
})
