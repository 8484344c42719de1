import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { restrictionsOf } from '#journey/previsit/booking/index.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { aClinic, patient, people, registrar, SUNDAY } from '#journey/previsit/booking/testing/a-clinic.ts'
import { type Actor, type InstitutionId, systemContext } from '#platform/context/context.ts'
import { seal } from '#platform/crypto/index.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { noteIncident } from './operations/note-incident.ts'
import { module as fairness } from './server.ts'

const { url, owner } = await testDatabase()
const server = await testServer([booking, fairness], { url }, { now: SUNDAY })
const { db } = server.services
const context = () => systemContext('test', server.clock.now())
const office: Actor = { kind: 'staff', accountId: newId(), staffId: 9, institutionId: 1 as InstitutionId, roles: ['manager'] }
const closeDays = () => booking.tasks!.find((task) => task.name === 'booking.mark-no-shows')!.run(server.services)
const at = (time: string) => server.clock.set(new Date(time))
const standingsOf = async (as: Actor) => (await server.request('GET', '/api/fairness/standings', { as })).body
const inForce = (personId: string) => inTransaction(db, context(), (tx) => restrictionsOf(tx, context(), { persons: [personId] }))
const events = async (type: string, personId: string) =>
  Number((await sql<{ n: number }>`select count(*) as n from platform.event where type = ${type} and payload->>'personId' = ${personId}`.execute(owner)).rows[0]!.n)
const told = async (personId: string) => (await sql<{ template: string }>`select template from messaging.message where person_id = ${personId} order by created_at, id`.execute(owner)).rows.map((row) => row.template)

interface Booked { readonly as: Actor; readonly personId: string; readonly ids: string[] }

/** Somebody books one visit on each of these days of November 2026. */
async function books(days: readonly number[], who?: { as: Actor; personId: string }): Promise<Booked> {
  const personId = who?.personId ?? (await people(owner, 1))[0]!
  await sql`update people.person set phone_sealed = ${seal('10000000777')} where person_id = ${personId}`.execute(owner)
  const as = who?.as ?? patient(personId)
  const ids: string[] = []
  for (const day of days) {
    const clinic = await aClinic(owner, { day: `2026-11-${day}` })
    const { body, status } = await server.request('POST', '/api/booking/appointments', { as, body: { institutionId: 1, periodId: clinic.periodIds[0], personId } })
    if (status !== 201) throw new Error(JSON.stringify(body))
    ids.push(body.id)
  }
  return { as, personId, ids }
}

/** The days pass, nobody comes, and what follows from it follows. */
async function nobodyComes(until: string): Promise<void> {
  at(until)
  await closeDays()
  while ((await server.runReactions()) > 0);
}

const appeal = (as: Actor, about: object) => server.request('POST', '/api/fairness/appeals', { as, body: { institutionId: 1, reason: 'illness', said: '那天发烧，下不了床。', ...about } })
const decide = (id: string, grant: boolean, as: Actor = office) => server.request('POST', `/api/fairness/appeals/${id}/decide`, { as, body: { grant, answer: '知道了，祝早日康复。' } })

beforeEach(() => server.clock.set(SUNDAY))

