import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { testServer } from '#platform/testing/index.ts'
import { aHospital, anAppointment, aPerson, auditOf, eventsOf, patient, staff, start } from './arrange.ts'
import { module } from './server.ts'

const { owner, url } = await aHospital()
const server = await testServer([module], { url }, { now: start })
const doctor = staff(11)
const note = { complaint: '咳嗽 3 天', history: '', examination: '', assessment: '', plan: '', advice: '', diagnoses: [{ code: 'I10', name: '原发性高血压' }] }

async function anOpenVisit() {
  const personId = await aPerson(owner)
  const visitId = await anAppointment(owner, personId)
  const opened = await server.request('POST', '/api/consulting/visits', { as: doctor, body: { visitId } })
  expect(opened.status).toBe(201)
  return { personId, visitId }
}

test('O5 over HTTP: a visit is opened, written, ordered in, signed and read by its patient', async () => {
  const { personId, visitId } = await anOpenVisit()
  const saved = await server.request('PUT', `/api/consulting/visits/${visitId}/note`, { as: doctor, body: { ...note, revision: 0 } })
  expect(saved).toMatchObject({ status: 200, body: { version: 1, revision: 1 } })
  const ordered = await server.request('POST', `/api/consulting/visits/${visitId}/orders`, { as: doctor, body: { code: 'L001', quantity: 1 } })
  expect(ordered).toMatchObject({ status: 201, body: { name: '血脂四项' } })
  const finished = await server.request('POST', `/api/consulting/visits/${visitId}/finish`, { as: doctor, body: { revision: 1 } })
  expect(finished).toMatchObject({ status: 200, body: { visit: { state: 'finished' }, note: { state: 'signed' } } })
  const record = await server.request('GET', `/api/consulting/records/61/${visitId}`, { as: patient(personId) })
  expect(record).toMatchObject({ status: 200, body: { note: { complaint: '咳嗽 3 天' }, orders: [{ code: 'L001' }] } })
})

test('a press that is sent twice under one key is done once', async () => {
  const { personId, visitId } = await anOpenVisit()
  const key = newId()
  const press = () => server.request('POST', `/api/consulting/visits/${visitId}/orders`, { as: doctor, body: { code: 'E001', quantity: 1 }, key })
  const [first, second] = [await press(), await press()]
  expect(second.body).toEqual(first.body)
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect((await eventsOf(owner, visitId)).filter((type) => type === 'consulting.order-placed.v1')).toHaveLength(1)
  expect((await auditOf(owner, personId)).filter((action) => action === 'consulting.place-order')).toHaveLength(1)
})

test('O1 O5 what comes next for the patient: paying is open until the bill is paid, and then no more', async () => {
  const { personId, visitId } = await anOpenVisit()
  const payment = async () => (await server.request<{ selfCents: number; dueCents: number }>('GET', `/api/consulting/visits/${visitId}/payment`, { as: doctor })).body
  expect(await payment()).toEqual({ selfCents: 0, dueCents: 0 })
  await server.request('POST', `/api/consulting/visits/${visitId}/orders`, { as: doctor, body: { code: 'L001', quantity: 1 } })
  const open = await payment()
  expect(open.dueCents).toBe(open.selfCents)
  expect(open.dueCents).toBeGreaterThan(0)
  await sql`update billing.bill set paid_cents = self_cents, due_cents = 0, status = 'paid' where id = ${visitId}`.execute(owner)
  const paid = await payment()
  expect(paid).toEqual({ selfCents: open.selfCents, dueCents: 0 })
  expect(await auditOf(owner, personId)).toContain('consulting.read-payment')
  expect((await server.request('GET', `/api/consulting/visits/${newId()}/payment`, { as: doctor })).body).toMatchObject({ code: 'consulting.visit-not-found' })
})

test('each door is closed to those it is not for', async () => {
  const { personId, visitId } = await anOpenVisit()
  const status = async (as: Parameters<typeof server.request>[2], method: string, path: string) => (await server.request(method, path, as)).status
  expect(await status({}, 'GET', `/api/consulting/visits/${visitId}`)).toBe(401)
  expect(await status({ as: patient(personId) }, 'GET', `/api/consulting/visits/${visitId}`)).toBe(403)
  expect(await status({ as: staff(1, { roles: ['cashier'] }) }, 'GET', `/api/consulting/visits/${visitId}`)).toBe(403)
  expect(await status({ as: staff(30, { roles: ['nurse'] }) }, 'GET', `/api/consulting/visits/${visitId}`)).toBe(200)
  expect(await status({ as: staff(30, { roles: ['nurse'] }), body: { ...note, revision: 0 } }, 'PUT', `/api/consulting/visits/${visitId}/note`)).toBe(403)
  expect(await status({ as: doctor }, 'GET', `/api/consulting/records/61/${visitId}`)).toBe(403)
  expect(await status({ as: patient(personId) }, 'GET', `/api/consulting/records?personId=${newId()}`)).toBe(404)
})

test('what makes no sense is refused field by field, and a conflict says so in the reader\'s language', async () => {
  const { visitId } = await anOpenVisit()
  const vitals = await server.request('PUT', `/api/consulting/visits/${visitId}/vital-signs`, {
    as: doctor, body: { systolic: 80, diastolic: 120, pulse: null, temperatureTenths: null, oxygenPercent: null },
  })
  expect(vitals).toMatchObject({ status: 400, body: { code: 'platform.invalid-request' } })
  const tooLong = await server.request('PUT', `/api/consulting/visits/${visitId}/note`, { as: doctor, body: { ...note, revision: 0, plan: 'x'.repeat(4001) } })
  expect(tooLong.status).toBe(400)
  const stale = await server.request('PUT', `/api/consulting/visits/${visitId}/note`, { as: doctor, body: { ...note, revision: 7 }, headers: { 'accept-language': 'zh-CN' } })
  expect(stale).toMatchObject({ status: 409, body: { code: 'consulting.note-changed', title: '这份病历在别处也改了。您写的还在，没有丢。' } })
})
