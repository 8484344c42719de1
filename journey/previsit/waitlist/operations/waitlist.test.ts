import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { registrar } from '#journey/previsit/booking/testing/a-clinic.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { aFullClinic, answer, cancel, DAY, faults, type FullClinic, join, minutes, NOW, offersOf, settle, someone, waitlistServer, wish } from '../arrange.ts'

const { url, owner } = await testDatabase()
const server = await waitlistServer(url)
const second = await waitlistServer(url)
beforeEach(() => {
  server.clock.set(NOW)
  second.clock.set(NOW)
})
const at = (time: string) => {
  server.clock.set(new Date(`${time}+08:00`))
  second.clock.set(new Date(`${time}+08:00`))
}
const publicLeft = async (clinic: FullClinic) => (await sql<{ left: number }>`select sum(a.units - a.taken)::integer as left from capacity.allotment a
  join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id and l.code = 'public'
  where a.institution_id = ${clinic.institutionId} and a.period_id = any (${clinic.periodIds}::bigint[])`.execute(owner)).rows[0]!.left
const moves = async (clinic: FullClinic) => (await sql<{ reason: string }>`select reason from capacity.pool_move
  where institution_id = ${clinic.institutionId} and period_id = any (${clinic.periodIds}::bigint[]) order by id`.execute(owner)).rows.map((row) => row.reason)
const freed = async (clinic: FullClinic) => (await sql<{ status: string; endReason: string }>`select status, end_reason as "endReason" from capacity.freed_unit
  where institution_id = ${clinic.institutionId} and service_id = ${clinic.serviceId} order by id`.execute(owner)).rows

test('P3: a time that is given back is offered to who waits, never to the public; accepted, it is theirs', async () => {
  const clinic = await aFullClinic(server, owner)
  const [waiting, passerBy] = [await someone(owner), await someone(owner)]
  const entry = await join(server, clinic, waiting)
  await cancel(server, clinic, clinic.holders[0]!)
  expect(await publicLeft(clinic)).toBe(0)
  for (const pool of ['public', 'waitlist']) {
    const grab = await server.request('POST', '/api/booking/appointments', { as: passerBy.as, body: { institutionId: clinic.institutionId, periodId: clinic.periodIds[0], personId: passerBy.personId, pool } })
    expect([403, 409]).toContain(grab.status)
  }
  await settle(server)
  const [offer] = await offersOf(server, waiting)
  expect(offer).toMatchObject({ mode: 'hold', status: 'open', answerBy: '2026-11-23T01:00:00.000Z' })
  const accepted = await answer(server, waiting, offer!, 'accept')
  expect(accepted).toMatchObject({ status: 200, body: { status: 'accepted' } })
  expect(await answer(second, waiting, offer!, 'accept')).toMatchObject({ status: 200, body: { appointmentId: accepted.body.appointmentId } })
  await settle(server)
  const mine = await server.request('GET', '/api/booking/appointments', { as: waiting.as })
  expect(mine.body).toMatchObject([{ id: accepted.body.appointmentId, status: 'booked', periodId: clinic.periodIds[0] }])
  expect((await server.request('GET', '/api/waitlist/entries', { as: waiting.as })).body.entries).toMatchObject([{ id: entry, status: 'booked' }])
  expect(await freed(clinic)).toMatchObject([{ status: 'taken' }])
  expect(await moves(clinic)).toEqual(['given back, and others wait for it'])
  expect(await faults(owner)).toEqual([])
})

test('where nobody waits, or only for other half-days, a time that is given back is everybody’s at once', async () => {
  const clinic = await aFullClinic(server, owner)
  const afternoons = await someone(owner)
  await join(server, clinic, afternoons, { halves: ['afternoon'] })
  await cancel(server, clinic, clinic.holders[0]!)
  expect(await publicLeft(clinic)).toBe(1)
  expect(await freed(clinic)).toEqual([])
})

test('a hold that is let go or runs out goes back to everybody: holding cannot be used to empty a pool', async () => {
  const clinic = await aFullClinic(server, owner)
  await cancel(server, clinic, clinic.holders[0]!)
  await join(server, clinic, await someone(owner))
  const looking = await someone(owner)
  const hold = async () => (await server.request('POST', '/api/booking/holds', { as: looking.as, body: { institutionId: clinic.institutionId, periodId: clinic.periodIds[0], personId: looking.personId } })).body.id as string
  await cancel(server, clinic, { ...looking, id: await hold() })
  expect(await publicLeft(clinic)).toBe(1)
  await hold()
  server.clock.advanceSeconds(minutes(11))
  await settle(server)
  expect(await publicLeft(clinic)).toBe(1)
  expect(await freed(clinic)).toEqual([])
})

