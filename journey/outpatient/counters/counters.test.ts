import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { aDay, HOSPITAL } from './testing/a-day.ts'

const day = await aDay()
const { owner, server, ask, doctor, seen, order, pay, stops, park, aWindow } = day
const statuses = async (visit: Parameters<typeof stops>[0]) => Object.fromEntries((await stops(visit)).stops.map((stop: { kind: string; status: string }) => [stop.kind, stop.status]))

describe('stops come from what is ordered', () => {
  test('O3 everything ordered for one station is one stop; it needs payment, then it is ready, and the laboratory lines up by itself', async () => {
    const visit = await seen()
    await order(visit.visitId, 'LAB-LIPID')
    await order(visit.visitId, 'LAB-CBC')
    await order(visit.visitId, 'DRG-A')
    const before = await stops(visit)
    expect(before.stops).toMatchObject([
      { kind: 'laboratory', status: 'needs-payment', items: ['血脂四项', '血常规'], needsFasting: true, name: '采血室', floor: '1楼', resultAfterMinutes: 60, ticketId: null },
      { kind: 'pharmacy', status: 'needs-payment', items: ['氨氯地平片'], needsFasting: false },
    ])
    expect(await pay(visit.visitId)).toBe(201)
    const after = await stops(visit)
    expect(after.stops).toMatchObject([{ kind: 'laboratory', status: 'waiting', place: { label: after.label, ahead: 0, queueName: '采血室' } }, { kind: 'pharmacy', status: 'ready', place: null }])
    await park(visit.visitId)
  })

  test('O3 a station that a hospital has not listed is made from its directory, once, with its department\'s floor', async () => {
    const visits = [await seen()]
    await Promise.all(visits.map(({ visitId }) => order(visitId, 'EXM-ECHO')))
    expect((await stops(visits[0]!)).stops).toMatchObject([{ kind: 'examination', name: '超声科检查室', building: '医技楼', floor: '3楼', resultAfterMinutes: 30, status: 'needs-payment' }])
    const { rows } = await sql<{ count: number }>`select count(*) from counters.station where department_id = 3`.execute(owner)
    expect(rows[0]!.count).toBe(1)
    await park(visits[0]!.visitId)
  })

  test('O3 an order taken back goes from its stop; with the last one the stop is over and the line is left', async () => {
    const visit = await seen()
    const [lipid, count] = [await order(visit.visitId, 'LAB-LIPID'), await order(visit.visitId, 'LAB-CBC')]
    await pay(visit.visitId)
    const take = async (id: string) => {
      await ask('POST', `/api/consulting/visits/${visit.visitId}/orders/${id}/cancel`, { as: doctor })
      await server.runReactions()
    }
    await take(lipid)
    expect((await stops(visit)).stops).toMatchObject([{ status: 'waiting', items: ['血常规'], needsFasting: false }])
    await take(count)
    expect((await stops(visit)).stops).toEqual([])
    const { rows } = await sql<{ status: string }>`select t.status from queue.ticket t join counters.stop s on s.ticket_id = t.id where s.visit_id = ${visit.visitId}`.execute(owner)
    expect(rows).toEqual([{ status: 'left' }])
    await park(visit.visitId)
  })

  test('O3 what is ordered later at a station where the blood was drawn already is a new stop', async () => {
    const visit = await seen()
    await order(visit.visitId, 'LAB-LIPID')
    await pay(visit.visitId)
    await park(visit.visitId)
    const window = await aWindow('laboratory')
    const called = await window.callFor(visit)
    await window.act(called.body.ticketId, { verb: 'finish' })
    await server.runReactions()
    await ask('POST', '/api/consulting/visits', { as: doctor, body: { visitId: visit.visitId } })
    await order(visit.visitId, 'LAB-CBC')
    expect((await stops(visit)).stops.map((stop: { status: string }) => stop.status)).toEqual(['awaiting-result', 'needs-payment'])
    await park(visit.visitId)
  })
})

