import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Facts, MINUTE, plainThing, type PlanRules, type Thing } from './facts.ts'
import { deal } from './play.ts'
import { beam, bestOrder, everyOrder, improved } from './search.ts'
import { clock, solve } from './solve.ts'
import { stepsOf } from './steps.ts'

const DAY = '2026-03-17'
const NINE = clock(DAY, '9:00')
export const rules: PlanRules = { walkMinutes: 4, lunchFrom: '11:15', lunchTo: '13:30', lunchMinutes: 30, breakfastMinutes: 20, swapGainMinutes: 6, wordMinutes: 10, lateAfterMinutes: 5 }
const facts = (things: readonly Thing[], more: Partial<Facts> = {}): Facts => ({ day: DAY, things, here: 'hall', walks: {}, closures: [], rules, ...more })
const doctor = (some: Partial<Thing> = {}) => plainThing({ id: 'visit:1', kind: 'visit', name: '看医生', nameEn: 'the doctor', place: '3F', minutes: [8, 12], ...some })
const blood = (some: Partial<Thing> = {}) => plainThing({ id: 'stop:blood', kind: 'stop', name: '抽血', nameEn: 'blood draw', place: '2F', minutes: [3, 5], wait: [5, 9], ...some })
const ct = (some: Partial<Thing> = {}) => plainThing({ id: 'stop:ct', kind: 'stop', name: 'CT', nameEn: 'CT', place: '1F', minutes: [10, 15], wait: [10, 20], ...some })
const order = (...args: Parameters<typeof solve>) => solve(...args).order.map((one) => one.id)

