import { sql } from 'kysely'
import { expect, test } from 'vitest'
import * as queue from '#engines/queue/index.ts'
import { enterAtDesk } from '#journey/throughout/people/index.ts'
import { type Context, type InstitutionId, systemContext } from '#platform/context/context.ts'
import { inTransaction, newId, type Tx } from '#platform/database/index.ts'
import type { StoredEvent } from '#platform/events/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { expectBooked } from './operations/expect-booked.ts'
import { reactions } from './reactions.ts'

const database = await testDatabase()
const { db, owner } = database
const NINE = new Date('2026-03-17T09:00:00+08:00')
// A server loads the keys that seal phones.
await testServer([], database, { now: NINE })
const HOSPITAL = 1
const worker = systemContext('worker', NINE)
const run = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(db, worker, work)
const desk: Context = {
  actor: { kind: 'staff', accountId: 'desk', staffId: 1, institutionId: HOSPITAL as InstitutionId, roles: ['nurse'] },
  institutionId: HOSPITAL as InstitutionId, purpose: 'test', now: NINE, requestId: 'test', channel: 'desk',
}

const queueId = await run(async (tx) => {
  const zoneId = await queue.openZone(tx, { institutionId: HOSPITAL, id: 'd1', name: '3 层', nameEn: '3' })
  return (await queue.openQueue(tx, worker, { institutionId: HOSPITAL, zoneId, kind: 'consulting', subject: 'practitioner:11', name: 'Q', nameEn: 'Q' })).id
})

/** Checked in, with a phone and an account in this language. */
async function waiting(language: 'zh-CN' | 'en', number: string, phone: string) {
  const { personId } = await inTransaction(db, desk, (tx) => enterAtDesk(tx, desk, { name: '李长庚', document: { kind: 'passport', number }, insuranceKind: 'self-pay', phone, sex: 'male', birthDate: '1960-04-12' }))
  await sql`insert into access.account (id, kind, person_id, language, created_at) values (${newId()}, 'patient', ${personId}, ${language}, ${NINE})`.execute(owner)
  const visitId = newId()
  const due = { from: NINE, to: new Date(NINE.getTime() + 900_000) }
  const ticket = await run((tx) => queue.joinQueue(tx, worker, { institutionId: HOSPITAL, queueId, holderId: personId, visitId, displayName: '李*庚', class: 'booked', due }))
  await sql`insert into arrival.visit (institution_id, id, person_id, department_id, practitioner_id, service_id, day, due_from, due_to, checked_in_at, checked_in_by, queue_id, ticket_id)
    values (${HOSPITAL}, ${visitId}, ${personId}, 5, 11, 21, '2026-03-17', ${due.from}, ${due.to}, ${NINE}, 'desk', ${queueId}, ${ticket.id})`.execute(owner)
  return { personId, visitId, ticket }
}
type Waiting = Awaited<ReturnType<typeof waiting>>

const hear = ({ personId, visitId, ticket }: Waiting) => run((tx) => reactions[0]!.run(tx, worker, {
  id: 1, type: queue.TICKET_NEAR, institutionId: HOSPITAL, occurredAt: NINE, payload: { institutionId: HOSPITAL, queueId, ticketId: ticket.id, visitId, personId, ahead: 3 },
} satisfies StoredEvent))
const messages = async ({ personId }: Waiting) => (await sql<{ template: string; params: string[] }>`select template, params from messaging.message where person_id = ${personId}`.execute(owner)).rows

test('O4 three ahead is written in the language the person reads, with the number and how many, and once however often it is heard', async () => {
  const [chinese, english] = [await waiting('zh-CN', 'G90000001', '10000000071'), await waiting('en', 'G90000002', '10000000072')]
  for (const person of [chinese, english]) await Promise.all([hear(person), hear(person), hear(person)])
  expect(await messages(chinese)).toMatchObject([{ template: 'turn-near', params: ['李*庚', chinese.ticket.label, '3'] }])
  expect(await messages(english)).toMatchObject([{ template: 'turn-near-en' }])
})

test('O4 who was called meanwhile gets no old message', async () => {
  const person = await waiting('zh-CN', 'G90000003', '10000000073')
  await run((tx) => queue.leave(tx, worker, { institutionId: HOSPITAL, ticketId: person.ticket.id, reason: 'home' }))
  await hear(person)
  expect(await messages(person)).toEqual([])
})

test('O4 the engine is told how many are booked for each period, never who; who walks in is not among them', async () => {
  for (const [pool, status] of [['public', 'booked'], ['public', 'arrived'], ['on-site', 'booked'], ['public', 'cancelled']] as const) {
    await sql`insert into booking.appointment (institution_id, id, person_id, booked_by, channel, session_id, period_id, pool, service_id, department_id,
        practitioner_id, day, starts_at, ends_at, room, fee_code, fee_cents, status, cancel_by, created_at)
      values (${HOSPITAL}, ${newId()}, ${newId()}, 'test', 'web', 1, 1, ${pool}, 21, 5, 11, '2026-03-17', ${NINE}, ${new Date(NINE.getTime() + 900_000)}, '', 'F1', 5000, ${status}, ${NINE}, ${NINE})`.execute(owner)
  }
  await run((tx) => expectBooked(tx, worker, HOSPITAL))
  const { rows } = await sql<{ booked: number }>`select booked from queue.due where queue_id = ${queueId}`.execute(owner)
  expect(rows).toEqual([{ booked: 2 }])
})