test('a declined or unanswered offer goes to the next in order, and whoever declined keeps their place', async () => {
  const clinic = await aFullClinic(server, owner)
  const [first, next, last] = [await someone(owner), await someone(owner), await someone(owner)]
  await join(server, clinic, first, { noticeHours: 0 })
  await join(server, clinic, next, { noticeHours: 1 })
  await join(server, clinic, last, { noticeHours: 2 })
  await cancel(server, clinic, clinic.holders[0]!)
  await settle(server)
  expect(await offersOf(server, next)).toEqual([])
  const [offer] = await offersOf(server, first)
  expect(await answer(server, first, offer!, 'decline')).toMatchObject({ status: 200, body: { status: 'declined' } })
  await settle(server)
  expect((await server.request('GET', '/api/waitlist/entries', { as: first.as })).body.entries[0]).toMatchObject({ status: 'waiting', standing: { ahead: 0, waiting: 2 } })
  const [second_] = await offersOf(server, next)
  server.clock.advanceSeconds(minutes(24 * 60 + 1))
  expect(await answer(server, next, second_!, 'accept')).toMatchObject({ status: 409, body: { code: 'waitlist.offer-over' } })
  await settle(server)
  expect(await offersOf(server, last)).toMatchObject([{ status: 'open' }])
  expect(await faults(owner)).toEqual([])
})

test('when everybody was asked the unit flows back to its pool, promptly and with the reason', async () => {
  const clinic = await aFullClinic(server, owner)
  const only = await someone(owner)
  await join(server, clinic, only)
  await cancel(server, clinic, clinic.holders[0]!)
  await settle(server)
  await answer(server, only, (await offersOf(server, only))[0]!, 'decline')
  await settle(server)
  expect(await publicLeft(clinic)).toBe(1)
  expect(await freed(clinic)).toEqual([{ status: 'returned', endReason: 'nobody who waits took it' }])
  expect(await moves(clinic)).toEqual(['given back, and others wait for it', 'nobody who waits took it'])
  expect(await faults(owner)).toEqual([])
})

test('offers that nobody answers end an hour before the start, and what is left goes back to everybody', async () => {
  const clinic = await aFullClinic(server, owner)
  await join(server, clinic, await someone(owner), { noticeHours: 0 })
  at(`${DAY}T00:30:00`)
  await cancel(server, clinic, clinic.holders[0]!)
  await settle(server)
  expect(await freed(clinic)).toMatchObject([{ status: 'open' }]) // at night nobody is woken
  at(`${DAY}T07:10:00`)
  await settle(server)
  expect(await freed(clinic)).toEqual([{ status: 'returned', endReason: 'nobody who waits took it in time' }])
})

test('clinical priority comes first, then days waited, then shorter notice', async () => {
  const clinic = await aFullClinic(server, owner, { periods: 4 })
  const [short, longWait, urgent] = [await someone(owner), await someone(owner), await someone(owner)]
  await join(server, clinic, longWait, { noticeHours: 24 })
  at('2026-11-24T09:00:00')
  await join(server, clinic, short, { noticeHours: 0 })
  const urgentEntry = await join(server, clinic, urgent, { noticeHours: 24 })
  const nurse = { ...registrar(), roles: ['nurse'] }
  expect(await server.request('POST', `/api/waitlist/entries/${urgentEntry}/priority`, { as: nurse, body: { priority: 1, reason: '复查结果异常' } })).toMatchObject({ status: 200, body: { priority: 1 } })
  expect(await server.request('POST', `/api/waitlist/entries/${urgentEntry}/priority`, { as: registrar(), body: { priority: 1, reason: '复查结果异常' } })).toMatchObject({ status: 403 })
  const standing = async (one: typeof short) => (await server.request('GET', '/api/waitlist/entries', { as: one.as })).body.entries[0].standing.ahead as number
  expect([await standing(urgent), await standing(longWait), await standing(short)]).toEqual([0, 1, 2])
  for (const expected of [urgent, longWait, short]) {
    await cancel(server, clinic, clinic.holders.shift()!)
    await settle(server)
    expect(await offersOf(server, expected)).toHaveLength(1)
  }
  expect(await faults(owner)).toEqual([])
})

