import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { callNext, servicePointsOfZone, takeServicePoint } from '#engines/queue/index.ts'
import { enterAtDesk } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { AwayEntry, AwayRow } from './contract.ts'
import { placeWalkIns } from './operations/place-walk-ins.ts'
import { aHall, CENTRAL } from './testing/a-hall.ts'
import { CARDIOLOGY, clinic, EXPERT_CENTS, EYES, GENERAL_CENTS, walkInClinics } from './testing/walk-in-clinics.ts'

// O3: whoever comes without a booking while the server is away gets a true place.
const hall = await aHall()
const { server, owner, at, aMachine, aPerson, anAppointment, minutes, nurse } = hall
await walkInClinics(owner)
const machines = [aMachine('1 号机'), aMachine('2 号机')] as const
const [first, second] = machines

const forEyes = { walkIn: { departmentId: EYES, feeCents: GENERAL_CENTS } }
const forHeart = { walkIn: { departmentId: CARDIOLOGY, feeCents: GENERAL_CENTS } }
/** A minute of the morning passes after everything was sent: what came has settled. */
const settle = async (minute: number) => {
  at(minute)
  return placeWalkIns(server.services)
}
const rowOf = async ({ id }: AwayEntry) => (await list()).find((row) => row.id === id)!
const list = async (as = nurse) => (await server.request<AwayRow[]>('GET', '/api/kiosk/away', { as })).body
const answersOf = async (entries: readonly AwayEntry[]) => Promise.all(entries.map(async (entry) => (await rowOf(entry)).answer))
const post = (entry: AwayEntry, verb: string, body?: object, as = nurse) => server.request('POST', `/api/kiosk/away/${entry.id}/${verb}`, { as, ...(body ? { body } : {}) })
/** Who stands in line, in order, by the number of their paper. */
const line = async (entries: readonly AwayEntry[]) => {
  const { rows } = await sql<{ paper: string }>`select e.paper from kiosk.away_entry e join queue.ticket t on t.visit_id = e.visit_id
    where e.id = any (${entries.map(({ id }) => id)}::uuid[]) and e.answer = 'merged' order by t.order_at, t.order_tie, t.number`.execute(owner)
  return rows.map(({ paper }) => paper)
}
const freshDay = async () => {
  await sql`update capacity.session set status = 'closed'`.execute(owner)
  at(0)
}
const [UNTIL_NOON, NO_PUBLIC] = [18, { 'on-site': 1, public: 0 }] as const

