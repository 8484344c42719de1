import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { type AVisit, aDay, HOSPITAL, MORNING } from './testing/a-day.ts'

const day = await aDay()
const { owner, server, ask, doctor, seen, order, pay, stops, park, aWindow } = day
const laboratory = await aWindow('laboratory')
const at = (time: string) => server.clock.set(new Date(`2026-03-17T${time}:00+08:00`))
/** A morning on which nobody stands in the doctor's line. */
const morning = async () => {
  at('09:00')
  await sql`update queue.ticket set status = 'done' where status = 'waiting'`.execute(owner)
}
const messages = async ({ person }: AVisit) => (await sql<{ template: string; params: string[]; next_try_at: Date }>`
  select template, params, next_try_at from messaging.message where person_id = ${person.personId} and template like 'result-%' order by created_at, id`.execute(owner)).rows

/** Blood was drawn; the visit's stop waits for its result. */
async function drawn(visit: AVisit, leave: (visit: AVisit) => Promise<unknown> = ({ visitId }) => park(visitId)) {
  await order(visit.visitId, 'LAB-LIPID')
  await pay(visit.visitId)
  await leave(visit)
  const called = await laboratory.callFor(visit)
  await laboratory.act(called.body.ticketId, { verb: 'finish' })
  return called.body.stop.id as string
}
async function result(stopId: string) {
  const marked = await laboratory.result(stopId)
  await server.runReactions()
  return marked.status
}
/** The doctor signed and the visit is over, without waiting for the result. */
const ended = async ({ visitId }: AVisit) => {
  await ask('POST', `/api/arrival/queues/visits/${visitId}`, { as: doctor, body: { verb: 'finish' } })
  await sql`update consulting.visit set state = 'finished', finished_at = ${MORNING}, first_finished_at = ${MORNING} where visit_id = ${visitId}`.execute(owner)
}

test('O3 who was sent for a test is told once that the result is there, with the room and the number of today, and never what it says', async () => {
  await morning()
  const visit = await seen()
  await sql`update arrival.visit set room = '5诊室' where id = ${visit.visitId}`.execute(owner)
  const stopId = await drawn(visit)
  expect((await stops(visit)).result).toBeNull()
  expect(await Promise.all([laboratory.result(stopId), laboratory.result(stopId)])).toHaveLength(2)
  await server.runReactions()
  await server.runReactions()
  const { label, result: shown } = await stops(visit)
  expect(await messages(visit)).toMatchObject([{ template: 'result-return', params: ['林*满', label, '5诊室'] }])
  expect(shown).toEqual({ next: 'return', label, room: '5诊室' })
  const { rows } = await sql<{ told: string }>`select string_agg(template || array_to_string(params, ' '), ' ') as told from messaging.message where person_id = ${visit.person.personId}`.execute(owner)
  expect(rows[0]!.told).not.toMatch(/血脂|LAB|检验/)
})

test('O3 with more to come one is told to sit down, in the language they read', async () => {
  await morning()
  const english = await seen()
  await sql`insert into access.account (id, kind, person_id, language, created_at) values (${newId()}, 'patient', ${english.person.personId}, 'en', ${MORNING})`.execute(owner)
  await order(english.visitId, 'EXM-ECHO')
  await result(await drawn(english))
  const { label } = await stops(english)
  expect(await messages(english)).toMatchObject([{ template: 'result-more-en', params: ['林*满', label] }])
})

test('O3 who was signed out before the result came is told how to be seen again today', async () => {
  await morning()
  const signed = await seen()
  const stopId = await drawn(signed, ended)
  at('09:40')
  await result(stopId)
  expect(await messages(signed)).toMatchObject([{ template: 'result-ask' }])
  expect((await stops(signed)).result).toMatchObject({ next: 'ask' })
})

test('O3 at night nobody is written to but who is in the building; the others hear it in the morning, without a number of yesterday', async () => {
  await morning()
  const home = await seen()
  const atHome = await drawn(home, ended)
  const here = await seen()
  const waiting = await drawn(here)
  at('22:10')
  await result(atHome)
  expect(await messages(home)).toMatchObject([{ template: 'result-later', params: ['林*满', '三院'], next_try_at: new Date('2026-03-18T07:30:00+08:00') }])
  await result(waiting)
  expect(await messages(here)).toMatchObject([{ template: 'result-return', next_try_at: new Date('2026-03-17T22:10:00+08:00') }])
})

test('O3 a result that comes days later says to show it at the next visit, and names no number', async () => {
  await morning()
  const visit = await seen()
  const stopId = await drawn(visit)
  server.clock.set(new Date('2026-03-19T10:00:00+08:00'))
  await result(stopId)
  expect(await messages(visit)).toMatchObject([{ template: 'result-later', params: ['林*满', '三院'] }])
  expect((await ask('GET', `/api/counters/visits/${HOSPITAL}/${visit.visitId}`, { as: visit.person.actor })).body.result).toMatchObject({ next: 'later' })
})
