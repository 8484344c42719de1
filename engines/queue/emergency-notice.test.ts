import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '#platform/testing/index.ts'
import { aHall, at } from './arrange.ts'
import { board } from './queries/board.ts'
import * as queue from './index.ts'

const { db, owner } = await testDatabase()
const { run, aQueue, join } = aHall(db)

test('O4 who waits is told that an emergency was taken first and by how much the wait moved; the board too; nobody who came later, nobody by name; taken back, nobody', async () => {
  const { institutionId, queueId, zoneId } = await aQueue({ rooms: 1 })
  const [first, second, ill] = [await join(institutionId, queueId, 1), await join(institutionId, queueId, 2), await join(institutionId, queueId, 3)]
  const placeOf = (ticketId: string, minute: number) => run(at(minute), (tx, context) => queue.placeInLine(tx, context, { institutionId, ticketId }))
  const before = await placeOf(first.id, 4)
  expect(before.emergency).toBeNull()

  const urgent = await run(at(5), (tx, context) => queue.makeUrgent(tx, context, { institutionId, ticketId: ill.id, reason: '胸痛' }))
  const after = await placeOf(first.id, 5)
  expect(after.emergency).toMatchObject({ queueId, count: 1, at: at(5).now.toISOString() })
  const { longerFrom, longerTo } = after.emergency!
  expect(longerTo).toBeGreaterThan(0)
  expect(longerFrom).toBeLessThanOrEqual(longerTo!)
  expect(after.middleMinutes! - before.middleMinutes!).toBeGreaterThan(0)
  expect((await placeOf(second.id, 6)).emergency).not.toBeNull()
  expect((await placeOf(ill.id, 6)).emergency).toBeNull()
  const late = await join(institutionId, queueId, 7)
  expect((await placeOf(late.id, 8)).emergency).toBeNull()
  expect((await placeOf(first.id, 16)).emergency).toBeNull()

  const shown = (minute: number) => run(at(minute), (tx, context) => board(tx, context, institutionId, zoneId))
  expect((await shown(8)).emergencies).toMatchObject([{ queueId, count: 1 }])
  const { rows } = await sql<{ payload: object; topics: string[] }>`select payload, topics from platform.event where type = 'queue.emergency-first.v1' and institution_id = ${institutionId}`.execute(owner)
  expect(rows).toEqual([{ payload: { institutionId, queueId, zoneId, at: at(5).now.toISOString(), longerFrom, longerTo }, topics: [`queue:${institutionId}:${queueId}`, `board:${institutionId}:${zoneId}`] }])

  await run(at(5), (tx, context) => queue.undo(tx, context, { institutionId, ticketId: ill.id, version: urgent.version }))
  expect((await shown(6)).emergencies).toEqual([])
})

test('O4 where nobody waits behind, nobody is told', async () => {
  const { institutionId, queueId } = await aQueue({ rooms: 1 })
  const alone = await join(institutionId, queueId, 1)
  await run(at(2), (tx, context) => queue.makeUrgent(tx, context, { institutionId, ticketId: alone.id, reason: '胸痛' }))
  expect((await sql`select from queue.emergency_notice where institution_id = ${institutionId}`.execute(owner)).rows).toEqual([])
})