describe('without a booking, at a machine that is alone', () => {
  test('O3 the list a machine keeps says which departments take people, until when, what was left and what it costs', async () => {
    await freshDay()
    await clinic(owner, { serviceId: 21, from: minutes(10), periods: 3, units: { 'on-site': 2, public: 1 } })
    await clinic(owner, { serviceId: 22, from: minutes(120), periods: 2, units: NO_PUBLIC })
    const { walkIn } = await first.prepare()
    expect(walkIn).toEqual([{
      departmentId: CARDIOLOGY, name: '心血管内科', nameEn: 'Cardiology', where: '门诊楼 3 层', from: minutes(10).toISOString(), until: minutes(140).toISOString(), left: 9, feeCents: EXPERT_CENTS,
    }])
  })

  test('O3 a number taken alone becomes a unit of the department and a place in line by the moment it was taken, for no more than was said', async () => {
    await freshDay()
    await clinic(owner, { serviceId: 21, from: minutes(5), periods: 3, units: { 'on-site': 5, public: 5 } })
    await clinic(owner, { serviceId: 22, from: minutes(15), periods: 3, units: { 'on-site': 1, public: 1 } })
    await Promise.all(machines.map((machine) => machine.prepare()))
    const { number, personId } = await aPerson({ phone: '13900000001' })
    const entry = first.take({ number }, 3, forHeart)
    at(20)
    expect((await first.send([entry], 20)).body.answers).toEqual([{ id: entry.id, answer: 'received', label: '' }])
    expect(await placeWalkIns(server.services)).toBe(0)
    expect(await settle(21)).toBe(1)
    const row = await rowOf(entry)
    expect(row).toMatchObject({ answer: 'merged', label: expect.stringMatching(/^[A-Z]\d{3}$/), department: { name: '心血管内科' }, nameMasked: '' })
    expect((await first.send([entry], 22)).body.answers).toEqual([{ id: entry.id, answer: 'merged', label: row.label }])
    const { rows } = await sql`select service_id, pool, channel, fee_cents, starts_at from booking.appointment where id = ${row.visitId}`.execute(owner)
    expect(rows).toEqual([{ service_id: 22, pool: 'on-site', channel: 'kiosk', fee_cents: GENERAL_CENTS, starts_at: minutes(15) }])
    const ticket = await sql`select class, joined_at, order_at, why from queue.ticket where visit_id = ${row.visitId}`.execute(owner)
    expect(ticket.rows).toEqual([{ class: 'walk-in', joined_at: minutes(3), order_at: minutes(15), why: 'walk-in' }])
    // Everybody in the hall reads which number the paper became, and nothing else; the person is told on the phone, once.
    expect((await second.ask('GET', 'new-numbers')).body.numbers).toEqual([{ paper: entry.paper, label: row.label, until: minutes(41).toISOString() }])
    await server.runReactions()
    await server.runReactions()
    const told = await sql<{ template: string; params: string[] }>`select template, params from messaging.message where person_id = ${personId} and template like 'number%'`.execute(owner)
    expect(told.rows).toEqual([{ template: 'number-follows', params: ['李*庚', entry.paper, row.label, '心血管内科 门诊楼 3 层 B 区 8诊室'] }])
    at(50)
    expect((await second.ask('GET', 'new-numbers')).body.numbers).toEqual([])
    expect((await sql`select from kiosk.away_entry where sealed <> '' and id = ${entry.id}`.execute(owner)).rows).toEqual([])
  })

  test('O3 numbers of several machines stand in the order in which they were taken, whichever came first; whoever was called stays called', async () => {
    await freshDay()
    await clinic(owner, { serviceId: 31, from: minutes(5), periods: UNTIL_NOON, units: { 'on-site': 1, public: 1 } })
    await Promise.all(machines.map((machine) => machine.prepare()))
    const people = await Promise.all([1, 2, 3, 4, 5].map(() => aPerson()))
    const entries = [second.take(people[0]!, 2, forEyes), first.take(people[1]!, 3, forEyes), second.take(people[2]!, 4, forEyes), first.take(people[3]!, 6, forEyes)]
    const late = aMachine('3 号机')
    await late.prepare()
    const lateEntry = late.take(people[4]!, 1, forEyes)
    at(20)
    await first.send([entries[3]!, entries[1]!], 20)
    at(20.1)
    await second.send([entries[2]!, entries[0]!], 20.1)
    expect(await settle(21)).toBe(4)
    expect(await line(entries)).toEqual(entries.map(({ paper }) => paper))
    // The first is called; an hour later the third machine comes with somebody who came before all of them.
    const { rows: [zone] } = await sql<{ zone_id: string }>`select zone_id from kiosk.away_entry where id = ${entries[0]!.id}`.execute(owner)
    const context: Context = { actor: nurse, institutionId: CENTRAL as never, purpose: 'test', now: minutes(22), requestId: 'test', channel: 'desk' }
    const called = await inTransaction(server.services.db, context, async (tx) => {
      const [point] = await servicePointsOfZone(tx, CENTRAL, zone!.zone_id)
      await takeServicePoint(tx, context, { institutionId: CENTRAL, pointId: point!.id, staffId: 11, label: '沈若云', labelEn: '', role: '', serves: [...point!.serves] })
      return callNext(tx, context, { institutionId: CENTRAL, pointId: point!.id })
    })
    expect(called.label).toBe((await rowOf(entries[0]!)).label)
    at(80)
    await late.send([lateEntry], 80)
    expect(await settle(81)).toBe(1)
    expect((await sql`select from queue.ticket where visit_id = ${(await rowOf(entries[0]!)).visitId} and status = 'called'`.execute(owner)).rows).toHaveLength(1)
    expect(await line([lateEntry, ...entries])).toHaveLength(5)
  })

  test('O3 the same person at two machines has one place, the earlier; who is booked there is checked in for that', async () => {
    await freshDay()
    await clinic(owner, { serviceId: 22, from: minutes(10), periods: 3, units: { 'on-site': 3, public: 0 } })
    await Promise.all(machines.map((machine) => machine.prepare()))
    const [twice, booked] = [await aPerson(), await anAppointment({ startsIn: 20 })]
    const entries = [second.take(twice, 5, forHeart), first.take(twice, 2, forHeart), first.take({ number: booked.number }, 4, forHeart)]
    at(20)
    await Promise.all([second.send([entries[0]!], 20), first.send([entries[1]!, entries[2]!], 20)])
    expect(await settle(21)).toBe(3)
    expect(await answersOf(entries)).toEqual(['already', 'merged', 'merged'])
    expect((await rowOf(entries[0]!)).label).toBe((await rowOf(entries[1]!)).label)
    expect((await rowOf(entries[2]!)).visitId).toBe(booked.visitId)
    expect((await sql`select from booking.appointment where person_id = ${twice.personId}`.execute(owner)).rows).toHaveLength(1)
    expect((await sql`select joined_at from queue.ticket where holder_id = ${twice.personId}`.execute(owner)).rows).toEqual([{ joined_at: minutes(2) }])
  })

  test('O3 where nothing is left nobody is put in line: it stands on the list with the next time, which staff give when the person agrees', async () => {
    await freshDay()
    await clinic(owner, { serviceId: 31, from: minutes(15), periods: 1, units: NO_PUBLIC })
    await clinic(owner, { serviceId: 31, from: minutes(240), periods: 1, units: NO_PUBLIC })
    await Promise.all(machines.map((machine) => machine.prepare()))
    const people = await Promise.all([1, 2, 3].map(() => aPerson({ phone: '' })))
    const entries = people.map((person, i) => first.take(person, i + 1, forEyes))
    at(20)
    await first.send(entries, 20)
    await settle(21)
    expect(await answersOf(entries)).toEqual(['merged', 'full', 'full'])
    const full = await rowOf(entries[1]!)
    expect(full).toMatchObject({ nameMasked: '李*庚', canRetry: true, offered: { startsAt: minutes(240).toISOString(), service: '普通门诊', feeCents: GENERAL_CENTS } })
    expect((await list(hall.staff(2, 'nurse'))).length).toBe(0)
    expect((await post(entries[1]!, 'retry', { what: 'offered' }, hall.staff(2, 'nurse'))).status).toBe(404)
    expect((await post(entries[1]!, 'retry', { what: 'offered' })).body).toMatchObject({ answer: 'booked' })
    expect((await sql`select status, starts_at from booking.appointment where person_id = ${people[1]!.personId}`.execute(owner)).rows).toEqual([{ status: 'booked', starts_at: minutes(240) }])
    expect(await post(entries[1]!, 'retry', { what: 'offered' })).toMatchObject({ status: 404, body: { code: 'kiosk.entry-unknown' } })
    // A unit more for the one who is left, who keeps their moment of coming.
    await sql`update capacity.allotment set units = units + 1 where institution_id = ${CENTRAL} and taken = 1 and period_id in (select id from capacity.period where starts_at = ${minutes(15)} and service_id = 31)`.execute(owner)
    expect((await post(entries[2]!, 'retry', { what: 'again' })).body).toMatchObject({ answer: 'merged' })
    expect(await line(entries)).toEqual([entries[0]!.paper, entries[2]!.paper])
    expect((await sql`select from platform.audit where action = 'kiosk.take-in-entry' and subject = ${`away-entry/${entries[2]!.id}`} and actor_id <> 'kiosk:1 号机'`.execute(owner)).rows).toHaveLength(1)
  })

  test('O3 who is not known is entered at the desk and tried again by the moment of coming; closed, long ago and forged are said as they are', async () => {
    await freshDay()
    await clinic(owner, { serviceId: 31, from: minutes(10), periods: UNTIL_NOON, units: { 'on-site': 2, public: 0 } })
    await Promise.all(machines.map((machine) => machine.prepare()))
    const number = '990101199001010019'
    const [unknown, forged, old] = [first.take({ number }, 5, forEyes), { ...first.take(await aPerson(), 6, forEyes), walkIn: { departmentId: EYES, feeCents: 1 } }, second.take(await aPerson(), 7, forEyes)]
    const closed = first.take(await aPerson(), 8, forHeart)
    at(20)
    await first.send([unknown, forged, closed], 20)
    await settle(21)
    at(150)
    await second.send([old], 150)
    await settle(151)
    expect(await answersOf([unknown, forged, old, closed])).toEqual(['not-known', 'not-genuine', 'long-ago', 'department-closed'])
    expect(await rowOf(forged)).toMatchObject({ canRetry: false })
    at(160)
    const context: Context = { actor: nurse, institutionId: CENTRAL as never, purpose: 'test', now: minutes(160), requestId: 'test', channel: 'desk' }
    await inTransaction(server.services.db, context, (tx) => enterAtDesk(tx, context, { name: '李长庚', document: { kind: 'resident-id', number }, insuranceKind: 'self-pay' }))
    expect((await post(unknown, 'retry', { what: 'again' })).body).toMatchObject({ answer: 'merged' })
    expect((await post(old, 'retry', { what: 'again' })).body).toMatchObject({ answer: 'merged' })
    expect(await line([unknown, old])).toEqual([unknown.paper, old.paper])
  })

  test('O3 no two machines of a house write the same numbers, and one whose memory was cleared goes on where it was', async () => {
    await freshDay()
    const same = [aMachine('门诊 40 号机'), aMachine('急诊 40 号机')] as const
    for (const machine of same) await machine.ask('GET', 'here')
    const lists = await Promise.all(same.map((machine) => machine.prepare()))
    expect(lists.map(({ papers }) => papers).toSorted((a, b) => a.series.localeCompare(b.series))).toEqual([{ series: 'K40', last: 0 }, { series: 'K41', last: 0 }])
    await same[0].send([same[0].take(await aPerson(), 1, forEyes), same[0].take(await aPerson(), 2, forEyes)], 20)
    const again = await same[0].prepare()
    expect([again.papers.series, again.papers.last]).toEqual([lists[0]!.papers.series, 2])
    await settle(21)
  })

  test('O3 what a person settled by mistake stands on the list again', async () => {
    await freshDay()
    await first.prepare()
    const entry = first.take(await aPerson(), 5, forEyes)
    at(20)
    await first.send([entry], 20)
    expect((await post(entry, 'settle', { note: '还没有排' })).status).toBe(404)
    await settle(21)
    expect((await post(entry, 'settle', { note: '找到了' })).status).toBe(204)
    expect(await rowOf(entry)).toMatchObject({ settledNote: '找到了', canRetry: false })
    expect((await post(entry, 'reopen')).status).toBe(204)
    expect(await rowOf(entry)).toMatchObject({ settledAt: null, settledNote: '', canRetry: true, nameMasked: '李*庚' })
    expect((await post(entry, 'reopen')).status).toBe(404)
  })
})