describe('joining', () => {
  test('O3 refused while unpaid, by a stranger, and at a closed line; a refusal leaves nothing behind', async () => {
    const visit = await seen()
    await order(visit.visitId, 'EXM-ECHO')
    const [stop] = (await stops(visit)).stops
    const join = (as = visit.person.actor) => ask('POST', `/api/counters/stops/${HOSPITAL}/${stop.id}/join`, { as, body: {} })
    expect(await join()).toMatchObject({ status: 409, body: { code: 'counters.not-paid' } })
    await pay(visit.visitId)
    const stranger = { ...visit.person.actor, personId: newId() as typeof visit.person.personId, mayActFor: [] }
    expect(await join(stranger)).toMatchObject({ status: 404 })
    const nurse = day.staff('nurse')
    const taking = (body: object) => ask('PUT', `/api/counters/stations/${stop.stationId}/taking`, { as: nurse, body })
    await taking({ taking: false, reason: '仪器检修' })
    expect(await join()).toMatchObject({ status: 409, body: { code: 'queue.queue-closed', details: { reason: '仪器检修' } } })
    expect((await stops(visit)).stops[0]).toMatchObject({ status: 'ready', ticketId: null })
    await taking({ taking: true })
    const both = await Promise.all([join(), join(), join()])
    expect(new Set(both.map((reply) => reply.body.ticketId)).size).toBe(1)
    expect((await stops(visit)).stops[0]).toMatchObject({ status: 'waiting' })
    await park(visit.visitId)
  })

  test('O3 a number for the cashier is taken from the phone, and asked twice it is the same one', async () => {
    const visit = await day.aVisit()
    const window = () => ask('POST', `/api/counters/visits/${HOSPITAL}/${visit.visitId}/window`, { as: visit.person.actor, body: {} })
    const [first, second] = [await window(), await window()]
    expect(first).toMatchObject({ status: 201, body: { kind: 'window', status: 'waiting', name: '收费窗口' } })
    expect(second.body.ticketId).toBe(first.body.ticketId)
    await ask('POST', `/api/arrival/queues/visits/${visit.visitId}`, { as: doctor, body: { verb: 'leave', reason: 'x' } })
  })
})