test('whoever is elsewhere at that time is passed over, and it is said why', async () => {
  const clinic = await aFullClinic(server, owner)
  const elsewhere = await aFullClinic(server, owner, { institutionId: 2 })
  const [busy, free] = [elsewhere.holders[0]!, await someone(owner)]
  await join(server, clinic, busy, { noticeHours: 0 })
  await join(server, clinic, free, { noticeHours: 5 })
  await cancel(server, clinic, clinic.holders[0]!)
  await settle(server)
  expect(await offersOf(server, free)).toMatchObject([{ why: { passedOver: { 'booking.person-busy': 1 } } }])
})

test('close to the time a few are told at once: the first to accept has it, the others hear so kindly and keep their place', async () => {
  const clinic = await aFullClinic(server, owner)
  const group = [await someone(owner), await someone(owner), await someone(owner)]
  for (const one of group) await join(server, clinic, one, { noticeHours: 0 })
  const outside = await someone(owner)
  await join(server, clinic, outside, { noticeHours: 1 })
  // The second period starts at 8:15; from seven on people are asked.
  at(`${DAY}T07:01:00`)
  await sql`update platform.rule set value = value || '{"returnMinutesBefore": 10}' where code = 'waitlist.offers'`.execute(owner)
  await sql`update platform.rule set value = '{"hours": 0.1, "byKind": {}}' where code = 'waitlist.preparation'`.execute(owner)
  await cancel(server, clinic, clinic.holders[1]!)
  await settle(server)
  const offers = await Promise.all(group.map(async (one) => (await offersOf(server, one))[0]!))
  expect(offers).toMatchObject(group.map(() => ({ mode: 'group', why: { told: 3 } })))
  expect(await offersOf(server, outside)).toEqual([])
  const replies = await Promise.all(group.map((one, i) => answer(i % 2 ? server : second, one, offers[i]!, 'accept')))
  expect(replies.map((reply) => reply.status).sort((a, b) => a - b)).toEqual([200, 409, 409])
  for (const reply of replies) if (reply.status === 409) expect(reply.body.code).toBe('waitlist.offer-taken')
  await settle(server)
  const statuses = await Promise.all(group.map(async (one) => (await server.request('GET', '/api/waitlist/entries', { as: one.as })).body.entries[0].status as string))
  expect(statuses.sort()).toEqual(['booked', 'waiting', 'waiting'])
  expect(await faults(owner)).toEqual([])
  await sql`update platform.rule set value = value || '{"returnMinutesBefore": 60}' where code = 'waitlist.offers'`.execute(owner)
  await sql`update platform.rule set value = '{"hours": 2, "byKind": {}}' where code = 'waitlist.preparation'`.execute(owner)
})

test('whoever said yes beforehand is booked at once, and gives back the later appointment without it counting', async () => {
  const [clinic, later] = [await aFullClinic(server, owner), await aFullClinic(server, owner, { day: '2026-12-08' })]
  const holder = later.holders[0]!
  await join(server, clinic, holder, { auto: { untilDay: DAY, halves: ['morning'] }, insteadOf: { institutionId: 1, appointmentId: holder.id }, toDay: '2026-12-05' })
  await cancel(server, clinic, clinic.holders[0]!)
  await settle(server)
  const mine = (await server.request('GET', '/api/booking/appointments', { as: holder.as })).body
  expect(mine).toMatchObject([{ day: DAY, status: 'booked' }])
  const { rows } = await sql`select status, cancelled_late as late from booking.appointment where id = ${holder.id}`.execute(owner)
  expect(rows).toEqual([{ status: 'cancelled', late: false }])
  const { rows: gained } = await sql`select otherwise_day - booked_day as days from waitlist.entry where person_id = ${holder.personId}`.execute(owner)
  expect(gained).toEqual([{ days: 6 }])
  expect(await faults(owner)).toEqual([])
})

