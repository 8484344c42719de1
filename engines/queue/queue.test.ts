import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Context, InstitutionId, PersonId } from '#platform/context/context.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, newId, openDatabase, closeDatabase, type Tx } from '#platform/database/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { LINE_CHANGED, TICKET_CALLED } from './events.ts'
import * as queue from './index.ts'

const { db, owner, url } = await testDatabase()
const start = new Date('2026-03-17T09:00:00+08:00')
const at = (minutes: number, seconds = 0): Context => systemContext('test', new Date(start.getTime() + minutes * 60_000 + seconds * 1000))
const run = <T>(context: Context, work: (tx: Tx, context: Context) => Promise<T>) => inTransaction(db, context, (tx) => work(tx, context))

let institutions = 100
/** A zone with one queue and so many open rooms that serve it. */
async function aQueue({ rooms = 1, zoneName = '3 层 B 区' } = {}) {
  const institutionId = institutions++
  return run(at(0), async (tx, context) => {
    const zoneId = await queue.openZone(tx, { institutionId, id: 'd1', name: zoneName, nameEn: 'Zone B' })
    const { id: queueId } = await queue.openQueue(tx, context, { institutionId, zoneId, kind: 'room', subject: 'practitioner:1', name: 'Q', nameEn: 'Q' })
    const points: number[] = []
    for (let i = 1; i <= rooms; i++) {
      const point = await queue.makeServicePoint(tx, context, { institutionId, zoneId, name: `${i} 诊室`, nameEn: `Room ${i}`, serves: [queueId] })
      await queue.takeServicePoint(tx, context, { institutionId, pointId: point.id, staffId: i, label: `S${i}`, labelEn: `S${i}`, role: '', serves: [queueId] })
      points.push(point.id)
    }
    return { institutionId, zoneId, queueId, points, pointId: points[0]! }
  })
}

const joins = (institutionId: number, queueId: number, minute: number, over: Partial<queue.JoinQueue> = {}) =>
  run(at(minute), (tx, context) =>
    queue.joinQueue(tx, context, {
      institutionId, queueId, holderId: newId(), visitId: newId(), displayName: '李*庚', class: 'booked',
      due: { from: new Date(start.getTime() + 3_600_000), to: new Date(start.getTime() + 4_200_000) }, ...over,
    }),
  )

const codeOf = (promise: Promise<unknown>) => promise.then(() => 'done', (error: { code: string }) => error.code)

