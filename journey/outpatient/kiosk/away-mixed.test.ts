import { sql } from 'kysely'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { module as capacity } from '#engines/capacity/server.ts'
import { module as queue } from '#engines/queue/server.ts'
import { module as arrival } from '#journey/outpatient/arrival/server.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { contextOfMachine } from './machine-context.ts'
import { testServer } from '#platform/testing/index.ts'
import type { AwayEntry } from './contract.ts'
import { placeWalkIns } from './operations/place-walk-ins.ts'
import { module } from './server.ts'
import { takeInEntries } from './operations/take-in-entries.ts'
import { aHall, CENTRAL, NINE } from './testing/a-hall.ts'
import { CARDIOLOGY, clinic, EYES, GENERAL_CENTS, walkInClinics } from './testing/walk-in-clinics.ts'

// O3: three machines alone at once, with and without bookings, and two servers that hear of it together.
const hall = await aHall()
const { owner, at, aMachine, aPerson, anAppointment, minutes } = hall
await walkInClinics(owner)
const other = await testServer([capacity, queue, booking, arrival, module], { url: hall.url }, { now: NINE })
const machines = [aMachine('1 号机'), aMachine('2 号机'), aMachine('3 号机')]
await Promise.all(machines.map((machine) => machine.prepare()))
const wanted = { walkIn: { departmentId: EYES, feeCents: GENERAL_CENTS } }

interface Placed {
  readonly id: string
  readonly answer: string
  readonly takenAt: Date
  readonly personId: string
  readonly visitId: string | null
  readonly queueId: number | null
  readonly position: number | null
}

/** What became of entries, in the order in which they stand in line. */
const placed = async (entries: readonly AwayEntry[]) => (await sql<Placed>`
  select e.id, e.answer, e.taken_at as "takenAt", e.person_id as "personId", e.visit_id as "visitId", t.queue_id as "queueId",
    row_number() over (partition by t.queue_id order by t.order_at, t.order_tie, t.number)::integer as position
  from kiosk.away_entry e left join queue.ticket t on t.visit_id = e.visit_id and e.answer = 'merged'
  where e.id = any (${entries.map(({ id }) => id)}::uuid[])`.execute(owner)).rows

const unitsOf = async (sessionId: number) => (await sql<{ units: number; taken: number; over: number }>`select sum(a.units)::integer as units, sum(a.taken)::integer as taken, count(*) filter (where a.taken > a.units)::integer as over
  from capacity.allotment a join capacity.period p on p.institution_id = a.institution_id and p.id = a.period_id where p.session_id = ${sessionId}`.execute(owner)).rows[0]!

/** Sent to one of two servers, in whatever order and as often as comes. */
const sendTo = (server: typeof other, name: string, run: string, entries: readonly AwayEntry[], minute: number) =>
  takeInEntries(server.services.db, contextOfMachine(CENTRAL, name, { now: minutes(minute), requestId: 'test' }), { run, runMs: minute * 60_000, entries: [...entries] })
const settle = async (minute: number) => {
  at(minute)
  other.clock.set(minutes(minute))
  return (await Promise.all([placeWalkIns(hall.server.services), placeWalkIns(other.services)])).reduce((sum, count) => sum + count, 0)
}

test('O3 away for 30 minutes, 200 entries at three machines, booked and not, sent at random, twice, to two servers at once: all answered, none twice, never more than units, by when they came', async () => {
  at(0)
  await sql`update capacity.session set status = 'closed'`.execute(owner)
  // For 90 people without a booking there are 66 units of these hours.
  const sessionId = await clinic(owner, { serviceId: 31, from: minutes(20), periods: 11, minutes: 5, units: { 'on-site': 4, public: 2 } })
  const people = []
  for (let i = 0; i < 200; i++) people.push(i % 20 < 11 ? { ...(await anAppointment({ startsIn: 20 + (i % 30) })), isBooked: true } : { ...(await aPerson()), visitId: null, isBooked: false })
  const taken = people.map((person, i) => ({ person, machine: machines[(i * 7) % 3]!, minute: (i * 30) / 200 })).map(({ person, machine, minute }) => ({
    person, machine, entry: machine.take(person, minute, person.isBooked ? {} : wanted),
  }))
  // Ten of those without a booking take a second number at another machine.
  const again = taken.filter(({ person }) => !person.isBooked).slice(0, 10).map(({ person, machine }) => {
    const another = machines[(machines.indexOf(machine) + 1) % 3]!
    return { person, machine: another, entry: another.take(person, 30, wanted) }
  })
  const all = [...taken, ...again]
  const batches = [...all, ...all].map((one, i) => ({ ...one, at: Math.sin(i * 12.9898) })).toSorted((a, b) => a.at - b.at)
  const began = performance.now()
  for (let from = 0; from < batches.length; from += 70) {
    await Promise.all(batches.slice(from, from + 70).map(({ machine, entry }, i) => sendTo(i % 2 ? hall.server : other, machine.name, machine.run, [entry], 31)))
  }
  expect(await settle(32)).toBe(100)
  const seconds = (performance.now() - began) / 1000
  const rows = await placed(all.map(({ entry }) => entry))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const answers = (which: typeof all) => Object.groupBy(which.map(({ entry }) => byId.get(entry.id)!.answer), (answer) => answer)
  const walkIns = all.filter(({ person }) => !person.isBooked)
  expect(answers(all.filter(({ person }) => person.isBooked))['merged']).toHaveLength(110)
  expect(Object.fromEntries(Object.entries(answers(walkIns)).map(([answer, list]) => [answer, list!.length]))).toEqual({ merged: 66, full: 24, already: 10 })
  expect(await unitsOf(sessionId)).toEqual({ units: 66, taken: 66, over: 0 })
  // Who came first has a place; who came after the last unit was gone has none.
  const byComing = taken.filter(({ person }) => !person.isBooked).map(({ entry }) => byId.get(entry.id)!)
  expect(byComing.map(({ answer }) => answer)).toEqual([...Array<string>(66).fill('merged'), ...Array<string>(24).fill('full')])
  const places = byComing.slice(0, 66).map(({ position }) => position!)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  for (const { person } of taken) {
    const { rows: [count] } = await sql<{ n: number }>`select count(*)::integer as n from queue.ticket where holder_id = ${person.personId}`.execute(owner)
    expect(count!.n).toBe(['merged', 'already'].includes(byId.get(taken.find((one) => one.person === person)!.entry.id)!.answer) ? 1 : 0)
  }
  expect((await sql`select from queue.ticket group by queue_id, day, number having count(*) > 1`.execute(owner)).rows).toEqual([])
  console.log(`210 entries sent twice and placed in ${seconds.toFixed(1)} s`)
}, 240_000)