test('a suspended session is never offered: what was offered ends, and the unit goes home', async () => {
  const clinic = await aFullClinic(server, owner)
  const one = await someone(owner)
  await join(server, clinic, one)
  await cancel(server, clinic, clinic.holders[0]!)
  await settle(server)
  const [offer] = await offersOf(server, one)
  await sql`update capacity.session set status = 'suspended' where id = ${clinic.sessionId}`.execute(owner)
  expect(await answer(server, one, offer!, 'accept')).toMatchObject({ status: 409, body: { code: 'waitlist.session-suspended' } })
  await settle(server)
  expect(await offersOf(server, one)).toEqual([])
  expect(await freed(clinic)).toEqual([{ status: 'returned', endReason: 'the session does not take place' }])
  await cancel(server, clinic, clinic.holders[1]!)
  await settle(server)
  expect(await freed(clinic)).toHaveLength(1)
  expect((await server.request('GET', '/api/waitlist/entries', { as: one.as })).body.entries[0]).toMatchObject({ status: 'waiting' })
})

test('accept against withdraw, decline and running out at the same moment: one wins, the unit is had once', async () => {
  for (const rival of ['decline', 'withdraw', 'expire'] as const) {
    server.clock.set(NOW)
    const clinic = await aFullClinic(server, owner)
    const one = await someone(owner)
    const entry = await join(server, clinic, one)
    await cancel(server, clinic, clinic.holders[0]!)
    await settle(server)
    const [offer] = await offersOf(server, one)
    const against = async () => {
      if (rival === 'decline') return (await answer(second, one, offer!, 'decline')).status
      if (rival === 'withdraw') return (await second.request('POST', `/api/waitlist/entries/${entry}/withdraw`, { as: one.as, body: {} })).status
      second.clock.set(new Date(NOW.getTime() + 25 * 3_600_000))
      await settle(second)
      return 200
    }
    await Promise.all([answer(server, one, offer!, 'accept'), against()])
    await settle(server)
    const { rows } = await sql<{ status: string }>`select status from capacity.freed_unit where institution_id = 1 and service_id = ${clinic.serviceId}`.execute(owner)
    const { rows: appointments } = await sql`select from booking.appointment where person_id = ${one.personId} and status = 'booked'`.execute(owner)
    expect(appointments).toHaveLength(rows[0]!.status === 'taken' ? 1 : 0)
    expect(await faults(owner)).toEqual([])
  }
})

test('for people without a smartphone the desk enters, calls, and books on their spoken yes; no answer is the next one’s turn', async () => {
  const clinic = await aFullClinic(server, owner)
  const desk = registrar()
  const [old, next] = [await someone(owner), await someone(owner)]
  const entered = await server.request('POST', '/api/waitlist/entries', { as: desk, body: wish(clinic, old, { contact: 'call', noticeHours: 0 }) })
  expect(entered).toMatchObject({ status: 201, body: { contact: 'call' } })
  await server.request('POST', '/api/waitlist/entries', { as: desk, body: wish(clinic, next, { contact: 'call', noticeHours: 1 }) })
  await cancel(server, clinic, clinic.holders[0]!)
  await settle(server)
  const calls = async () => (await server.request('GET', '/api/waitlist/desk', { as: desk })).body.offers.filter((one: { serviceId: number }) => one.serviceId === clinic.serviceId)
  const [call] = await calls()
  expect(call).toMatchObject({ personId: old.personId, contact: 'call', person: { name: '周桂兰' } })
  const note = (id: string, body: object) => server.request('POST', `/api/waitlist/offers/1/${id}/call`, { as: desk, body })
  expect(await note(call.id, { outcome: 'accepted' })).toMatchObject({ status: 409, body: { code: 'waitlist.consent-missing' } })
  expect(await note(call.id, { outcome: 'no-answer' })).toMatchObject({ status: 200, body: { status: 'expired' } })
  await settle(server)
  const [again] = await calls()
  expect(again.personId).toBe(next.personId)
  expect(await note(again.id, { outcome: 'accepted', consent: true })).toMatchObject({ status: 200, body: { status: 'accepted' } })
  expect(await server.request('GET', '/api/waitlist/desk', { as: next.as })).toMatchObject({ status: 403 })
  await settle(server)
  expect((await server.request('GET', '/api/waitlist/desk', { as: desk })).body.clinics.find((one: { serviceId: number }) => one.serviceId === clinic.serviceId)).toMatchObject({ freed: 1, refilled: 1, waiting: 1 })
  expect(await faults(owner)).toEqual([])
})

