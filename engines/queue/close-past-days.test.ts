import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import * as queue from './index.ts'
import { closePastDays } from './operations/close-past-days.ts'

const { db } = await testDatabase()
const monday = systemContext('test', new Date('2026-03-16T09:00:00+08:00'))
const tuesday = systemContext('test', new Date('2026-03-17T08:00:00+08:00'))
const institutionId = 1

test('O4 a visit nobody finished yesterday neither blocks the room today nor stays open', async () => {
  const { queueId, pointId } = await inTransaction(db, monday, async (tx) => {
    const zoneId = await queue.openZone(tx, { institutionId, id: 'd1', name: 'B 区', nameEn: 'Zone B' })
    const { id } = await queue.openQueue(tx, monday, { institutionId, zoneId, kind: 'room', subject: 'practitioner:1', name: 'Q', nameEn: 'Q' })
    const point = await queue.makeServicePoint(tx, monday, { institutionId, zoneId, name: '1 诊室', nameEn: 'Room 1', serves: [id] })
    await queue.takeServicePoint(tx, monday, { institutionId, pointId: point.id, staffId: 1, label: 'S', labelEn: 'S', role: '', serves: [id] })
    return { queueId: id, pointId: point.id }
  })
  const join = (context: typeof monday) => inTransaction(db, context, (tx) => queue.joinQueue(tx, context, {
    institutionId, queueId, holderId: newId(), visitId: newId(), displayName: '李*庚', class: 'walk-in', due: null,
  }))
  await join(monday)
  await join(monday)
  const forgotten = await inTransaction(db, monday, (tx) => queue.callNext(tx, monday, { institutionId, pointId }))
  await inTransaction(db, monday, (tx) => queue.startServing(tx, monday, { institutionId, ticketId: forgotten.id }))

  await join(tuesday)
  const called = await inTransaction(db, tuesday, (tx) => queue.callNext(tx, tuesday, { institutionId, pointId }))
  expect(called.label).toBe('A001')

  expect(await inTransaction(db, tuesday, (tx) => closePastDays(tx, tuesday, 100))).toBe(2)
  expect(await inTransaction(db, tuesday, (tx) => closePastDays(tx, tuesday, 100))).toBe(0)
  const { rows } = await inTransaction(db, tuesday, (tx) =>
    sql<{ day: string; status: string }>`select day, status from queue.ticket order by day, number`.execute(tx))
  expect(rows).toEqual([
    { day: '2026-03-16', status: 'done' }, { day: '2026-03-16', status: 'left' }, { day: '2026-03-17', status: 'called' },
  ])
})