test('O3 at random: three machines, any number of units, any order of arrival within the settling time, sent any number of times: places follow the moment of coming', async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.record({ person: fc.nat(5), machine: fc.nat(2), minute: fc.integer({ min: 0, max: 29 }), department: fc.constantFrom(EYES, EYES, CARDIOLOGY) }), { minLength: 1, maxLength: 9 }),
    fc.record({ onSite: fc.nat(2), forAll: fc.nat(1), periods: fc.integer({ min: 1, max: 3 }) }),
    fc.array(fc.tuple(fc.nat(8), fc.boolean()), { minLength: 1, maxLength: 12 }),
    async (takings, { onSite, forAll, periods }, sendings) => {
      at(0)
      await sql`update capacity.session set status = 'closed'`.execute(owner)
      const sessions = [await clinic(owner, { serviceId: 31, from: minutes(30), periods, units: { 'on-site': onSite, public: forAll } }), await clinic(owner, { serviceId: 22, from: minutes(30), periods, units: { 'on-site': 1, public: 0 } })]
      const people = await Promise.all(Array.from({ length: 6 }, () => aPerson()))
      // Two things never happen at the very same moment.
      const entries = takings.map(({ person, machine, minute, department }, i) => ({ person, department, machine: machines[machine]!, entry: machines[machine]!.take(people[person]!, minute + i / 10, { walkIn: { departmentId: department, feeCents: GENERAL_CENTS } }) }))
      await Promise.all([...sendings, ...entries.map((_, i) => [i, i % 2 === 0] as const)].flatMap(([i, toOther]) => {
        const one = entries[i]
        return one ? [sendTo(toOther ? other : hall.server, one.machine.name, one.machine.run, [one.entry], 30)] : []
      }))
      expect(await settle(31)).toBe(entries.length)
      const rows = new Map((await placed(entries.map(({ entry }) => entry))).map((row) => [row.id, row]))
      for (const sessionId of sessions) {
        const { units, taken, over } = await unitsOf(sessionId)
        expect([over, (taken ?? 0) <= (units ?? 0)]).toEqual([0, true])
      }
      for (const department of [EYES, CARDIOLOGY]) {
        const here = entries.filter((one) => one.department === department).map((one) => ({ ...one, row: rows.get(one.entry.id)! })).toSorted((a, b) => a.row.takenAt.getTime() - b.row.takenAt.getTime())
        // Whoever is also expected in the other department then is given a time that does not clash, and may stand later.
        const isElsewhere = ({ person }: { person: number }) => entries.some((one) => one.person === person && one.department !== department)
        const order = here.filter((one) => one.row.answer === 'merged' && !isElsewhere(one)).map(({ row }) => row.position!)
        expect(order).toEqual(order.toSorted((a, b) => a - b))
        for (const person of new Set(here.map((one) => one.person))) {
          const theirs = here.filter((one) => one.person === person).map(({ row }) => row.answer)
          // One place, and it is that of the earliest; whoever got none got none later either.
          expect(theirs.slice(1).includes('merged')).toBe(false)
          if (theirs[0] === 'merged') expect(new Set(theirs.slice(1))).toEqual(new Set(theirs.length > 1 ? ['already'] : []))
        }
      }
      expect(Number((await sql<{ n: number }>`select count(*)::integer as n from kiosk.away_entry where answer = 'received'`.execute(owner)).rows[0]!.n)).toBe(0)
    },
  ), { numRuns: 8, endOnFailure: true })
}, 180_000)