test('joining: once for each clinic, three clinics, not into the past, not for a stranger; whoever books by themselves waits no more', async () => {
  const clinics = [await aFullClinic(server, owner), await aFullClinic(server, owner), await aFullClinic(server, owner), await aFullClinic(server, owner, { units: { public: 1 } })]
  const [one, stranger] = [await someone(owner), await someone(owner)]
  const post = (clinic: FullClinic, more: object = {}, as = one.as) => server.request('POST', '/api/waitlist/entries', { as, body: wish(clinic, one, more) })
  expect(await post(clinics[0]!, { toDay: '2026-11-20', fromDay: '2026-11-19' })).toMatchObject({ status: 409, body: { code: 'waitlist.days-over' } })
  expect(await post(clinics[0]!, { toDay: '2027-06-01' })).toMatchObject({ status: 409, body: { code: 'waitlist.too-far-ahead' } })
  expect(await post(clinics[0]!, {}, stranger.as)).toMatchObject({ status: 403, body: { code: 'waitlist.not-your-person' } })
  expect(await post(clinics[0]!, {}, registrar(2))).toMatchObject({ status: 403, body: { code: 'waitlist.not-your-institution' } })
  const twice = await Promise.all([post(clinics[0]!), post(clinics[0]!)])
  expect(twice.map((reply) => reply.status).sort((a, b) => a - b)).toEqual([201, 409])
  await join(server, clinics[1]!, one)
  await join(server, clinics[2]!, one)
  expect(await post(clinics[3]!)).toMatchObject({ status: 409, body: { code: 'waitlist.too-many-entries' } })
  expect((await server.request('POST', `/api/waitlist/entries/${twice.find((reply) => reply.status === 201)!.body.id}/withdraw`, { as: stranger.as, body: {} })).status).toBe(404)
  await sql`update capacity.allotment set units = units + 1 where period_id = ${clinics[0]!.periodIds[0]}`.execute(owner)
  expect((await server.request('POST', '/api/booking/appointments', { as: one.as, body: { institutionId: 1, periodId: clinics[0]!.periodIds[0], personId: one.personId } })).status).toBe(201)
  await settle(server)
  const { body } = await server.request('GET', '/api/waitlist/entries', { as: one.as })
  expect(body.entries.filter((entry: { status: string }) => entry.status === 'booked')).toMatchObject([{ serviceId: clinics[0]!.serviceId, endReason: 'booked-otherwise' }])
  at('2026-12-11T09:00:00')
  await settle(server)
  expect((await server.request('GET', '/api/waitlist/entries', { as: one.as })).body.entries.filter((entry: { status: string }) => entry.status === 'over')).toHaveLength(2)
  expect(await faults(owner)).toEqual([])
})

test('a code of the message finds the offer for whoever may see it, and for nobody else', async () => {
  const clinic = await aFullClinic(server, owner)
  const [one, stranger] = [await someone(owner), await someone(owner)]
  await join(server, clinic, one)
  await cancel(server, clinic, clinic.holders[0]!)
  await settle(server)
  const [offer] = await offersOf(server, one)
  expect(offer!.code).toMatch(/^\d{8}$/)
  const ask = (as: typeof one.as) => server.request('POST', '/api/waitlist/offers/by-code', { as, body: { code: offer!.code } })
  expect(await ask(one.as)).toMatchObject({ status: 200, body: { id: offer!.id } })
  expect(await ask(stranger.as)).toMatchObject({ status: 404, body: { code: 'waitlist.offer-not-found' } })
  expect(await answer(server, stranger, offer!, 'accept')).toMatchObject({ status: 404 })
})

test('the time kept for an offer, confirmed among one’s appointments or let go for another, is understood', async () => {
  for (const otherwise of ['confirm', 'let-go'] as const) {
    const clinic = await aFullClinic(server, owner)
    const one = await someone(owner)
    await join(server, clinic, one)
    await cancel(server, clinic, clinic.holders[0]!)
    await settle(server)
    const [held] = (await server.request('GET', '/api/booking/appointments', { as: one.as })).body
    if (otherwise === 'confirm') expect((await server.request('POST', '/api/booking/appointments', { as: one.as, body: { institutionId: 1, holdId: held.id } })).status).toBe(201)
    else await cancel(server, clinic, { ...one, id: held.id as string })
    await settle(server)
    expect(await freed(clinic)).toMatchObject([{ status: otherwise === 'confirm' ? 'taken' : 'returned' }])
    expect((await server.request('GET', '/api/waitlist/entries', { as: one.as })).body.entries[0].status).toBe(otherwise === 'confirm' ? 'booked' : 'waiting')
    expect(await faults(owner)).toEqual([])
  }
})
