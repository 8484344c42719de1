import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Comer, compareSpots, type FairnessRule, placeFor, type Spot } from './fairness.ts'

const rule: FairnessRule = {
  version: 1,
  graceMinutes: 5,
  periodMinutes: 10,
  advanceMinutes: { 'elder-80': 10, urgent: 30 },
  returnAfter: 1,
  returnEvery: 2,
}
const EIGHT = Date.parse('2026-03-17T08:00:00+08:00')
const at = (minutes: number) => new Date(EIGHT + minutes * 60_000)

interface Waiting extends Spot {
  readonly comer: Comer
}

/** Puts people into one line as they come, each by the rule and the line they find. */
function lineUp(comers: readonly Comer[]): Waiting[] {
  const line: Waiting[] = []
  for (const comer of comers) {
    const place = placeFor(rule, comer, line)
    line.push({ class: comer.class, orderAt: place.orderAt, orderTie: place.orderTie, number: comer.number, comer })
    line.sort(compareSpots)
  }
  return line
}

function booked(number: number, period: number, arrives: number, group = ''): Comer {
  return { class: 'booked', priorityGroup: group, dueFrom: at(period * 10), dueTo: at(period * 10 + 10), number, at: at(arrives), passedFrom: null }
}
const numbers = (line: readonly Waiting[]) => line.map((spot) => spot.number)

/** People in the order in which they come: up to 60, with their booked period and how they come to it. */
const anyDay = fc
  .array(
    fc.record({
      period: fc.integer({ min: 0, max: 24 }),
      arrives: fc.integer({ min: -60, max: 240 }),
      kind: fc.constantFrom('booked', 'booked', 'booked', 'walk-in', 'returning'),
      group: fc.constantFrom('', '', '', 'elder-80', 'urgent'),
    }),
    { maxLength: 60 },
  )
  .map((people) =>
    people
      .toSorted((a, b) => a.arrives - b.arrives)
      .map(({ period, arrives, kind, group }, i) => ({ ...booked(i + 1, period, arrives, group), class: kind })),
  )

const isOnTime = ({ class: kind, dueTo, at: came }: Comer) => kind === 'booked' && came.getTime() <= dueTo!.getTime() + rule.graceMinutes * 60_000
const isPlain = (comer: Comer) => isOnTime(comer) && comer.priorityGroup === ''

test('O4 somebody on time never stands behind somebody on time who is booked for later', () => {
  fc.assert(
    fc.property(anyDay, (comers) => {
      const plain = lineUp(comers).filter((spot) => isPlain(spot.comer))
      for (const [i, spot] of plain.entries()) {
        for (const later of plain.slice(i + 1)) expect(spot.comer.dueFrom! <= later.comer.dueFrom!).toBe(true)
      }
    }),
  )
})

test('O4 of those booked for one period who are on time, who came first is first', () => {
  expect(numbers(lineUp([booked(1, 2, 5), booked(2, 1, 6), booked(3, 2, 7), booked(4, 1, 8)]))).toEqual([2, 4, 1, 3])
})

test('O4 nobody is overtaken without end: who comes later and stands before me is booked before me, or moved forward by no more than the rule grants', () => {
  fc.assert(
    fc.property(anyDay, (comers) => {
      const line = lineUp(comers.filter((comer) => comer.class !== 'returning'))
      for (const [i, spot] of line.entries()) {
        if (!isPlain(spot.comer)) continue
        for (const before of line.slice(0, i)) {
          if (before.comer.number < spot.comer.number) continue
          const advance = rule.advanceMinutes[before.comer.priorityGroup] ?? 0
          const claim = before.comer.class === 'walk-in' ? Math.max(before.comer.dueFrom!.getTime(), before.comer.at.getTime()) : before.comer.dueFrom!.getTime()
          expect(claim - advance * 60_000).toBeLessThanOrEqual(spot.comer.dueFrom!.getTime())
        }
      }
    }),
  )
})

test('O4 of those who come back, at most one goes before each two who wait for the first time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 30 }), fc.integer({ min: 1, max: 10 }), (waiting, returning) => {
      const first = Array.from({ length: waiting }, (_, i) => booked(i + 1, i, 0))
      const back = Array.from({ length: returning }, (_, i): Comer => ({ ...booked(waiting + i + 1, 0, 60), class: 'returning' }))
      const line = lineUp([...first, ...back])
      expect(line[0]!.class).toBe('booked')
      for (const [i, spot] of line.entries()) {
        if (spot.class !== 'returning') continue
        const sinceLast = line.slice(0, i).findLastIndex((earlier) => earlier.class === 'returning')
        const others = i - sinceLast - 1
        const nobodyLeftBehind = line.slice(i + 1).every((later) => later.class === 'returning')
        expect(others >= (sinceLast < 0 ? 1 : 2) || nobodyLeftBehind).toBe(true)
      }
      expect(line.filter((spot) => spot.class === 'returning').map((spot) => spot.number)).toEqual(back.map((comer) => comer.number))
    }),
  )
})