describe('visits that were not kept (P3)', () => {
  test('the second warns, the third stops booking on line from the first on; the window stays open to them', async () => {
    const { as, personId } = await books([23, 24, 25])
    await nobodyComes('2026-11-25T09:00:00+08:00')
    expect(await events('fairness.warning-given.v1', personId)).toBe(1)
    expect(await inForce(personId)).toEqual([])
    await nobodyComes('2026-11-26T09:00:00+08:00')
    expect(await inForce(personId)).toMatchObject([{ reason: 'no-show', subjectKind: 'person', endsAt: new Date('2027-02-21T08:00:00+08:00') }])
    expect(await told(personId)).toEqual(['sanction-near', 'sanction-began'])
    const [shown] = await standingsOf(as)
    expect(shown).toMatchObject({ institutionId: 1, personId, restrictions: [{ reason: 'no-show', appeal: null }] })
    expect(shown.incidents.map((one: { counts: boolean }) => one.counts)).toEqual([true, true, true])

    const clinic = await aClinic(owner, { day: '2026-12-01', units: { public: 2 } })
    const wish = { institutionId: 1, periodId: clinic.periodIds[0], personId }
    expect(await server.request('POST', '/api/booking/appointments', { as, body: wish })).toMatchObject({ status: expect.any(Number), body: { code: 'booking.restricted' } })
    expect((await server.request('POST', '/api/booking/appointments', { as: registrar(), body: { ...wish, channel: 'window' } })).status).toBe(201)
  })

  test('marked twice and heard of twice it counts once; and two at the same moment are both seen', async () => {
    const { personId, ids } = await books([23, 24, 25])
    at('2026-11-26T09:00:00+08:00')
    await Promise.all([closeDays(), closeDays()])
    const noteAll = () => Promise.all(ids.flatMap((appointmentId) => [1, 2].map(() =>
      inTransaction(db, context(), (tx) => noteIncident(tx, context(), { institutionId: 1, appointmentId, kind: 'no-show', at: context().now })))))
    await noteAll()
    await noteAll()
    await server.runReactions()
    expect(await events('booking.appointment-missed.v1', personId)).toBe(3)
    expect(await events('fairness.incident-noted.v1', personId)).toBe(3)
    expect(await inForce(personId)).toHaveLength(1)
    expect(await events('booking.restricted.v1', personId)).toBe(1)
  })

  test('an excuse that a person grants takes one off the count, and booking opens again at once', async () => {
    const { as, personId, ids } = await books([23, 24, 25])
    await nobodyComes('2026-11-26T09:00:00+08:00')
    const asked = await appeal(as, { incidentId: ids[1] })
    expect(asked).toMatchObject({ status: 201, body: { answerBy: '2026-12-03' } })
    expect(await appeal(as, { incidentId: ids[1] })).toMatchObject({ status: 409, body: { code: 'fairness.already-asked' } })
    expect((await server.request('GET', '/api/fairness/appeals', { as: office })).body).toMatchObject([{ about: { incidentId: ids[1] }, alsoCounted: 2, overdue: false, byStaff: false }])
    expect((await decide(asked.body.id, true)).status).toBe(200)
    expect(await inForce(personId)).toEqual([])
    while ((await server.runReactions()) > 0);
    expect(await told(personId)).toEqual(expect.arrayContaining(['appeal-answered', 'sanction-lifted']))
    expect((await standingsOf(as))[0]).toMatchObject({ restrictions: [], counts: [{ kind: 'no-show', counted: 2 }, { kind: 'late-cancel', counted: 0 }] })
    expect(await appeal(as, { incidentId: ids[1] })).toMatchObject({ status: 409, body: { code: 'fairness.already-excused' } })
    const actions = (await sql<{ action: string }>`select action from platform.audit where person_id = ${personId} and action like 'fairness.%'`.execute(owner)).rows.map((row) => row.action)
    expect(actions).toEqual(expect.arrayContaining(['fairness.note-incident', 'fairness.warn', 'fairness.ask-appeal', 'fairness.grant-appeal', 'fairness.excuse-incident']))
  })

  test('declined, everything stays, with the reason; a restriction can be appealed as a whole, and lifted it stays lifted', async () => {
    const { as, personId, ids } = await books([23, 24, 25])
    await nobodyComes('2026-11-26T09:00:00+08:00')
    const first = await appeal(as, { incidentId: ids[0] })
    await decide(first.body.id, false)
    expect(await inForce(personId)).toHaveLength(1)
    expect((await standingsOf(as))[0].incidents.find((one: { appointmentId: string }) => one.appointmentId === ids[0]).appeal).toMatchObject({ state: 'declined', answer: '知道了，祝早日康复。' })
    const [{ id: restrictionId }] = (await standingsOf(as))[0].restrictions
    const second = await appeal(as, { restrictionId, reason: 'other', said: '母亲住院，每天陪护。' })
    await decide(second.body.id, true)
    expect(await inForce(personId)).toEqual([])
    await nobodyComes('2026-11-27T09:00:00+08:00')
    await inTransaction(db, context(), (tx) => noteIncident(tx, context(), { institutionId: 1, appointmentId: ids[2]!, kind: 'no-show', at: context().now }))
    expect(await inForce(personId)).toEqual([])
  })

  test('two answer at once: one answer stands; whoever asked for a patient cannot answer; a stranger sees nothing', async () => {
    const { as, ids } = await books([23])
    await nobodyComes('2026-11-24T09:00:00+08:00')
    const byDesk = await appeal({ ...office, roles: ['manager', 'registrar'] }, { incidentId: ids[0] })
    expect(await decide(byDesk.body.id, true)).toMatchObject({ status: 403, body: { code: 'fairness.not-your-own-appeal' } })
    const others = [1, 2].map((n): Actor => (office.kind === 'staff' ? { ...office, accountId: newId(), staffId: n } : office))
    const answers = await Promise.all([decide(byDesk.body.id, true, others[0]), decide(byDesk.body.id, false, others[1])])
    expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const stranger = patient((await people(owner, 1))[0]!)
    expect(await standingsOf(stranger)).toEqual([])
    expect(await appeal(stranger, { incidentId: ids[0] })).toMatchObject({ status: 404, body: { code: 'fairness.nothing-to-appeal' } })
    expect((await server.request('GET', '/api/fairness/appeals', { as })).status).toBe(403)
    expect((await server.request('POST', `/api/fairness/appeals/${byDesk.body.id}/decide`, { as: registrar(), body: { grant: true, answer: '好' } })).status).toBe(403)
  })

  test('withdrawn it waits no longer, and can be asked again', async () => {
    const { as, ids } = await books([23])
    await nobodyComes('2026-11-24T09:00:00+08:00')
    const asked = await appeal(as, { incidentId: ids[0] })
    const withdraw = () => server.request('POST', `/api/fairness/appeals/1/${asked.body.id}/withdraw`, { as })
    expect((await withdraw()).status).toBe(200)
    expect(await withdraw()).toMatchObject({ status: 409, body: { code: 'fairness.appeal-decided' } })
    expect(await decide(asked.body.id, true)).toMatchObject({ status: 409, body: { code: 'fairness.appeal-decided' } })
    expect((await appeal(as, { incidentId: ids[0] })).status).toBe(201)
  })

  test('cancelling after the deadline counts, before it does not; a clinic the hospital cancels never does', async () => {
    const { as, personId, ids } = await books([23, 24, 25, 26])
    const cancel = (id: string) => server.request('POST', `/api/booking/appointments/1/${id}/cancel`, { as, body: { reason: '' } })
    await cancel(ids[3]!)
    await sql`update booking.appointment set status = 'suspended', ended_at = now() where id = ${ids[2]!}`.execute(owner)
    at('2026-11-22T22:00:00+08:00')
    await cancel(ids[0]!)
    await nobodyComes('2026-11-27T09:00:00+08:00')
    const [shown] = await standingsOf(as)
    expect(shown.incidents.map((one: { kind: string; appointmentId: string }) => [one.kind, one.appointmentId]).toSorted()).toEqual([['late-cancel', ids[0]], ['no-show', ids[1]]])
    expect(await inForce(personId)).toEqual([])
  })
})