describe('numbers and places', () => {
  test('O4 each gets the next number of the day, and of one visit there is one ticket however often it joins', async () => {
    const { institutionId, queueId } = await aQueue()
    const visitId = newId()
    const first = await joins(institutionId, queueId, 1, { visitId })
    const again = await Promise.all([joins(institutionId, queueId, 2, { visitId }), joins(institutionId, queueId, 2, { visitId })])
    expect(first.label).toBe('A001')
    expect(again.map((ticket) => ticket.id)).toEqual([first.id, first.id])
    const { rows } = await sql<{ count: number }>`select count(*) from queue.ticket where visit_id = ${visitId}`.execute(owner)
    expect(rows[0]!.count).toBe(1)
  })

  test('O4 forty who join at the same moment get forty different numbers without a gap', async () => {
    const { institutionId, queueId } = await aQueue()
    const tickets = await Promise.all(Array.from({ length: 40 }, () => joins(institutionId, queueId, 1)))
    expect(tickets.map((ticket) => ticket.number).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
  })

  test('O4 two queues of one zone have different letters, also when they are made at the same moment', async () => {
    const { institutionId, zoneId } = await aQueue()
    const opened = await Promise.all(
      [2, 3, 4, 5].map((id) =>
        run(at(0), (tx, context) => queue.openQueue(tx, context, { institutionId, zoneId, kind: 'room', subject: `practitioner:${id}`, name: 'Q', nameEn: 'Q' })),
      ),
    )
    expect(new Set(opened.map(({ prefix }) => prefix)).size).toBe(4)
    expect(opened.map(({ prefix }) => prefix)).not.toContain('A')
  })

  test('O4 a place says how many stand before, a range, and why it is where it is', async () => {
    const { institutionId, queueId } = await aQueue()
    await joins(institutionId, queueId, 1)
    await joins(institutionId, queueId, 2)
    const mine = await joins(institutionId, queueId, 3)
    const place = await run(at(4), (tx, context) => queue.placeInLine(tx, context, { institutionId, ticketId: mine.id }))
    expect(place).toMatchObject({ ahead: 2, why: 'booked', status: 'waiting', range: { sure: false } })
  })
})

describe('calling', () => {
  test('O4 two callers never call the same person: of twenty rooms and ten people, ten rooms get one each', async () => {
    const { institutionId, queueId, points } = await aQueue({ rooms: 20 })
    for (let i = 0; i < 10; i++) await joins(institutionId, queueId, i)
    const answers = await Promise.allSettled(points.map((pointId) => run(at(20), (tx, context) => queue.callNext(tx, context, { institutionId, pointId }))))
    const called = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.id] : []))
    expect(new Set(called).size).toBe(10)
    expect(called).toHaveLength(10)
    expect(answers.flatMap((answer) => (answer.status === 'rejected' ? [(answer.reason as { code: string }).code] : []))).toEqual(Array(10).fill('queue.nobody-waiting'))
  })

  test('O4 a room that presses Call twice at once calls one person; the other press is told that the room is busy', async () => {
    const { institutionId, queueId, pointId } = await aQueue()
    await joins(institutionId, queueId, 1)
    await joins(institutionId, queueId, 2)
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(run(at(5), (tx, context) => queue.callNext(tx, context, { institutionId, pointId })))))
    expect(codes.sort()).toEqual(['done', 'queue.point-busy', 'queue.point-busy'])
  })

  test('O4 recalled, passed, back in line behind the next period, called again, served', async () => {
    const { institutionId, queueId, pointId } = await aQueue()
    const due = (minute: number) => ({ from: new Date(start.getTime() + minute * 60_000), to: new Date(start.getTime() + (minute + 10) * 60_000) })
    const a = await joins(institutionId, queueId, 1, { due: due(0) })
    const b = await joins(institutionId, queueId, 2, { due: due(10) })
    const c = await joins(institutionId, queueId, 3, { due: due(30) })
    const call = (minute: number) => run(at(minute), (tx, context) => queue.callNext(tx, context, { institutionId, pointId }))
    const on = (minute: number, verb: typeof queue.pass, ticketId: string) => run(at(minute), (tx, context) => verb(tx, context, { institutionId, ticketId }))
    expect((await call(5)).id).toBe(a.id)
    expect((await on(6, queue.recall, a.id)).callCount).toBe(2)
    expect((await on(7, queue.pass, a.id)).status).toBe('passed')
    expect(await on(8, queue.rejoin, a.id)).toMatchObject({ status: 'waiting', why: 'rejoined' })
    const order: string[] = []
    for (const minute of [10, 11, 12]) {
      const ticket = await call(minute)
      await on(minute, queue.startServing, ticket.id)
      await on(minute, queue.finish, ticket.id)
      order.push(ticket.id)
    }
    expect(order).toEqual([b.id, a.id, c.id])
  })

  test('O4 sent away for a result and back: behind the next person, not at the end', async () => {
    const { institutionId, queueId, pointId } = await aQueue()
    const tickets = []
    for (let i = 1; i <= 4; i++) tickets.push(await joins(institutionId, queueId, i))
    const first = await run(at(5), (tx, context) => queue.callNext(tx, context, { institutionId, pointId }))
    await run(at(6), (tx, context) => queue.park(tx, context, { institutionId, ticketId: first.id, reason: 'lab' }))
    const back = await run(at(30), (tx, context) => queue.returnToLine(tx, context, { institutionId, ticketId: first.id }))
    expect(back).toMatchObject({ class: 'returning', why: 'returning', whyDetail: { after: 1 } })
    const state = await run(at(31), (tx, context) => queue.queueState(tx, context, institutionId, queueId))
    expect(state.entries.map((entry) => entry.ticket.label)).toEqual(['A002', 'A001', 'A003', 'A004'])
  })

  test('O4 the transfer keeps the time waited: in the new line the place is by the same moment', async () => {
    const from = await aQueue()
    const { institutionId, zoneId } = from
    const to = await run(at(0), (tx, context) => queue.openQueue(tx, context, { institutionId, zoneId, kind: 'room', subject: 'practitioner:2', name: 'Q', nameEn: 'Q' }))
    await joins(institutionId, to.id, 1, { due: null, class: 'walk-in' })
    const mover = await joins(institutionId, from.queueId, 2, { due: null, class: 'walk-in' })
    await joins(institutionId, to.id, 3, { due: null, class: 'walk-in' })
    const moved = await run(at(4), (tx, context) => queue.transfer(tx, context, { institutionId, ticketId: mover.id, toQueueId: to.id, reason: 'agreed' }))
    expect(moved).toMatchObject({ queueId: to.id, label: 'A001', why: 'moved' })
    const state = await run(at(5), (tx, context) => queue.queueState(tx, context, institutionId, to.id))
    expect(state.entries.map((entry) => entry.ticket.label)).toEqual(['B001', 'A001', 'B002'])
  })
})

