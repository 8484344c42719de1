import { sql } from 'kysely'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effectiveTime } from './away/effective-time.ts'
import { aHall, NINE } from './testing/a-hall.ts'

// O3: what machines take while the server is away.
const hall = await aHall()
const { server, owner, at, aMachine, aPerson, anAppointment, byPhone, visitsOf, ticketsOf, nurse } = hall

describe('a machine that was alone', async () => {
  test('O3 offline for 30 minutes with 200 check-ins, phones and desks busy beside it, answers lost and sent again: all merged, none twice', async () => {
    at(0)
    const [first, second] = [aMachine('1 号机'), aMachine('2 号机')]
    const people = []
    for (let i = 0; i < 200; i++) people.push(await anAppointment({ startsIn: 20 + (i % 30) }))
    await Promise.all([first.prepare(), second.prepare()])
    const taken = people.map((person, i) => ({ person, machine: i % 2 ? second : first, entry: (i % 2 ? second : first).take(person, (i * 30) / 200) }))
    // Ten show their card at the other machine too; twenty check in by phone, some in the same moment as the merge.
    const doubled = people.slice(0, 10).map((person) => second.take(person, 30))
    at(31)
    await Promise.all(people.slice(20, 30).map(byPhone))
    const send = async (machine: typeof first, entries: ReturnType<typeof first.take>[]) => {
      for (let from = 0; from < entries.length; from += 50) {
        const batch = entries.slice(from, from + 50)
        // Every second answer is lost on the way: the machine sends the same again, here even at the same time.
        const [reply] = await Promise.all([machine.send(batch, 31), machine.send(batch, 31)])
        expect(reply.status).toBe(200)
      }
    }
    await Promise.all([
      send(first, taken.filter(({ machine }) => machine === first).map(({ entry }) => entry)),
      send(second, [...taken.filter(({ machine }) => machine === second).map(({ entry }) => entry), ...doubled]),
      ...people.slice(30, 40).map(byPhone),
      ...people.slice(40, 45).map(({ visitId }) => server.request('POST', '/api/arrival/desk/check-ins', { as: nurse, body: { appointmentId: visitId } })),
    ])
    for (const { visitId } of people) expect([await visitsOf(visitId), await ticketsOf(visitId)]).toEqual([1, 1])
    const { rows } = await sql<{ answer: string; n: number }>`select answer, count(*)::integer as n from kiosk.away_entry group by answer`.execute(owner)
    const of = Object.fromEntries(rows.map(({ answer, n }) => [answer, n]))
    expect(Object.keys(of).toSorted()).toEqual(['already', 'merged'])
    expect(of['already']! + of['merged']!).toBe(210)
    expect(of['already']).toBeGreaterThanOrEqual(20)
    // They stand where they stood when they came, not where the line to the server let them.
    const arrivals = await sql<{ at: Date }>`select checked_in_at as at from arrival.visit where id = any (${people.slice(100).map(({ visitId }) => visitId)}::uuid[]) order by id`.execute(owner)
    expect(arrivals.rows.every(({ at: when }) => when.getTime() <= hall.minutes(30).getTime())).toBe(true)
    expect((await sql`select from queue.ticket group by queue_id, day, number having count(*) > 1`.execute(owner)).rows).toEqual([])
  }, 180_000)

  test('O3 what cannot be done stands in words on the staff list until a person has settled it', async () => {
    at(0)
    const machine = aMachine('3 号机')
    const [gone, early, late, nobody, other] = [await anAppointment(), await anAppointment({ startsIn: 200 }), await anAppointment(), await aPerson(), await anAppointment()]
    await machine.prepare()
    at(5)
    await sql`update booking.appointment set status = 'cancelled' where id = ${gone.visitId}`.execute(owner)
    const forged = { ...machine.take(other, 5), visitId: gone.visitId }
    const unknown = machine.take({ number: '990101196001019999', visitId: null }, 5)
    const entries = [machine.take(gone, 5), machine.take(early, 5), machine.take(late, 239), machine.take({ ...nobody, visitId: null }, 5), forged, unknown]
    at(240)
    const { answers } = (await machine.send(entries, 240)).body
    expect(Object.fromEntries(answers.map(({ id, answer }) => [entries.findIndex((one) => one.id === id), answer]))).toEqual({ 0: 'cancelled', 1: 'too-early', 2: 'too-late', 3: 'not-booked', 4: 'not-genuine', 5: 'not-known' })
    for (const { visitId } of [gone, early, late, other]) expect(await visitsOf(visitId)).toBe(0)
    const list = (await server.request('GET', '/api/kiosk/away', { as: nurse })).body as { id: string; answer: string; nameMasked: string }[]
    const row = list.find(({ id }) => id === entries[0]!.id)!
    expect(row).toMatchObject({ answer: 'cancelled', nameMasked: '李*庚', paper: 'A3-3' })
    const settle = () => server.request('POST', `/api/kiosk/away/${row.id}/settle`, { as: nurse, body: { note: '改约到下午' } })
    expect((await settle()).status).toBe(204)
    expect((await settle()).body).toMatchObject({ code: 'kiosk.entry-unknown' })
    expect(await server.request('GET', '/api/kiosk/away', { as: hall.staff(2, 'nurse') })).toMatchObject({ body: [] })
    expect((await sql`select from platform.event where type = 'kiosk.away-entry-answered.v1' and payload->>'entryId' = ${row.id}`.execute(owner)).rows).toHaveLength(2)
    expect((await sql`select from platform.audit where action = 'kiosk.take-in-entry' and subject = ${`away-entry/${row.id}`}`.execute(owner)).rows).toHaveLength(1)
  })

  test('O3 the list a machine keeps has no name, no number and no visit in it that could be read without the document', async () => {
    at(0)
    const person = await anAppointment()
    const list = await aMachine('4 号机').prepare()
    const text = JSON.stringify(list)
    for (const secret of [person.number, person.personId, person.visitId, '李长庚', '李*庚', '心血管']) expect(text).not.toContain(secret)
    expect(list.entries.length).toBeGreaterThan(0)
    expect(Date.parse(list.goodUntil) - NINE.getTime()).toBe(12 * 3_600_000)
    expect((await aMachine('4 号机').ask('POST', 'expected')).body.entries[0].h).not.toBe(list.entries[0]!.h)
    expect((await server.request('POST', '/api/kiosk/expected')).body).toMatchObject({ code: 'kiosk.not-set-up' })
  })

  test('O3 a machine whose clock was moved by hours still says when people came', async () => {
    at(0)
    const machine = aMachine('5 号机')
    const person = await anAppointment({ startsIn: 25 })
    await machine.prepare()
    const entry = machine.take(person, 10, { clockOff: 300 })
    at(20)
    expect((await machine.send([entry], 20)).body.answers).toMatchObject([{ answer: 'merged' }])
    const { rows } = await sql<{ at: Date; moved: boolean }>`select taken_at as at, clock_moved as moved from kiosk.away_entry where id = ${entry.id}`.execute(owner)
    expect(rows).toEqual([{ at: hall.minutes(10), moved: true }])
  })

  const machines = [aMachine('6 号机'), aMachine('7 号机')]
  for (const machine of machines) await machine.prepare()

  test('O3 at random: whatever order, however often sent, whatever is lost, every person has one visit, one ticket and every entry one answer', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.record({ person: fc.nat(3), machine: fc.nat(1), minute: fc.integer({ min: 0, max: 29 }), clockOff: fc.constantFrom(0, 0, -400, 90) }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.record({ from: fc.nat(7), to: fc.nat(8), phone: fc.option(fc.nat(3), { nil: undefined }) }), { minLength: 1, maxLength: 5 }),
      async (takings, sendings) => {
        at(0)
        const people = [await anAppointment(), await anAppointment(), await anAppointment(), await anAppointment()]
        const entries = takings.map(({ person, machine, minute, clockOff }) => ({ machine, person, entry: machines[machine]!.take(people[person]!, minute, { clockOff }) }))
        at(30)
        const answers = new Map<string, Set<string>>()
        const send = async (which: typeof entries) => {
          await Promise.all(machines.map(async (machine, i) => {
            const mine = which.filter((one) => one.machine === i).map(({ entry }) => entry)
            if (mine.length === 0) return
            for (const { id, answer } of (await machine.send(mine, 30)).body.answers) answers.set(id, (answers.get(id) ?? new Set()).add(answer))
          }))
        }
        await Promise.all(sendings.map(async ({ from, to, phone }) => {
          if (phone !== undefined) await byPhone(people[phone]!)
          await send(entries.slice(Math.min(from, to), Math.max(from, to)))
        }))
        await send(entries)
        expect([...answers.values()].every((one) => one.size === 1)).toBe(true)
        expect(answers.size).toBe(entries.length)
        const phoned = new Set(sendings.flatMap(({ phone }) => phone ?? []))
        for (const [i, { visitId }] of people.entries()) {
          const expected = phoned.has(i) || entries.some(({ person }) => person === i) ? 1 : 0
          expect([await visitsOf(visitId), await ticketsOf(visitId)]).toEqual([expected, expected])
          const merged = entries.filter(({ person, entry }) => person === i && answers.get(entry.id)!.has('merged'))
          expect(merged.length).toBeLessThanOrEqual(1)
        }
      },
    ), { numRuns: 12 })
  }, 180_000)
})

test('O3 when it really was: never after now, never before the server’s last word, by the stopwatch wherever there is one', () => {
  fc.assert(fc.property(fc.integer({ min: -1e8, max: 1e8 }), fc.nat(1e7), fc.nat(1e7), fc.nat(1e7), fc.boolean(), (clockOff, issuedAgo, runMs, more, same) => {
    const now = NINE.getTime()
    const { at: when } = effectiveTime({ takenAt: new Date(now + clockOff), runMs, run: 'a', notBefore: new Date(now - issuedAgo) }, { run: same ? 'a' : 'b', runMs: runMs + more, receivedAt: NINE })
    expect(when.getTime()).toBeLessThanOrEqual(now)
    expect(when.getTime()).toBeGreaterThanOrEqual(now - issuedAgo)
    if (same && more <= issuedAgo) expect(when.getTime()).toBe(now - more)
  }))
})
