import { describe, expect, test } from 'vitest'
import { type Counted, type CountRule, standing } from './standing.ts'

const DAY = 86_400_000
const START = Date.UTC(2026, 0, 1)
const day = (n: number) => new Date(START + n * DAY)
const missed = (...days: readonly number[]): Counted[] => days.map((n, i) => ({ id: `visit-${String(i).padStart(2, '0')}`, at: day(n) }))
const ZHONGSHAN: CountRule = { count: 3, withinDays: 90, stopDays: [90, 180], countFrom: 'first', repeatWithinDays: 365 }
const MONTH: CountRule = { count: 3, withinDays: 30, stopDays: [30, 90], countFrom: 'last', repeatWithinDays: 365 }

describe('how missed visits are counted (P3)', () => {
  test('the third in 90 days stops booking on line for 90 days from the first; the second is the last but one', () => {
    expect(standing(missed(0, 40), ZHONGSHAN, day(41))).toMatchObject({ stops: [], isLastButOne: true })
    const { stops, isLastButOne } = standing(missed(0, 40, 80), ZHONGSHAN, day(81))
    expect(stops).toMatchObject([{ triggeredBy: 'visit-02', endsAt: day(90), grade: 1 }])
    expect(isLastButOne).toBe(false)
  })

  test('one that is older than the window no longer counts', () => {
    expect(standing(missed(0, 40, 90), ZHONGSHAN, day(90))).toMatchObject({ stops: [], isLastButOne: true })
    expect(standing(missed(0, 40), ZHONGSHAN, day(131)).counted).toEqual([])
  })

  test('what was answered for does not count again, and the second stop is longer', () => {
    const { stops } = standing(missed(0, 1, 2, 100, 101, 102), ZHONGSHAN, day(103))
    expect(stops.map(({ grade, endsAt }) => [grade, endsAt])).toEqual([[1, day(90)], [2, day(280)]])
    expect(standing(missed(0, 1, 2, 3), ZHONGSHAN, day(4)).stops).toHaveLength(1)
  })

  test('counted from the last, the stop runs from the last', () => {
    expect(standing(missed(0, 10, 20), MONTH, day(21)).stops).toMatchObject([{ endsAt: day(50) }])
  })

  test('over random histories it equals a plain reading of the rule, in whatever order things became known', () => {
    const random = sequence(20_261_122)
    for (let run = 0; run < 2000; run++) {
      const rule: CountRule = { count: 1 + random(4), withinDays: 1 + random(120), stopDays: [1 + random(60), 1 + random(200)].slice(0, 1 + random(2)), countFrom: random(2) ? 'first' : 'last', repeatWithinDays: 1 + random(400) }
      const incidents = missed(...Array.from({ length: random(12) }, () => random(300)))
      const now = day(random(320))
      const shuffled = incidents.toSorted(() => random(3) - 1)
      const plain = plainReading(incidents, rule, now)
      const { stops, counted } = standing(shuffled, rule, now)
      expect({ stops: stops.map((stop) => [stop.triggeredBy, stop.endsAt.getTime(), stop.grade]), counted: counted.toSorted() }).toEqual(plain)
    }
  })
})

/** The rule read aloud, day by day and with nothing clever: each visit in order asks how many unanswered ones lie within the window. */
function plainReading(incidents: readonly Counted[], rule: CountRule, now: Date) {
  const inOrder = [...incidents].sort((a, b) => (a.at.getTime() === b.at.getTime() ? a.id.localeCompare(b.id) : a.at.getTime() - b.at.getTime()))
  const answered = new Set<string>()
  const stops: [string, number, number][] = []
  const stopDays: number[] = []
  inOrder.forEach((incident, at) => {
    const together = inOrder.slice(0, at + 1).filter((one) => !answered.has(one.id) && (incident.at.getTime() - one.at.getTime()) / DAY < rule.withinDays)
    if (together.length < rule.count) return
    const before = stopDays.filter((since) => (incident.at.getTime() - since) / DAY < rule.repeatWithinDays).length
    const days = before === 0 ? rule.stopDays[0]! : rule.stopDays.at(Math.min(before, rule.stopDays.length - 1))!
    const from = rule.countFrom === 'first' ? together[0]!.at : incident.at
    stops.push([incident.id, from.getTime() + days * DAY, before + 1])
    stopDays.push(incident.at.getTime())
    // Everything up to here is answered for: also what had fallen out of the window, which can never count again.
    for (const one of inOrder.slice(0, at + 1)) answered.add(one.id)
  })
  const counted = inOrder.filter((one) => !answered.has(one.id) && one.at.getTime() + rule.withinDays * DAY > now.getTime() && stillTogether(one)).map((one) => one.id)
  return { stops, counted: counted.toSorted() }

  /** Nothing later has pushed it out of the window. */
  function stillTogether(one: Counted): boolean {
    const last = inOrder.at(-1)!
    return (last.at.getTime() - one.at.getTime()) / DAY < rule.withinDays
  }
}

/** A small generator of whole numbers below a bound, the same for every run of the test. */
function sequence(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