describe('O7 the order of a day', () => {
  test('a doctor who is called in half an hour leaves time for the blood draw first', () => {
    expect(order(facts([doctor({ called: [NINE + 30 * MINUTE, NINE + 40 * MINUTE] }), blood()]), NINE)).toEqual(['stop:blood', 'visit:1'])
  })
  test('a doctor who calls in a minute is not left for a blood draw', () => {
    expect(order(facts([doctor({ called: [NINE + MINUTE, NINE + 2 * MINUTE], place: 'hall' }), blood()]), NINE)).toEqual(['visit:1', 'stop:blood'])
  })
  test('breakfast waits for the blood draw that needs an empty stomach', () => {
    const breakfast = plainThing({ id: 'meal:breakfast', kind: 'meal', name: '早饭', nameEn: 'breakfast', minutes: [20, 25], after: [{ id: 'stop:blood', lag: [0, 0] }] })
    expect(order(facts([breakfast, blood({ needsFasting: true })]), NINE)).toEqual(['stop:blood', 'meal:breakfast'])
  })
  test('what has to be paid first is paid first, and it needs no way', () => {
    const pay = plainThing({ id: 'pay:1', kind: 'pay', name: '付款', nameEn: 'pay', minutes: [1, 2] })
    const plan = solve(facts([blood({ after: [{ id: 'pay:1', lag: [0, 0] }] }), pay]), NINE)
    expect(plan.order.map((one) => [one.id, one.walkMinutes])).toEqual([['pay:1', 0], ['stop:blood', 4]])
  })
  test('the way to a door is said in each language; where a door has no English name it stays as its sign is', () => {
    const at = { building: '门诊楼', floor: '3层', room: '5诊室' }
    const wayTo = (some: Partial<Thing>) => stepsOf(facts([doctor({ at, ...some })]), solve(facts([doctor({ at, ...some })]), NINE), NINE, true).find((step) => step.kind === 'walk')
    expect(wayTo({ placeEn: 'Outpatient building, floor 3', roomEn: 'Room 5' })).toMatchObject({ title: '走到门诊楼 3层 5诊室', titleEn: 'Walk to Outpatient building, floor 3, Room 5' })
    expect(wayTo({})).toMatchObject({ titleEn: 'Walk to 门诊楼 3层, 5诊室' })
  })
  test('a result that takes an hour is waited for where something else can be done meanwhile', () => {
    const back = doctor({ id: 'return:1', after: [{ id: 'stop:blood', lag: [60, 80] }] })
    expect(order(facts([back, ct(), blood()]), NINE)).toEqual(['stop:blood', 'stop:ct', 'return:1'])
  })
  test('a day that goes on past half past twelve has lunch in it, inside the hours of lunch', () => {
    const plan = solve(facts([doctor({ notBefore: clock(DAY, '13:30') }), blood({ notBefore: clock(DAY, '10:00') })]), NINE)
    const lunch = plan.order.find((one) => one.id === 'meal:lunch')
    expect(lunch?.middle).toBeGreaterThanOrEqual(clock(DAY, '11:15'))
    expect(plan.order.map((one) => one.id)).toEqual(['stop:blood', 'meal:lunch', 'visit:1'])
  })
  test('at seventeen minutes past midnight lunch is still to come: it is next, not now', () => {
    const midnight = clock(DAY, '0:17')
    const day = facts([doctor({ notBefore: clock(DAY, '14:00') })])
    const steps = stepsOf(day, solve(day, midnight), midnight, true).filter((step) => step.kind !== 'walk')
    expect(steps.map((step) => [step.id, step.state])).toEqual([['meal:lunch', 'next'], ['visit:1', 'later']])
    const noon = clock(DAY, '11:20')
    expect(stepsOf(day, solve(day, noon), noon, true)[0]).toMatchObject({ id: 'meal:lunch', state: 'now' })
  })
  test('what would be eaten after its hours is no lunch, and nobody stays until morning for breakfast', () => {
    const busy = facts([ct({ called: [clock(DAY, '11:00'), clock(DAY, '11:05')], minutes: [170, 180] })])
    expect(order(busy, clock(DAY, '10:55'))).toEqual(['stop:ct'])
    const breakfast = plainThing({ id: 'meal:breakfast', kind: 'meal', name: '早饭', nameEn: 'breakfast', notBefore: clock(DAY, '6:00'), closesAt: clock(DAY, '10:45'), after: [{ id: 'stop:blood', lag: [0, 0] }] })
    expect(order(facts([breakfast, blood({ needsFasting: true })]), clock(DAY, '0:10'))).toEqual(['stop:blood'])
  })
  test('somebody who has not come is called when their line gets to them, not a fixed while after their time', () => {
    const turn = Array.from({ length: 20 }, (_, part) => NINE + (40 + part * 2) * MINUTE)
    const plan = solve(facts([doctor({ notBefore: NINE + 60 * MINUTE, turn, minutes: [5, 8] })], { here: null }), NINE)
    expect(Math.abs(plan.order[0]!.middle - (NINE + 59 * MINUTE))).toBeLessThan(3 * MINUTE)
    expect(plan.ends!.from).toBeLessThan(NINE + 60 * MINUTE)
    expect(stepsOf(facts([doctor({ notBefore: NINE + 60 * MINUTE, turn })]), plan, NINE, true)[0]!.fromAt).toBe(new Date(NINE + 60 * MINUTE).toISOString())
  })
  test('a short morning has no lunch in it', () => expect(order(facts([doctor()]), NINE)).toEqual(['visit:1']))
  test('what cannot be done before it closes is done while it can', () => {
    expect(order(facts([ct(), blood({ closesAt: NINE + 30 * MINUTE })]), NINE)[0]).toBe('stop:blood')
  })
  test('of something that is stopped, and of what hangs on it, nothing is promised', () => {
    const plan = solve(facts([ct({ state: 'blocked' }), doctor({ id: 'return:1', after: [{ id: 'stop:ct', lag: [0, 0] }] }), blood()]), NINE)
    expect(plan).toMatchObject({ blocked: ['stop:ct', 'return:1'], ends: null })
    expect(plan.order.map((one) => one.id)).toEqual(['stop:blood'])
  })
  test('for a gain of a few minutes the order under somebody’s feet stays as it was; for a large one it does not', () => {
    const near = (wait: number) => facts([blood({ wait: [wait, wait + 3], minutes: [3, 4], place: 'hall' }), ct({ called: [NINE + 9 * MINUTE, NINE + 11 * MINUTE] })])
    expect(order(near(3), NINE)).toEqual(['stop:blood', 'stop:ct'])
    const followed = { order: ['stop:ct', 'stop:blood'], walkingTo: 'stop:ct' }
    expect(order(near(3), NINE, followed)).toEqual(['stop:ct', 'stop:blood'])
    const long = facts([blood(), doctor({ lateUntil: NINE + 60 * MINUTE })])
    expect(order(long, NINE, { order: ['visit:1', 'stop:blood'], walkingTo: 'visit:1' })).toEqual(['stop:blood', 'visit:1'])
  })
  test('who is with somebody now stays there', () => {
    expect(order(facts([blood(), ct({ state: 'running', since: NINE - 5 * MINUTE })]), NINE, { order: ['stop:blood', 'stop:ct'], walkingTo: null })).toEqual(['stop:ct', 'stop:blood'])
  })
})