test('O4 calling and coming back without pause: a patient who waits is overtaken by at most as many as stood before them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), (ahead) => {
      let line = lineUp(Array.from({ length: ahead + 1 }, (_, i) => booked(i + 1, i, 0)))
      const me = ahead + 1
      let overtaken = 0
      for (let number = me + 1; line[0]!.number !== me; number++) {
        // After every call somebody comes back.
        if (line.shift()!.class === 'returning') overtaken++
        const comer: Comer = { ...booked(number, 0, 60), class: 'returning' }
        const place = placeFor(rule, comer, line)
        line = [...line, { class: comer.class, orderAt: place.orderAt, orderTie: place.orderTie, number, comer }].sort(compareSpots)
        expect(number).toBeLessThan(200)
      }
      expect(overtaken).toBeLessThanOrEqual(ahead)
    }),
  )
})

test('O4 who is late goes to the end of the next period, and is told by how much', () => {
  const line = lineUp([booked(1, 5, 50), booked(2, 6, 51), booked(3, 7, 52)])
  const place = placeFor(rule, booked(4, 3, 54), line)
  expect(place).toMatchObject({ why: 'late', whyDetail: { lateMinutes: 14 } })
  // 54 minutes past eight: the period that runs is the fifth, the next one ends at 70.
  expect(place.orderAt.getTime()).toBe(at(70).getTime() - 1)
  expect(numbers(lineUp([booked(1, 5, 50), booked(2, 6, 51), booked(3, 7, 52), booked(4, 3, 54)]))).toEqual([1, 2, 4, 3])
})

test('O4 when the line itself is behind, who is late waits one period of the line, not of the clock', () => {
  const line = lineUp([booked(1, 1, 9), booked(2, 2, 19), booked(3, 3, 29), booked(4, 4, 39)])
  const place = placeFor(rule, booked(5, 0, 60), line)
  expect(place.orderAt.getTime()).toBe(at(30).getTime() - 1)
})

test('O4 five minutes after the period somebody still counts as on time, six minutes after not', () => {
  expect(placeFor(rule, booked(1, 1, 25), []).why).toBe('booked')
  expect(placeFor(rule, booked(1, 1, 26), []).why).toBe('late')
})

test('O4 eighty years move somebody forward by ten minutes, and the ticket says so', () => {
  const place = placeFor(rule, booked(9, 5, 40, 'elder-80'), [])
  expect(place).toMatchObject({ why: 'priority', whyDetail: { group: 'elder-80', advanceMinutes: 10 } })
  expect(place.orderAt).toEqual(at(40))
})

test('O4 a group the rule does not know moves nobody', () => {
  expect(placeFor(rule, booked(9, 5, 40, 'friend-of-the-house'), []).orderAt).toEqual(at(50))
})

test('O4 who was called and not there comes back no earlier than before', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -30, max: 300 }), (comers, minutes) => {
      const line = lineUp(comers)
      const place = placeFor(rule, { ...booked(99, 3, minutes), passedFrom: at(30) }, line)
      expect(place.why).toBe('rejoined')
      expect(place.orderAt.getTime()).toBeGreaterThan(at(30).getTime())
    }),
  )
})

test('O4 a walk-in who got a period that has begun does not come before those who were here in time for it', () => {
  const walkIn: Comer = { ...booked(3, 4, 47), class: 'walk-in' }
  expect(numbers(lineUp([booked(1, 4, 40), booked(2, 5, 41), walkIn]))).toEqual([1, 3, 2])
})

test('O4 an emergency stands before everybody who is not one, whoever comes afterwards; among emergencies who came first is first', () => {
  fc.assert(
    fc.property(anyDay, fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 4 }), (comers, marks) => {
      const urgent = new Set(marks)
      const line = lineUp(comers.map((comer) => (urgent.has(comer.number) ? { ...comer, class: 'emergency' } : comer)))
      const first = line.findIndex((spot) => spot.class !== 'emergency')
      expect(line.slice(first < 0 ? line.length : first).every((spot) => spot.class !== 'emergency')).toBe(true)
      const emergencies = line.filter((spot) => spot.class === 'emergency').map((spot) => spot.comer.at.getTime())
      expect(emergencies).toEqual(emergencies.toSorted((a, b) => a - b))
    }),
  )
})

test('O4 emergencies change nobody else\'s place among the others', () => {
  fc.assert(
    fc.property(anyDay, (comers) => {
      const plain = comers.filter((comer) => comer.class !== 'returning')
      const later = plain.map((comer) => ({ ...comer, number: comer.number + 1 }))
      const emergency: Comer = { ...booked(1, 0, -60), class: 'emergency' }
      expect(numbers(lineUp([emergency, ...later])).filter((number) => number !== 1)).toEqual(numbers(lineUp(plain)).map((number) => number + 1))
    }),
  )
})
