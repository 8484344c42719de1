import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { aHall, at, codeOf, due } from './arrange.ts'
import * as queue from './index.ts'

const { db, owner } = await testDatabase()
const { run, aQueue, join, call, labels } = aHall(db)

/** Two lines of one hospital, on two floors. */
async function twoLines({ rooms = 1 } = {}) {
  const doctor = await aQueue({ rooms })
  const laboratory = await aQueue({ rooms, institutionId: doctor.institutionId, zone: 's1', subject: 'station:1' })
  return { doctor, laboratory, institutionId: doctor.institutionId }
}

describe('one number for the whole visit', () => {
  test('O3 the number got at the doctor is the number at the laboratory, and is unique in the hospital on that day', async () => {
    const { doctor, laboratory, institutionId } = await twoLines()
    const me = { holderId: newId(), visitId: newId() }
    const first = await join(institutionId, doctor.queueId, 1, me)
    const stranger = await join(institutionId, laboratory.queueId, 2)
    const second = await join(institutionId, laboratory.queueId, 3, me)
    expect([first.label, stranger.label, second.label]).toEqual(['A001', 'B001', 'A001'])
    expect(second.id).not.toBe(first.id)
    const { rows } = await sql<{ label: string }>`select label from queue.number where institution_id = ${institutionId}`.execute(owner)
    expect(new Set(rows.map((row) => row.label)).size).toBe(2)
  })

  test('O3 of thirty people who join two lines at once in both orders, each has one number, and no two the same', async () => {
    const { doctor, laboratory, institutionId } = await twoLines()
    const people = Array.from({ length: 15 }, () => ({ holderId: newId(), visitId: newId() }))
    const tickets = await Promise.all(people.flatMap((me) => [join(institutionId, doctor.queueId, 1, me), join(institutionId, laboratory.queueId, 1, me)]))
    const byPerson = Map.groupBy(tickets, (ticket) => ticket.holderId)
    for (const mine of byPerson.values()) expect(new Set(mine.map((ticket) => ticket.label)).size).toBe(1)
    expect(new Set(tickets.map((ticket) => ticket.label)).size).toBe(15)
  })

  test('O3 two zones of one hospital never share letters; the letters of two hospitals have nothing to do with each other', async () => {
    const one = await twoLines()
    const two = await twoLines()
    expect([one.doctor.prefix, one.laboratory.prefix, two.doctor.prefix, two.laboratory.prefix]).toEqual(['A', 'B', 'A', 'B'])
  })

  test('O3 letters that two zones shared before are kept by the older queue, and the other gets free ones', async () => {
    const { doctor, laboratory, institutionId } = await twoLines()
    const third = await aQueue({ institutionId, zone: 's2', subject: 'station:2' })
    await owner.transaction().execute(async (tx) => {
      await sql`alter table queue.queue drop constraint queue_prefix_once_per_institution`.execute(tx)
      await sql`update queue.queue set prefix = 'A' where institution_id = ${institutionId}`.execute(tx)
      await sql`select queue.separate_prefixes()`.execute(tx)
      await sql`alter table queue.queue add constraint queue_prefix_once_per_institution unique (institution_id, prefix)`.execute(tx)
    })
    const { rows } = await sql<{ id: number; prefix: string }>`select id, prefix from queue.queue where institution_id = ${institutionId} order by id`.execute(owner)
    expect(rows).toEqual([{ id: doctor.queueId, prefix: 'A' }, { id: laboratory.queueId, prefix: 'B' }, { id: third.queueId, prefix: 'C' }])
  })

  test('O3 a number that somebody has since before letters were kept apart is not given a second time', async () => {
    const { doctor, institutionId } = await twoLines()
    await sql`insert into queue.number (institution_id, day, holder_id, label, given_at) values (${institutionId}, '2026-03-17', ${newId()}, 'A001', ${at(0).now})`.execute(owner)
    expect((await join(institutionId, doctor.queueId, 1)).label).toBe('A002')
  })
})