describe('taking back', () => {
  test('O4 within ten seconds a pass is taken back: the person is called at the same room again', async () => {
    const { institutionId, queueId, pointId } = await aQueue()
    await joins(institutionId, queueId, 1)
    const called = await run(at(2), (tx, context) => queue.callNext(tx, context, { institutionId, pointId }))
    const passed = await run(at(3), (tx, context) => queue.pass(tx, context, { institutionId, ticketId: called.id }))
    const undone = await run(at(3, 9), (tx, context) => queue.undo(tx, context, { institutionId, ticketId: called.id, version: passed.version }))
    expect(undone).toMatchObject({ status: 'called', servicePointId: pointId, callCount: 1, calledAt: called.calledAt })
  })

  test('O4 after ten seconds, after somebody else acted, and a second time, nothing is taken back', async () => {
    const { institutionId, queueId, pointId } = await aQueue()
    await joins(institutionId, queueId, 1)
    const called = await run(at(2), (tx, context) => queue.callNext(tx, context, { institutionId, pointId }))
    const undo = (context: Context, version: number) => codeOf(run(context, (tx) => queue.undo(tx, context, { institutionId, ticketId: called.id, version })))
    expect(await undo(at(2, 11), called.version)).toBe('queue.undo-too-late')
    const recalled = await run(at(3), (tx, context) => queue.recall(tx, context, { institutionId, ticketId: called.id }))
    expect(await undo(at(3, 1), called.version)).toBe('queue.undo-too-late')
    expect(await undo(at(3, 1), recalled.version)).toBe('done')
    expect(await undo(at(3, 2), recalled.version + 1)).toBe('queue.undo-too-late')
  })

  test('O4 a finish is not taken back when the room has already called the next', async () => {
    const { institutionId, queueId, pointId } = await aQueue()
    await joins(institutionId, queueId, 1)
    await joins(institutionId, queueId, 1)
    const first = await run(at(2), (tx, context) => queue.callNext(tx, context, { institutionId, pointId }))
    const done = await run(at(9), (tx, context) => queue.finish(tx, context, { institutionId, ticketId: first.id }))
    await run(at(9, 1), (tx, context) => queue.callNext(tx, context, { institutionId, pointId }))
    expect(await codeOf(run(at(9, 2), (tx, context) => queue.undo(tx, context, { institutionId, ticketId: first.id, version: done.version })))).toBe('queue.point-busy')
  })
})