const anyThing = fc.record({
  place: fc.constantFrom('hall', '1F', '2F', '3F'), minutes: fc.integer({ min: 2, max: 20 }), wait: fc.integer({ min: 0, max: 30 }),
  called: fc.option(fc.integer({ min: 1, max: 60 })), notBefore: fc.option(fc.integer({ min: 0, max: 90 })), needs: fc.array(fc.nat(7), { maxLength: 2 }), lag: fc.integer({ min: 0, max: 60 }),
})
const anyDay = (most: number) => fc.array(anyThing, { minLength: 1, maxLength: most }).map((all) => facts(all.map((one, at) => plainThing({
  id: `stop:${at}`, kind: 'stop', name: `${at}`, nameEn: `${at}`, place: one.place, minutes: [one.minutes, one.minutes * 1.4], wait: [one.wait, one.wait * 1.6],
  called: one.called === null ? null : [NINE + one.called * MINUTE, NINE + (one.called * 1.3 + 2) * MINUTE], notBefore: one.notBefore === null ? null : NINE + one.notBefore * MINUTE,
  after: [...new Set(one.needs)].filter((need) => need < at).map((need) => ({ id: `stop:${need}`, lag: [one.lag, one.lag * 1.3] as const })),
}))))

describe('O7 generated days', () => {
  test('every thing is done once, after what it needs, and the same facts give the same plan', () => {
    fc.assert(fc.property(anyDay(8), (day) => {
      const plan = solve(day, NINE)
      const ids = plan.order.map((one) => one.id).filter((id) => !id.startsWith('meal'))
      expect([...ids].sort()).toEqual(day.things.map((one) => one.id).sort())
      for (const thing of day.things) for (const need of thing.after) expect(ids.indexOf(need.id)).toBeLessThan(ids.indexOf(thing.id))
      expect(plan.ends!.to).toBeGreaterThan(plan.ends!.from)
      expect(solve(day, NINE)).toEqual(plan)
    }), { seed: 5, numRuns: 60 })
  })
  test('the search that is used for many things finds what trying every order finds, within two in a hundred', () => {
    let [sum, most, days] = [0, 0, 0]
    fc.assert(fc.property(anyDay(7), (day) => {
      const game = deal(day, NINE, day.things, 8)
      const exact = everyOrder(game).cost - NINE
      const ratio = (improved(game, beam(game)).cost - NINE) / exact
      expect(bestOrder(game).cost - NINE).toBeGreaterThanOrEqual(exact - 1)
      sum += ratio
      most = Math.max(most, ratio)
      days++
    }), { seed: 6, numRuns: 60 })
    expect(sum / days).toBeLessThan(1.005)
    expect(most).toBeLessThan(1.1)
  })
  test('asked at any minute of the day, no meal lies outside its hours, nothing begins before its opening, and neither is what is now', () => {
    fc.assert(fc.property(anyDay(4), fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 1439 }), fc.boolean(), fc.boolean(), (day, minute, opens, fasts, isShut) => {
      const now = clock(DAY, '0:00') + minute * MINUTE
      const later = (one: Thing): Partial<Thing> => ({ called: one.called && [now + 5 * MINUTE, now + 9 * MINUTE] })
      const opensAt = clock(DAY, '0:00') + opens * MINUTE
      const things = day.things.map((one, at) => ({ ...one, ...later(one), needsFasting: fasts && at === 0, ...(at === 0 && isShut && opensAt > now ? { opensAt, notBefore: opensAt } : {}) }))
      const breakfast = plainThing({ id: 'meal:breakfast', kind: 'meal', name: '早饭', nameEn: 'breakfast', minutes: [20, 28], notBefore: clock(DAY, '6:00'), closesAt: clock(DAY, '10:45'), after: [{ id: things[0]!.id, lag: [0, 0] }] })
      const all = facts(fasts ? [...things, breakfast] : things)
      const plan = solve(all, now)
      for (const { id, from, to } of plan.order) {
        const hours = { 'meal:lunch': ['11:15', '13:30'], 'meal:breakfast': ['6:00', '10:45'] }[id]
        if (hours) expect([from >= clock(DAY, hours[0]!), to <= clock(DAY, hours[1]!)]).toEqual([true, true])
        expect(from).toBeGreaterThanOrEqual(Math.max(now, all.things.find((one) => one.id === id)?.notBefore ?? 0))
      }
      const isNow = stepsOf(all, plan, now, true).filter((step) => step.state === 'now')
      expect(isNow.length).toBeLessThanOrEqual(1)
      for (const step of isNow) {
        expect(step.kind === 'meal' ? Date.parse(step.fromAt) - now : 0).toBeLessThanOrEqual(5 * MINUTE)
        expect(all.things.find((one) => one.id === step.id)?.opensAt ?? 0).toBeLessThanOrEqual(now)
      }
    }), { seed: 8, numRuns: 150 })
  })
  test('a plan that is followed stays the same while nothing changes', () => {
    fc.assert(fc.property(anyDay(6), (day) => {
      const first = solve(day, NINE)
      const again = solve(day, NINE + MINUTE, { order: first.order.map((one) => one.id), walkingTo: first.order[0]!.id })
      expect(again.order.map((one) => one.id)).toEqual(first.order.map((one) => one.id))
    }), { seed: 7, numRuns: 60 })
  })
})