describe('one person in several lines', () => {
  test('O4 who is called to one place is not called to another: the next in line is, and they keep their place', async () => {
    const { doctor, laboratory, institutionId } = await twoLines()
    const me = { holderId: newId(), visitId: newId() }
    await join(institutionId, doctor.queueId, 1, me)
    await join(institutionId, laboratory.queueId, 1, me)
    const next = await join(institutionId, laboratory.queueId, 2)
    await call(institutionId, doctor.pointId, 5)
    expect((await call(institutionId, laboratory.pointId, 6)).id).toBe(next.id)
    expect(await labels(institutionId, laboratory.queueId, 7)).toEqual(['A001'])
    const other = await aQueue({ institutionId, zone: 's1', subject: 'station:9' })
    await run(at(7), (tx) => sql`update queue.service_point set serves = array[${laboratory.queueId}::integer] where institution_id = ${institutionId} and id = ${other.pointId}`.execute(tx))
    expect(await codeOf(call(institutionId, other.pointId, 8))).toBe('queue.person-elsewhere')
  })

  test('O4 two places that call the same person in the same moment: one gets them, the other the next in line', async () => {
    for (let round = 0; round < 5; round++) {
      const { doctor, laboratory, institutionId } = await twoLines()
      const me = { holderId: newId(), visitId: newId() }
      await join(institutionId, doctor.queueId, 1, me)
      await join(institutionId, laboratory.queueId, 1, me)
      await join(institutionId, doctor.queueId, 2)
      await join(institutionId, laboratory.queueId, 2)
      const called = await Promise.all([call(institutionId, doctor.pointId, 5), call(institutionId, laboratory.pointId, 5)])
      expect(new Set(called.map((ticket) => ticket.holderId)).size).toBe(2)
    }
  })

  test('O4 a visit nobody finished in a room that has closed does not keep its patient from being called elsewhere', async () => {
    const { doctor, laboratory, institutionId } = await twoLines()
    const me = { holderId: newId(), visitId: newId() }
    const inside = await join(institutionId, doctor.queueId, 1, me)
    await call(institutionId, doctor.pointId, 2)
    await run(at(3), (tx, context) => queue.startServing(tx, context, { institutionId, ticketId: inside.id }))
    const waits = await join(institutionId, laboratory.queueId, 4, me)
    expect(await codeOf(call(institutionId, laboratory.pointId, 5))).toBe('queue.person-elsewhere')
    await run(at(6), (tx, context) => queue.setPointState(tx, context, { institutionId, pointId: doctor.pointId, state: 'closed' }))
    expect((await call(institutionId, laboratory.pointId, 7)).id).toBe(waits.id)
  })
})

describe('an emergency', () => {
  const urgent = (institutionId: number, ticketId: string, minute: number) =>
    run(at(minute), (tx, context) => queue.makeUrgent(tx, context, { institutionId, ticketId, reason: 'chest pain' }))

  test('O4 stands before everybody, behind earlier emergencies, says what it is, and its reason is kept', async () => {
    const { doctor: { institutionId, queueId, pointId } } = await twoLines()
    for (let i = 1; i <= 4; i++) await join(institutionId, queueId, i, { class: 'booked', due: due(i * 10) })
    const state = await run(at(5), (tx, context) => queue.queueState(tx, context, institutionId, queueId))
    const [third, fourth] = [state.entries[2]!.ticket, state.entries[3]!.ticket]
    expect(await urgent(institutionId, fourth.id, 6)).toMatchObject({ class: 'emergency', why: 'emergency', label: 'A004' })
    await urgent(institutionId, third.id, 7)
    // Somebody booked for earlier who comes only now stands behind them all the same.
    await join(institutionId, queueId, 8, { class: 'booked', due: due(0) })
    expect(await labels(institutionId, queueId, 9)).toEqual(['A004', 'A003', 'A005', 'A001', 'A002'])
    expect((await call(institutionId, pointId, 10)).id).toBe(fourth.id)
    const { rows } = await sql<{ reason: string; verb: string }>`select verb, reason from queue.step where ticket_id = ${third.id} order by version desc limit 1`.execute(owner)
    expect(rows).toEqual([{ verb: 'urgent', reason: 'chest pain' }])
  })

  test('O4 taken back within ten seconds, everybody stands as before', async () => {
    const { doctor: { institutionId, queueId } } = await twoLines()
    await join(institutionId, queueId, 1)
    const second = await join(institutionId, queueId, 2)
    const moved = await urgent(institutionId, second.id, 3)
    const back = await run(at(3, 5), (tx, context) => queue.undo(tx, context, { institutionId, ticketId: second.id, version: moved.version }))
    expect(back).toMatchObject({ class: 'walk-in', why: 'walk-in', orderAt: second.orderAt })
    expect(await labels(institutionId, queueId, 4)).toEqual(['A001', 'A002'])
  })
})