describe('one ticket through the whole visit', () => {
  test('O3 doctor, laboratory, doctor again with results, pharmacy: one number all the way, and each is told', async () => {
    const visit = await seen()
    const { visitId } = visit
    await order(visitId, 'LAB-LIPID')
    await order(visitId, 'DRG-A')
    await pay(visitId)
    const { label } = await stops(visit)
    await park(visitId)
    const laboratory = await aWindow('laboratory')
    const called = await laboratory.callFor(visit)
    expect(called.body).toMatchObject({ label, status: 'called', stop: { visitId, status: 'waiting' } })
    await laboratory.act(called.body.ticketId, { verb: 'start' })
    expect(await statuses(visit)).toMatchObject({ laboratory: 'serving', pharmacy: 'ready' })
    await laboratory.act(called.body.ticketId, { verb: 'finish' })
    await server.runReactions()
    expect(await statuses(visit)).toMatchObject({ laboratory: 'awaiting-result', pharmacy: 'ready' })
    const waiting = (await laboratory.counter()).awaiting.find((one: { label: string }) => one.label === label)
    expect(waiting).toMatchObject({ label, stop: { items: ['血脂四项'] } })

    // Two who say at once that the result is there: one does, and the patient stands in the doctor's line once.
    const marked = await Promise.all([laboratory.result(waiting.stop.id), laboratory.result(waiting.stop.id)])
    expect(marked.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([200, 409])
    await server.runReactions()
    const room = await ask('GET', '/api/arrival/queues/my-room', { as: doctor })
    const back = room.body.entries.filter((entry: { ticket: { visitId: string; status: string } }) => entry.ticket.visitId === visitId && entry.ticket.status === 'waiting')
    expect(back).toMatchObject([{ ticket: { label, class: 'returning', why: 'returning' } }])
    const desk = await ask('GET', `/api/consulting/visits/${visitId}`, { as: doctor })
    expect(desk.body.orders).toMatchObject([{ code: 'LAB-LIPID', state: 'done', resultAt: expect.any(String) }, { code: 'DRG-A', state: 'ordered', resultAt: null }])

    await ask('POST', `/api/arrival/queues/visits/${visitId}`, { as: doctor, body: { verb: 'call', pointId: room.body.room.id } })
    await ask('POST', '/api/consulting/visits', { as: doctor, body: { visitId } })
    const note = { complaint: '胸闷', history: '', examination: '', assessment: '', plan: '', advice: '', diagnoses: [{ code: 'I10', name: '高血压' }], revision: 0 }
    await sql`insert into terminology.edition (id, name, imported_at, code_count, active) values ('t', 't', now(), 1, true) on conflict do nothing`.execute(owner)
    await sql`insert into terminology.diagnosis (edition, code, name, name_en) values ('t', 'I10', '高血压', '') on conflict do nothing`.execute(owner)
    const saved = await ask('PUT', `/api/consulting/visits/${visitId}/note`, { as: doctor, body: note })
    expect((await ask('POST', `/api/consulting/visits/${visitId}/finish`, { as: doctor, body: { revision: saved.body.revision } })).status).toBe(200)
    await server.runReactions()
    expect((await stops(visit)).stops[1]).toMatchObject({ kind: 'pharmacy', status: 'waiting', place: { label } })
    const pharmacy = await aWindow('pharmacy')
    const handed = await pharmacy.callNext()
    expect(handed.body.label).toBe(label)
    await pharmacy.act(handed.body.ticketId, { verb: 'finish' })
    await server.runReactions()
    expect(await statuses(visit)).toEqual({ laboratory: 'done', pharmacy: 'done' })

    const events = await sql<{ type: string; payload: { status?: string } }>`select type, payload from platform.event where type like 'counters.%' and payload->>'visitId' = ${visitId} order by id`.execute(owner)
    const told = events.rows.map((row) => row.payload.status ?? row.type)
    expect(told.toSorted()).toEqual(['needs-payment', 'needs-payment', 'ready', 'ready', 'waiting', 'serving', 'awaiting-result', 'done', 'counters.result-ready.v1', 'waiting', 'done'].toSorted())
    const audit = await sql<{ action: string }>`select distinct action from platform.audit where person_id = ${visit.person.personId} and action like 'counters.%'`.execute(owner)
    expect(audit.rows.map((row) => row.action)).toEqual(expect.arrayContaining(['counters.call', 'counters.finish', 'counters.mark-result', 'counters.join']))
  })

  test('O3 after the doctor has ended the visit the patient may ask to be seen again today with results, once', async () => {
    const visit = await seen()
    const { visitId, person } = visit
    await order(visitId, 'LAB-CBC')
    await pay(visitId)
    await ask('POST', `/api/arrival/queues/visits/${visitId}`, { as: doctor, body: { verb: 'finish' } })
    await sql`update consulting.visit set state = 'finished', finished_at = now(), first_finished_at = now() where visit_id = ${visitId}`.execute(owner)
    const back = () => ask('POST', `/api/counters/visits/${HOSPITAL}/${visitId}/return`, { as: person.actor, body: {} })
    expect(await back()).toMatchObject({ status: 409, body: { code: 'counters.nothing-to-show' } })
    const laboratory = await aWindow('laboratory')
    const called = await laboratory.callFor(visit)
    await laboratory.act(called.body.ticketId, { verb: 'finish' })
    await laboratory.result(called.body.stop.id)
    expect((await stops(visit)).stops[0]).toMatchObject({ status: 'done', mayReturn: true })
    expect((await Promise.all([back(), back()])).map((reply) => reply.status)).toEqual([200, 200])
    const { rows } = await sql<{ class: string }>`select class from queue.ticket where visit_id = ${visitId} and status = 'waiting'`.execute(owner)
    expect(rows).toEqual([{ class: 'returning' }])
    expect((await stops(visit)).stops[0]).toMatchObject({ mayReturn: false })

    // Seen with the result and sent home: there is nothing to come back with.
    await sql`update queue.ticket set status = 'done' where visit_id = ${visitId} and status = 'waiting'`.execute(owner)
    await sql`update arrival.visit set status = 'finished',
      finished_at = (select max(result_at) + interval '1 second' from counters.stop where visit_id = ${visitId}) where id = ${visitId}`.execute(owner)
    expect((await stops(visit)).stops[0]).toMatchObject({ status: 'done', mayReturn: false })
    expect(await back()).toMatchObject({ status: 409, body: { code: 'counters.nothing-to-show' } })
  })

  test('O4 finishing at a counter is taken back within ten seconds: the stop is served again, and the order is open again', async () => {
    const visit = await seen()
    const orderId = await order(visit.visitId, 'LAB-LIPID')
    await pay(visit.visitId)
    await park(visit.visitId)
    const laboratory = await aWindow('laboratory')
    const called = await laboratory.callFor(visit)
    await laboratory.act(called.body.ticketId, { verb: 'start' })
    const finished = await laboratory.act(called.body.ticketId, { verb: 'finish' })
    await server.runReactions()
    expect((await laboratory.act(called.body.ticketId, { verb: 'undo', version: finished.body.version })).body).toMatchObject({ status: 'serving', stop: { status: 'serving' } })
    await server.runReactions()
    const { rows } = await sql<{ state: string }>`select state from consulting.visit_order where id = ${orderId}`.execute(owner)
    expect(rows[0]!.state).toBe('ordered')
  })
})

describe('who may', () => {
  test('O4 a counter cannot move somebody in a doctor\'s line; other hospitals, patients and passers-by see no counter', async () => {
    const visit = await day.aVisit()
    const { rows } = await sql<{ id: string }>`select id from queue.ticket where visit_id = ${visit.visitId}`.execute(owner)
    const nurse = day.staff('nurse')
    expect((await ask('POST', `/api/counters/tickets/${rows[0]!.id}`, { as: nurse, body: { verb: 'finish' } })).status).toBe(404)
    expect((await ask('GET', '/api/counters/stations/1', { as: visit.person.actor })).status).toBe(403)
    expect((await ask('GET', '/api/counters/stations/1')).status).toBe(401)
    const elsewhere = { ...nurse, institutionId: (HOSPITAL + 1) as typeof nurse.institutionId }
    expect((await ask('GET', '/api/counters/stations/1', { as: elsewhere })).status).toBe(404)
    expect((await ask('POST', '/api/counters/line-rule', { as: nurse, body: {} })).status).toBe(403)
    expect((await ask('GET', '/api/counters/line-rule', { as: nurse })).body).toMatchObject({ version: 1, ownRule: false, mayChange: false, rule: { returnEvery: 2 } })
  })

  test('O4 each profession works at its own stations: the laboratory says that results are there, pharmacists hand out drugs, and nobody else does', async () => {
    const visit = await seen()
    await order(visit.visitId, 'LAB-LIPID')
    await order(visit.visitId, 'DRG-A')
    await pay(visit.visitId)
    await park(visit.visitId)
    const laboratory = await aWindow('laboratory')
    const [lab, drugs] = (await stops(visit)).stops
    const reads = async (role: string) => Promise.all([lab, drugs].map(async (stop) => (await ask('GET', `/api/counters/stations/${stop.stationId}`, { as: day.staff(role) })).status))
    expect(Object.fromEntries(await Promise.all(['laboratory', 'pharmacist', 'nurse', 'physician', 'cashier', 'accountant'].map(async (role) => [role, await reads(role)])))).toEqual({
      laboratory: [200, 403], pharmacist: [403, 200], nurse: [200, 403], physician: [403, 403], cashier: [403, 403], accountant: [403, 403],
    })
    const refused = { status: 403, body: { code: 'counters.not-your-station' } }
    const [nurse, pharmacist, chemist] = [day.staff('nurse'), day.staff('pharmacist'), day.staff('laboratory')]
    expect(await ask('PUT', `/api/counters/stations/${drugs.stationId}/window`, { as: nurse, body: { pointId: laboratory.pointId } })).toMatchObject(refused)
    expect(await ask('POST', `/api/counters/windows/${laboratory.pointId}/call-next`, { as: pharmacist, body: {} })).toMatchObject(refused)
    expect(await ask('PUT', `/api/counters/windows/${laboratory.pointId}/state`, { as: pharmacist, body: { state: 'closed' } })).toMatchObject(refused)
    expect(await ask('PUT', `/api/counters/stations/${drugs.stationId}/taking`, { as: chemist, body: { taking: false, reason: 'x y' } })).toMatchObject(refused)
    expect(await ask('POST', `/api/counters/tickets/${lab.ticketId}`, { as: pharmacist, body: { verb: 'pass' } })).toMatchObject(refused)
    const called = await laboratory.callFor(visit)
    await laboratory.act(called.body.ticketId, { verb: 'finish' })
    for (const as of [nurse, pharmacist, day.staff('physician')]) expect(await ask('POST', `/api/counters/stops/${lab.id}/result`, { as, body: {} })).toMatchObject(refused)
    expect(await ask('POST', `/api/counters/stops/${lab.id}/result`, { as: chemist, body: {} })).toMatchObject({ status: 200 })
    const shown = (await ask('GET', '/api/counters/stations', { as: pharmacist })).body as { kind: string; mayServe: boolean; mayMarkResult: boolean }[]
    expect(shown.filter((station) => station.mayServe).map((station) => station.kind)).toEqual(['pharmacy'])
    expect(shown.some((station) => station.mayMarkResult)).toBe(false)
  })
})
