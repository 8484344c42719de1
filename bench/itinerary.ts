import { asExpected, asWorkedOut, beam, deal, everyOrder, type Facts, improved, type Kept, learn, type Lesson, plainThing, type Plan, type PlanRules, said, shapeOf, solve, type Thing } from '#journey/outpatient/itinerary/index.ts'
import { type DayFigures, type EndPromiser, type KnownStop, plainPromise, type PromisedEnd, simulateDay } from '#region/simulate/day/index.ts'
import type { BenchContext, BenchResult, Figure } from './bench.ts'
import { numberAfter } from './flags.ts'

const MINUTE = 60_000
const NINE = Date.parse('2026-03-17T09:00:00+08:00')
const RULES: PlanRules = { walkMinutes: 4, lunchFrom: '11:15', lunchTo: '13:30', lunchMinutes: 30, breakfastMinutes: 20, swapGainMinutes: 6, wordMinutes: 10, lateAfterMinutes: 5 }
/** Hospitals of the day on which promises are judged. */
const JUDGED = 12
/** Days before the judged one that teach it; none of them is judged. */
const LEARNED = 3
/** Promises of one day share its luck. */
const TAUGHT_BY_A_DAY = 30

/**
 * How true the promised end of a day is, in a simulated day after some that taught, against the plain sum of the known steps; how
 * long one day takes to be worked out; and how far the search is from the best of all orders where all can be tried.
 */
export async function run({ say, flags }: BenchContext): Promise<BenchResult> {
  const institutions = numberAfter(flags, '--judged', JUDGED)
  const wish = { seed: numberAfter(flags, '--day', 0) === 0 ? 'a Wednesday' : `day ${numberAfter(flags, '--day', 0)}`, usual: 'a Wednesday', rules: 'with' as const, institutions, forecasts: true }
  const [lessons, before] = taught(wish, numberAfter(flags, '--learned', LEARNED), say)
  const [ours, plain] = [simulateDay({ ...wish, promiseEnd: promiser(lessons) }), simulateDay({ ...wish, promiseEnd: plainPromise })]
  say(`${ours.visits} visits, ${ours.end.promises} promises judged`)
  const speed = solving()
  const quality = searching()
  say(`${speed.days} days worked out, ${quality.days} days searched both ways`)
  const figures: Record<string, Figure> = {
    'end.inside': { value: round(ours.end.inside), unit: `of ${ours.end.promises} promises, goal 0.80` },
    'end.inside.plain_sum': { value: round(plain.end.inside), unit: 'of the same promises' },
    'end.earlier': { value: round(ours.end.earlier), unit: 'of promises' },
    'end.later': { value: round(ours.end.later), unit: 'of promises' },
    'end.width_median_minutes': { value: round(ours.end.medianWidth), unit: 'min' },
    'end.width_median_minutes.plain_sum': { value: round(plain.end.medianWidth), unit: 'min' },
    'end.median_error_minutes': { value: round(ours.end.medianError), unit: 'min from the middle of the range' },
    'end.median_error_minutes.plain_sum': { value: round(plain.end.medianError), unit: 'min' },
    'solve.p50_ms': { value: round(speed.p50), unit: 'ms of processor time, a day of up to 9 things' },
    'solve.p95_ms': { value: round(speed.p95), unit: 'ms of processor time' },
    'search.ratio_mean': { value: quality.mean, unit: 'of the best order there is, days of up to 7 things' },
    'search.ratio_worst': { value: quality.worst, unit: 'of the best order' },
  }
  for (const [why, coverage] of Object.entries(ours.endBy)) {
    figures[`end.inside.${why}`] = { value: round(coverage.inside), unit: `of ${coverage.promises}` }
    figures[`end.width_median_minutes.${why}`] = { value: round(coverage.medianWidth), unit: 'min' }
    figures[`end.later.${why}`] = { value: round(coverage.later), unit: 'of promises' }
    figures[`end.median_error_minutes.${why}`] = { value: round(coverage.medianError), unit: 'min' }
  }
  for (const [key, lesson] of lessons) {
    figures[`lesson.low.${key}`] = { value: round(lesson.low), unit: `of its half, from ${lesson.samples} promises` }
    figures[`lesson.high.${key}`] = { value: round(lesson.high), unit: 'of its half' }
  }
  for (const [why, coverage] of Object.entries(before)) {
    figures[`first_day.inside.${why}`] = { value: round(coverage.inside), unit: `of ${coverage.promises}, on the first day, with nothing learned` }
    figures[`first_day.width_median_minutes.${why}`] = { value: round(coverage.medianWidth), unit: 'min' }
  }
  const { wholeDayAtNine: nine } = ours
  figures['end.inside.nine, whole day'] = { value: round(nine.inside), unit: `of ${nine.promises} told at nine of the doctor alone; everything ordered included` }
  figures['end.later.nine, whole day'] = { value: round(nine.later), unit: 'of promises' }
  figures['end.median_error_minutes.nine, whole day'] = { value: round(nine.medianError), unit: 'min' }
  return {
    ratios: { inside_to_goal: ours.end.inside / 0.8, error_to_plain_sum: ours.end.medianError / plain.end.medianError, search_to_best: quality.mean },
    invariants: { plans_that_break_an_order: speed.broken, plans_that_differ_when_asked_again: speed.unsteady },
    figures,
  }
}

type Lessons = ReadonlyMap<string, Lesson & { readonly samples: number }>
type Answer = PromisedEnd & { readonly key: string; readonly worked: Omit<Kept, 'real'> }