describe('opening and closing', () => {
  const close = (institutionId: number, queueId: number, minute: number, until?: Date) =>
    run(at(minute), (tx, context) => queue.closeQueue(tx, context, { institutionId, queueId, reason: '今天已满', ...(until ? { until } : {}) }))

  test('O4 a closed line takes nobody new and says why; who is inside is called, passed, comes back and is served', async () => {
    const { doctor: { institutionId, queueId, pointId }, laboratory } = await twoLines()
    const inside = await join(institutionId, queueId, 1)
    await close(institutionId, queueId, 2)
    const refused = join(institutionId, queueId, 3)
    await expect(refused).rejects.toMatchObject({ code: 'queue.queue-closed', details: { reason: '今天已满' } })
    const mover = await join(institutionId, laboratory.queueId, 3)
    expect(await codeOf(run(at(4), (tx, context) => queue.transfer(tx, context, { institutionId, ticketId: mover.id, toQueueId: queueId, reason: 'x' })))).toBe('queue.queue-closed')
    await call(institutionId, pointId, 5)
    await run(at(6), (tx, context) => queue.pass(tx, context, { institutionId, ticketId: inside.id }))
    await run(at(7), (tx, context) => queue.rejoin(tx, context, { institutionId, ticketId: inside.id }))
    expect((await call(institutionId, pointId, 8)).id).toBe(inside.id)
    await run(at(9), (tx, context) => queue.reopenQueue(tx, context, { institutionId, queueId }))
    expect((await join(institutionId, queueId, 10)).status).toBe('waiting')
    const { rows } = await sql<{ verb: string }>`select verb from queue.queue_step where institution_id = ${institutionId} order by id`.execute(owner)
    expect(rows.map((row) => row.verb)).toEqual(['close', 'open'])
  })

  test('O4 closed until half past one, it opens by itself; closed for the day, it is open tomorrow', async () => {
    const { doctor: { institutionId, queueId }, laboratory } = await twoLines()
    await close(institutionId, queueId, 0, at(270).now)
    await close(institutionId, laboratory.queueId, 0)
    expect(await codeOf(join(institutionId, queueId, 269))).toBe('queue.queue-closed')
    expect((await join(institutionId, queueId, 270)).label).toBe('A001')
    expect(await codeOf(join(institutionId, laboratory.queueId, 14 * 60))).toBe('queue.queue-closed')
    expect((await join(institutionId, laboratory.queueId, 24 * 60)).label).toBe('B001')
  })

  test('O4 twenty who join while it closes: each is in line or was refused, and nobody gets in afterwards', async () => {
    const { doctor: { institutionId, queueId } } = await twoLines()
    const outcomes = await Promise.all([...Array.from({ length: 20 }, () => codeOf(join(institutionId, queueId, 1))), codeOf(close(institutionId, queueId, 1))])
    const inside = outcomes.slice(0, 20).filter((outcome) => outcome === 'done').length
    expect(outcomes.slice(0, 20).every((outcome) => outcome === 'done' || outcome === 'queue.queue-closed')).toBe(true)
    expect(await labels(institutionId, queueId, 2)).toHaveLength(inside)
    expect(await codeOf(join(institutionId, queueId, 2))).toBe('queue.queue-closed')
  })
})

