import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aDay, HOSPITAL } from './testing/a-day.ts'

const day = await aDay()
const { owner, server, ask, seen, order, pay, stops, park } = day
const run = async () => {
  for (const task of (await import('./tasks.ts')).tasks) await task.run(server.services)
}
const workday = (from: string, to: string) => [{ days: [1, 2, 3, 4, 5], from, to }]
await sql`insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values ('counters.opening-hours', ${HOSPITAL}, '2026-01-01', ${JSON.stringify({
  laboratory: workday('10:00', '11:30'), pharmacy: workday('08:00', '17:00'), examination: workday('07:00', '08:30'), window: [], rehabilitation: [], treatment: [], exceptions: [],
})}, '', 'test', false)`.execute(owner)
const at = (time: string) => server.clock.set(new Date(`2026-03-17T${time}:00+08:00`))

test('O3 a closed station gives no number, says when it opens, and takes in whoever is ready by itself once it is open', async () => {
  const visit = await seen()
  await order(visit.visitId, 'LAB-LIPID')
  await pay(visit.visitId)
  await park(visit.visitId)
  const [stop] = (await stops(visit)).stops
  expect(stop).toMatchObject({ status: 'ready', ticketId: null, closed: { opensAt: '2026-03-17T02:00:00.000Z' } })
  const refused = await ask('POST', `/api/counters/stops/${HOSPITAL}/${stop.id}/join`, { as: visit.person.actor, body: {} })
  expect(refused).toMatchObject({ status: 409, body: { code: 'counters.station-closed', details: { opensAt: '2026-03-17T02:00:00.000Z', when: '10:00' } } })
  expect(refused.body.title).toContain('10:00')
  await run()
  expect((await stops(visit)).stops[0]).toMatchObject({ status: 'ready', ticketId: null })

  at('10:01')
  await Promise.all([run(), run()])
  expect((await stops(visit)).stops[0]).toMatchObject({ status: 'waiting', closed: null })
  const { rows } = await sql`select from queue.ticket where visit_id = ${visit.visitId} and status = 'waiting'`.execute(owner)
  expect(rows).toHaveLength(1)
})

test('O3 over for today it opens tomorrow; staff cannot put anybody in line there either', async () => {
  at('09:00')
  const visit = await seen()
  await order(visit.visitId, 'EXM-ECHO')
  await pay(visit.visitId)
  const [stop] = (await stops(visit)).stops
  expect(stop).toMatchObject({ status: 'ready', closed: { opensAt: '2026-03-17T23:00:00.000Z' } })
  expect(await ask('POST', `/api/counters/stops/${HOSPITAL}/${stop.id}/join`, { as: day.staff('nurse'), body: {} })).toMatchObject({ status: 409, body: { code: 'counters.station-closed' } })
})