describe('what outlives and what stays apart', () => {
  test('O4 a restart of the server keeps every queue: another process goes on where this one stopped', async () => {
    const { institutionId, queueId, pointId } = await aQueue()
    for (let i = 0; i < 3; i++) await joins(institutionId, queueId, i)
    const called = await run(at(5), (tx, context) => queue.callNext(tx, context, { institutionId, pointId }))
    const other = openDatabase(url, { poolSize: 2, applicationName: 'after-restart' })
    const state = await inTransaction(other.db, at(6), (tx) => queue.queueState(tx, at(6), institutionId, queueId))
    expect(state.entries.map((entry) => [entry.ticket.label, entry.ticket.status])).toEqual([['A001', 'called'], ['A002', 'waiting'], ['A003', 'waiting']])
    expect(state.entries[0]!.ticket.id).toBe(called.id)
    await closeDatabase(other.db)
  })

  test('O4 the “Room 1” of two institutions never mix', async () => {
    const [one, two] = [await aQueue(), await aQueue()]
    await joins(one.institutionId, one.queueId, 1, { displayName: '王*' })
    await run(at(2), (tx, context) => queue.callNext(tx, context, { institutionId: one.institutionId, pointId: one.pointId }))
    const [boardOne, boardTwo] = await Promise.all([one, two].map(({ institutionId, zoneId }) => run(at(3), (tx, context) => queue.board(tx, context, institutionId, zoneId))))
    expect(boardOne!.points[0]).toMatchObject({ name: '1 诊室', state: 'calling', current: { displayName: '王*' } })
    expect(boardTwo!.points[0]).toMatchObject({ name: '1 诊室', state: 'waiting', current: null })
    expect(await codeOf(run(at(4), (tx, context) => queue.callNext(tx, context, { institutionId: two.institutionId, pointId: one.pointId })))).toBe('queue.point-not-found')
  })

  test('O4 every verb is a row with who, when and why, and is announced; a call says label, masked name and room, and nobody else', async () => {
    const { institutionId, queueId, pointId, zoneId } = await aQueue()
    const ticket = await joins(institutionId, queueId, 1)
    await run(at(2), (tx, context) => queue.callNext(tx, context, { institutionId, pointId }))
    await run(at(3), (tx, context) => queue.startServing(tx, context, { institutionId, ticketId: ticket.id }))
    await run(at(9), (tx, context) => queue.finish(tx, context, { institutionId, ticketId: ticket.id }))
    const steps = await sql<{ verb: string; actor: string }>`select verb, actor from queue.step where ticket_id = ${ticket.id} order by version`.execute(owner)
    expect(steps.rows.map((step) => step.verb)).toEqual(['join', 'call', 'start', 'finish'])
    const events = await sql<{ type: string; topics: string[]; payload: object }>`
      select type, topics, payload from platform.event where institution_id = ${institutionId} and type = ${TICKET_CALLED}`.execute(owner)
    expect(events.rows).toHaveLength(1)
    expect(events.rows[0]!.topics).toEqual([`board:${institutionId}:${zoneId}`, `person:${ticket.holderId}`])
    expect(Object.keys(events.rows[0]!.payload).sort()).toEqual(
      ['callCount', 'calledAt', 'displayName', 'institutionId', 'label', 'pointId', 'pointName', 'pointNameEn', 'queueId', 'zoneId'])
    const lines = await sql<{ payload: object }>`
      select payload from platform.event where institution_id = ${institutionId} and type = ${LINE_CHANGED}`.execute(owner)
    for (const { payload } of lines.rows) expect(payload).toEqual({ institutionId, queueId, zoneId })
  })
})

describe('who may see', () => {
  const patient = (personId: string): Context => ({
    ...at(5), actor: { kind: 'patient', accountId: 'a', personId: personId as PersonId, mayActFor: [personId as PersonId] },
  })
  const anonymous: Context = { ...at(5), actor: { kind: 'anonymous' } }

  test('O4 a patient sees their own ticket and the count before them, not the ticket of another', async () => {
    const { institutionId, queueId } = await aQueue()
    const other = await joins(institutionId, queueId, 1)
    const mine = await joins(institutionId, queueId, 2)
    const me = patient(mine.holderId)
    expect((await run(me, (tx) => queue.placeInLine(tx, me, { institutionId, ticketId: mine.id }))).ahead).toBe(1)
    expect(await codeOf(run(me, (tx) => queue.placeInLine(tx, me, { institutionId, ticketId: other.id })))).toBe('queue.ticket-not-found')
    const seen = await run(me, (tx) => sql`select from queue.ticket where institution_id = ${institutionId}`.execute(tx))
    expect(seen.rows).toHaveLength(1)
  })

  test('O4 staff of another institution and passers-by see no ticket; a board shows passers-by what hangs on the wall', async () => {
    const { institutionId, queueId, zoneId } = await aQueue()
    await joins(institutionId, queueId, 1)
    const stranger: Context = {
      ...at(5), institutionId: 7 as InstitutionId, actor: { kind: 'staff', accountId: 's', staffId: 1, institutionId: 7 as InstitutionId, roles: ['nurse'] },
    }
    for (const context of [stranger, anonymous]) {
      const { rows } = await run(context, (tx) => sql`select from queue.ticket where institution_id = ${institutionId}`.execute(tx))
      expect(rows).toHaveLength(0)
    }
    const seen = await run(anonymous, (tx) => queue.board(tx, anonymous, institutionId, zoneId))
    expect(seen.points[0]!.next).toEqual([{ label: 'A001', displayName: '李*庚' }])
  })
})