describe('merging', () => {
  const merge = (institutionId: number, ticketId: string, otherTicketId: string, minute = 5) =>
    run(at(minute), (tx, context) => queue.mergeTickets(tx, context, { institutionId, ticketId, otherTicketId, reason: 'came twice' }))

  test('O4 two tickets of one person become the better one; the other ends and says into which', async () => {
    const { doctor: { institutionId, queueId } } = await twoLines()
    const holderId = newId()
    const first = await join(institutionId, queueId, 1, { holderId })
    await join(institutionId, queueId, 2)
    const second = await join(institutionId, queueId, 3, { holderId })
    expect(await merge(institutionId, second.id, first.id)).toMatchObject({ id: first.id, status: 'waiting', orderAt: first.orderAt })
    const { rows } = await sql<{ status: string; merged_into: string }>`select status, merged_into from queue.ticket where id = ${second.id}`.execute(owner)
    expect(rows[0]).toEqual({ status: 'left', merged_into: first.id })
    expect(await codeOf(merge(institutionId, second.id, first.id, 6))).toBe('queue.ticket-in-other-state')
    const undone = await run(at(5, 5), (tx, context) => queue.undo(tx, context, { institutionId, ticketId: second.id, version: 2 }))
    expect(undone).toMatchObject({ status: 'waiting' })
  })

  test('O4 the numbers of two people are never merged', async () => {
    const { doctor: { institutionId, queueId } } = await twoLines()
    const [one, two] = [await join(institutionId, queueId, 1), await join(institutionId, queueId, 2)]
    expect(await codeOf(merge(institutionId, one.id, two.id))).toBe('queue.not-same-person')
  })

  test('O4 merging while a room calls: the person is called once or stays in line once, never both', async () => {
    for (let round = 0; round < 6; round++) {
      const { doctor: { institutionId, queueId, pointId } } = await twoLines()
      const holderId = newId()
      const first = await join(institutionId, queueId, 1, { holderId })
      const second = await join(institutionId, queueId, 2, { holderId })
      await Promise.all([codeOf(merge(institutionId, first.id, second.id)), codeOf(call(institutionId, pointId, 5))])
      const { rows } = await sql<{ status: string }>`
        select status from queue.ticket where institution_id = ${institutionId} and status <> 'left' order by status`.execute(owner)
      expect(rows).toHaveLength(1)
      expect(['called', 'waiting']).toContain(rows[0]!.status)
    }
  })

  test('O4 two lines become one: by the time waited, with their numbers; the first takes nobody new, and its room serves both', async () => {
    const { doctor: from, laboratory: into, institutionId } = await twoLines()
    await join(institutionId, from.queueId, 1)
    await join(institutionId, into.queueId, 2)
    const both = { holderId: newId(), visitId: newId() }
    await join(institutionId, into.queueId, 3, both)
    await join(institutionId, from.queueId, 4, both)
    await join(institutionId, from.queueId, 5)
    const moved = await run(at(6), (tx, context) => queue.mergeQueues(tx, context, { institutionId, fromQueueId: from.queueId, intoQueueId: into.queueId, reason: '合并' }))
    expect(moved).toBe(3)
    expect(await labels(institutionId, into.queueId, 7)).toEqual(['A001', 'B001', 'B002', 'A003'])
    expect(await labels(institutionId, from.queueId, 7)).toEqual([])
    expect(await codeOf(join(institutionId, from.queueId, 8))).toBe('queue.queue-closed')
    expect((await call(institutionId, from.pointId, 9)).label).toBe('A001')
  })

  test('O4 two lines merged while four rooms call: nobody is lost and nobody is called twice', async () => {
    const { doctor: from, laboratory: into, institutionId } = await twoLines({ rooms: 2 })
    for (let i = 0; i < 6; i++) await join(institutionId, i % 2 ? from.queueId : into.queueId, i)
    await Promise.all([
      codeOf(run(at(7), (tx, context) => queue.mergeQueues(tx, context, { institutionId, fromQueueId: from.queueId, intoQueueId: into.queueId, reason: 'x' }))),
      ...[...from.points, ...into.points].map((pointId) => codeOf(call(institutionId, pointId, 7))),
    ])
    const { rows } = await sql<{ status: string; count: number }>`select status, count(*) from queue.ticket where institution_id = ${institutionId} group by status`.execute(owner)
    expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(6)
    expect(rows.every((row) => row.status === 'called' || row.status === 'waiting')).toBe(true)
  })
})