/** Day after day, each promising with what the ones before have taught. Answers the lessons, and how true the very first day was. */
function taught(wish: Parameters<typeof simulateDay>[0], days: number, say: (line: string) => void): [Lessons, DayFigures['endBy']] {
  let lessons: Lessons = new Map()
  const kept: (Kept & { readonly key: string })[] = []
  let first: DayFigures['endBy'] = {}
  for (let day = 1; day <= days; day++) {
    const { ends, endBy } = simulateDay({ ...wish, seed: `a day before, ${day}`, promiseEnd: promiser(lessons) })
    if (day === 1) first = endBy
    for (const { answer, real } of ends) kept.push({ ...(answer as Answer).worked, key: (answer as Answer).key, real: real.getTime() })
    const institutions = wish.institutions ?? 1
    lessons = new Map([...Map.groupBy(kept, (one) => one.key)].map(([key, own]) => [key, learn(own, asWorkedOut, Math.min(own.length, day * institutions * TAUGHT_BY_A_DAY))]))
    say(`day ${day} of ${days} taught: ${kept.length} promises kept`)
  }
  return [lessons, first]
}

/** The product's own solver, asked with what the simulation knows at that moment, and corrected by what was learned. */
const promiser = (lessons: Lessons): EndPromiser => (moment) => {
  const facts = factsAt(moment)
  const plan: Plan | null = facts && solve(facts, moment.now.getTime())
  if (!facts || !plan?.worked) return null
  const key = `${moment.why === 'nine' ? 'morning' : moment.why === 'checked-in' ? 'check-in' : 'after-doctor'}, ${shapeOf(facts)}`
  const ends = said(plan.worked, lessons.get(key) ?? asWorkedOut, moment.now.getTime())
  const answer: Answer = { fromAt: new Date(ends.from), toAt: new Date(ends.to), key, worked: plan.worked }
  return answer
}

function factsAt({ now, why, beginsAt, turn, walkMinutes, stops }: Parameters<EndPromiser>[0]): Facts | null {
  const at = now.getTime()
  const facts = { day: '2026-03-17', walks: {}, closures: [], rules: { ...RULES, walkMinutes, lunchFrom: '23:00', lunchTo: '23:30' } }
  // Before somebody has come, a plan holds the visit alone.
  if (why === 'nine') {
    return { ...facts, here: null, things: [plainThing({ id: 'visit', kind: 'visit', name: '', nameEn: '', place: 'room', ...asExpected(turn!, beginsAt!.getTime()) })] }
  }
  if (stops.length === 0 || stops.some((stop) => stop.wait === null)) return null
  return { ...facts, here: 'door', things: stops.map((stop, place) => thingOf(stop, place, at, stops[place - 1])) }
}

function thingOf(stop: KnownStop, turn: number, now: number, before: KnownStop | undefined): Thing {
  const { fromMinutes: from, toMinutes: to } = stop.wait!
  const [usual, long] = [from + (to - from) * 0.45, from + (to - from) * 0.78]
  const lag = before?.resultAfterMinutes ?? 0
  return plainThing({
    id: `stop:${turn}`, kind: stop.kind === 'consulting' ? 'visit' : 'stop', name: '', nameEn: '', place: turn === 0 ? 'door' : `${turn}`, minutes: [stop.usualMinutes, stop.usualMinutes * 1.65],
    ...(turn === 0 ? { called: [now + usual * MINUTE, now + long * MINUTE] as const } : { wait: [usual, Math.max(long, usual + 3)] as const }),
    ...(turn === 0 ? {} : { after: [{ id: `stop:${turn - 1}`, lag: [lag, lag * 1.35] as const }] }),
  })
}

/** Days of several hospitals’ kinds: some called soon, some with results, some that close. */
function aDay(seed: number, most: number): Facts {
  let state = seed
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const things = Array.from({ length: 1 + next(most) }, (_, at): Thing => {
    const wait = next(25)
    const called = next(3) === 0 ? 1 + next(50) : null
    return plainThing({
      id: `stop:${at}`, kind: 'stop', name: '', nameEn: '', place: `${next(4)}`, minutes: [2 + next(15), 20], wait: [wait, wait * 1.6],
      called: called === null ? null : [NINE + called * MINUTE, NINE + (called * 1.3 + 2) * MINUTE], after: at > 0 && next(2) === 0 ? [{ id: `stop:${next(at)}`, lag: [next(40), 50] }] : [],
    })
  })
  return { day: '2026-03-17', things, here: '0', walks: {}, closures: [], rules: RULES }
}

function solving() {
  const times: number[] = []
  let [broken, unsteady] = [0, 0]
  for (let seed = 1; seed <= 2_000; seed++) {
    const facts = aDay(seed, 9)
    const began = process.cpuUsage()
    const plan = solve(facts, NINE)
    times.push(process.cpuUsage(began).user / 1000)
    const place = new Map(plan.order.map((one, at) => [one.id, at]))
    if (facts.things.some((thing) => thing.after.some((need) => place.get(need.id)! >= place.get(thing.id)!))) broken++
    if (seed % 20 === 0 && JSON.stringify(solve(facts, NINE)) !== JSON.stringify(plan)) unsteady++
  }
  times.sort((a, b) => a - b)
  return { days: times.length, p50: times[Math.floor(times.length / 2)]!, p95: times[Math.floor(times.length * 0.95)]!, broken, unsteady }
}

function searching() {
  const ratios: number[] = []
  for (let seed = 1; seed <= 400; seed++) {
    const facts = aDay(seed * 7, 7)
    const game = deal(facts, NINE, facts.things, 8)
    ratios.push((improved(game, beam(game)).cost - NINE) / (everyOrder(game).cost - NINE))
  }
  return { days: ratios.length, mean: ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length, worst: Math.max(...ratios) }
}

const round = (value: number): number => Math.round(value * 100) / 100
