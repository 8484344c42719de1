import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { type MessageToSend, sendLater } from './operations/send-later.ts'
import { module as messaging } from './server.ts'
import { sendDue } from './tasks.ts'
import type { SmsResult } from './tencent/send-sms.ts'

const NOW = new Date('2026-11-22T09:00:00+08:00')
const { url, owner } = await testDatabase()
const { services, clock } = await testServer([messaging], { url }, { now: NOW })
const later = (message: Partial<MessageToSend> = {}) => {
  const full: MessageToSend = { personId: newId(), phone: '10000000009', key: 'restriction/1', template: 'sanction-lifted', params: ['周*', '一院'], ...message }
  return inTransaction(services.db, systemContext('test', clock.now()), (tx) => sendLater(tx, systemContext('test', clock.now()), full))
}
const carrier = (outcome: SmsResult) => {
  const sent: string[] = []
  return { sent, send: async ({ phone }: { phone: string }) => { sent.push(phone); return outcome } }
}
const results = async (personId: string) => (await sql<{ result: string; tries: number }>`select result, tries from messaging.message where person_id = ${personId}`.execute(owner)).rows

test('what is told twice goes out once, and never again after it was sent', async () => {
  const personId = newId()
  await later({ personId })
  await later({ personId })
  const { sent, send } = carrier({ result: 'sent' })
  await sendDue(services, send)
  await sendDue(services, send)
  expect(sent).toEqual(['10000000009'])
  expect(await results(personId)).toEqual([{ result: 'sent', tries: 1 }])
})

test('a carrier that does not answer is asked again later; what is over by then is not sent any more', async () => {
  const personId = newId()
  await later({ personId, notAfter: new Date(NOW.getTime() + 60_000) })
  const silent = carrier({ result: 'unknown', reason: 'TimeoutError' })
  await sendDue(services, silent.send)
  await sendDue(services, silent.send)
  expect(await results(personId)).toEqual([{ result: 'waiting', tries: 1 }])
  clock.set(new Date(NOW.getTime() + 120_000))
  await sendDue(services, silent.send)
  expect(silent.sent).toHaveLength(1)
  expect(await results(personId)).toEqual([{ result: 'too-late', tries: 1 }])
})

test('only the worker reads what waits to be told', async () => {
  await later()
  const asPatient = { ...systemContext('test', NOW), actor: { kind: 'anonymous' as const } }
  const { rows } = await inTransaction(services.db, asPatient, (tx) => sql`select from messaging.message`.execute(tx))
  expect(rows).toEqual([])
})

test('what is not to be told before the morning is not sent at night', async () => {
  const personId = newId()
  const now = clock.now()
  await later({ personId, notBefore: new Date(now.getTime() + 3_600_000) })
  const { sent, send } = carrier({ result: 'sent' })
  await sendDue(services, send)
  expect(await results(personId)).toEqual([{ result: 'waiting', tries: 0 }])
  clock.set(new Date(now.getTime() + 3_600_000))
  await sendDue(services, send)
  expect(sent).toContain('10000000009')
  expect(await results(personId)).toEqual([{ result: 'sent', tries: 1 }])
})
