import { learn } from '#engines/queue/index.ts'
import { type Assumptions, assumptions, type DayFigures, demandOf, plainPromise, simulateDay } from '#region/simulate/day/index.ts'
import type { BenchContext, BenchResult, Figure } from './bench.ts'
import { numberAfter } from './flags.ts'

const SEED = 'a Tuesday'
/** What the documents say the reform brought. */
const PROMISED = { minutes: 60, queues: 2.8 }
/** Ranges are judged on a part of the region: every hospital of it would take minutes and say the same. */
const JUDGED = 12
const COMPARED = 20
const SURPRISED = 6
/** Days whose promises teach the correction of the day that is judged. */
const LESSONS = 2

/** One assumption at a time, to see which of them carries the result. */
const OTHERWISE: Readonly<Record<string, Partial<Assumptions>>> = {
  'as assumed': {},
  'windows at 75 % load, not 90': { windowLoad: 0.75 },
  'windows at 100 % load': { windowLoad: 1 },
  'people come for numbers over the whole half-day': { halfDayArrival: 75, halfDaySpread: 55 },
  'people come for numbers before the clinic begins': { halfDayArrival: 0, halfDaySpread: 30 },
  'half pay on the phone, not 80 %': { payByPhone: 0.5 },
  'everybody pays and checks in on the phone': { payByPhone: 1, checkInByPhone: 1 },
  'a card queue for 40 % and a desk to sign in at': { cardQueue: 0.4, deskSignIn: 1 },
  'no desk of its own for examinations': { examinationDesk: 0 },
  'nobody queues for paper results': { reportOfReturning: 0 },
  'neither, as counted before': { examinationDesk: 0, reportOfReturning: 0 },
  'everybody tested waits for the paper': { reportOfOthers: 1 },
  '62 % pay without a queue, as at one hospital': { payByPhone: 0.62 },
  '88 % pay without a queue, as in one city': { payByPhone: 0.88 },
  'tests for 60 %, medicines for 80 %': { laboratory: 0.45, examination: 0.4, drugs: 0.8 },
  'three of four come back with results the same day': { sameDayReturn: 0.75 },
  'one in five booked does not come': { shows: 0.8 },
  'consultations vary by half more': { consultSpread: 0.7 },
  'people come half an hour early': { early: 30 },
}

/** Days that surprise what the queues remember; what they learned from their promises, they learned on ordinary days. */
const SURPRISES: Readonly<Record<string, Partial<Assumptions>>> = {
  'ordinary day': {},
  'doctors a third slower': { todayPace: 1.35 },
  'doctors a quarter quicker': { todayPace: 0.75 },
  'everybody half an hour late': { startDelay: 34, startSpread: 10 },
  'one in four does not come': { shows: 0.75 },
  'most come back with results': { laboratory: 0.5, sameDayReturn: 0.9 },
}

/**
 * A working day of 38 hospitals and 65 health centres in memory, with the platform's rules and without them, the same people in both;
 * how far waiting and queues fall, how honest the ranges are, and which assumption the answer rests on.
 */
export async function run({ say, flags }: BenchContext): Promise<BenchResult> {
  const judged = numberAfter(flags, '--judged', JUDGED)
  const demand = demandOf({ seed: SEED, rules: 'with' })
  say(`${demand.length} institutions, ${demand.reduce((sum, day) => sum + day.patients.filter((one) => one.comes).length, 0)} visits`)
  const [without, withRules] = [simulateDay({ seed: SEED, rules: 'without' }, demand), simulateDay({ seed: SEED, rules: 'with' }, demand)]
  const honest = honesty(judged, say)
  const figures: Record<string, Figure> = { ...shown('', withRules), ...shown('without.', without), ...honest.figures, ...savedBy(withRules, without), ...surprises(numberAfter(flags, '--surprised', SURPRISED), say), ...sensitivity(numberAfter(flags, '--compared', COMPARED), say) }
  figures['saved.median_minutes'] = { value: round(without.waiting.median - withRules.waiting.median), unit: `min, promised ${PROMISED.minutes}` }
  figures['saved.mean_minutes'] = { value: round(without.waiting.mean - withRules.waiting.mean), unit: `min, promised ${PROMISED.minutes}` }
  figures['saved.queues'] = { value: round(without.queuesPerVisit - withRules.queuesPerVisit), unit: `queues, promised ${PROMISED.queues}` }
  return {
    ratios: {
      waiting_median_with_to_without: withRules.waiting.median / without.waiting.median,
      queues_with_to_without: withRules.queuesPerVisit / without.queuesPerVisit,
      saved_minutes_to_promised: (without.waiting.mean - withRules.waiting.mean) / PROMISED.minutes,
      saved_queues_to_promised: (without.queuesPerVisit - withRules.queuesPerVisit) / PROMISED.queues,
      coverage_of_the_range: honest.inside,
    },
    invariants: { visits_lost: Math.abs(without.visits - withRules.visits), called_before_come_back_above_one_in_twenty: honest.calledBefore > 0.05 ? 1 : 0 },
    figures,
  }
}

function shown(world: string, day: DayFigures): Record<string, Figure> {
  const minutes = (value: number): Figure => ({ value: round(value), unit: 'min' })
  return {
    [`${world}waiting.median_minutes`]: minutes(day.waiting.median),
    [`${world}waiting.p90_minutes`]: minutes(day.waiting.p90),
    [`${world}waiting.mean_minutes`]: minutes(day.waiting.mean),
    [`${world}waiting.at_doctor.median_minutes`]: minutes(day.doctor.median),
    [`${world}waiting.at_counters.mean_minutes`]: minutes(day.atCounters.mean),
    [`${world}in_building.median_minutes`]: minutes(day.inBuilding.median),
    [`${world}queues_per_visit`]: { value: round(day.queuesPerVisit), unit: 'queues' },
    [`${world}fairness.gini`]: { value: round(day.fairness.gini), unit: 'of waiting' },
    [`${world}fairness.between_two_people_minutes`]: minutes(day.fairness.betweenTwoPeople),
    [`${world}fairness.p90_minus_p10_minutes`]: minutes(day.fairness.p90MinusP10),
    [`${world}fairness.longest_class_to_shortest`]: { value: round(day.fairness.widest), unit: 'ratio of medians' },
    ...Object.fromEntries(Object.entries(day.fairness.medians).map(([kind, value]) => [`${world}fairness.median_minutes.${kind}`, minutes(value)])),
  }
}

/** Ranges as shown, judged on another day than those that taught the correction. */
function honesty(institutions: number, say: (line: string) => void): { inside: number; calledBefore: number; figures: Record<string, Figure> } {
  const day = (seed: string) => ({ seed: `${SEED} ${seed}`, rules: 'with' as const, institutions, forecasts: true })
  const lessons = Array.from({ length: LESSONS }, (_, n) => simulateDay(day(`lesson ${n}`)))
  const correction = learn(lessons.flatMap((lesson) => lesson.kept))
  say(`learned from ${correction.samples} promises: times × ${correction.pace.toFixed(2)}, ranges × ${correction.spread.toFixed(2)}`)
  const judged = simulateDay({ ...day('judged'), correction, promiseEnd: plainPromise })
  const share = (value: number): Figure => ({ value: round(value), unit: 'of promises' })
  return {
    inside: judged.range.inside,
    calledBefore: judged.comeBack.calledBefore,
    figures: {
      'coverage.range': { value: round(judged.range.inside), unit: `of ${judged.range.promises}, goal 0.80` },
      'coverage.range_earlier': share(judged.range.earlier),
      'coverage.range_later': share(judged.range.later),
      'coverage.range_before_learning': share(lessons.reduce((sum, one) => sum + one.range.inside, 0) / LESSONS),
      'coverage.range_width_mean_minutes': { value: round(judged.range.meanWidth), unit: 'min' },
      'coverage.range_width_median_minutes': { value: round(judged.range.medianWidth), unit: 'min' },
      'coverage.come_back_called_before': { value: round(judged.comeBack.calledBefore), unit: `of ${judged.comeBack.told} told, at most 0.05` },
      'coverage.promised_end': { value: round(judged.end.inside), unit: `of ${judged.end.promises}, the plain sum of known steps` },
      ...Object.fromEntries(Object.entries(judged.endBy).map(([why, coverage]) => [`coverage.promised_end.${why}`, share(coverage.inside)])),
    },
  }
}

function surprises(hospitals: number, say: (line: string) => void): Record<string, Figure> {
  const figures: Record<string, Figure> = {}
  const day = (seed: string, changed: Partial<Assumptions>, over: object = {}) => simulateDay({
    seed, rules: 'with', institutions: hospitals, forecasts: true, assume: { ...assumptions, ...changed }, remembered: assumptions, ...over,
  })
  const correction = learn(day('ordinary lesson', {}).kept)
  for (const [name, changed] of Object.entries(SURPRISES)) {
    const { range } = day(`${name} judged`, changed, { correction })
    figures[`coverage.range.${name}`] = { value: round(range.inside), unit: `of ${range.promises}, ${round(range.earlier)} earlier, ${round(range.later)} later` }
    figures[`coverage.width_mean_minutes.${name}`] = { value: round(range.meanWidth), unit: 'min' }
  }
  say(`${Object.keys(SURPRISES).length} kinds of days on ${hospitals} hospitals`)
  return figures
}

/** The same people in both worlds: what the rules save each class, and who waits longer with them. */
function savedBy(withRules: DayFigures, without: DayFigures): Record<string, Figure> {
  const people = withRules.people.map(({ kind, minutes }, i) => ({ kind, saved: without.people[i]!.minutes - minutes }))
  return Object.fromEntries([...Map.groupBy(people, (one) => one.kind)].flatMap(([kind, all]): [string, Figure][] => {
    const sorted = all.map((one) => one.saved).sort((a, b) => a - b)
    return [
      [`saved.median_minutes.${kind}`, { value: round(sorted[sorted.length >> 1]!), unit: `min, of ${all.length} people` }],
      [`saved.wait_longer_with_the_rules.${kind}`, { value: round(sorted.filter((each) => each < -5).length / all.length), unit: 'of them, by more than five minutes' }],
    ]
  }))
}

function sensitivity(compared: number, say: (line: string) => void): Record<string, Figure> {
  const figures: Record<string, Figure> = {}
  for (const [name, changed] of Object.entries(OTHERWISE)) {
    const wish = { seed: SEED, institutions: compared, assume: { ...assumptions, ...changed } }
    const demand = demandOf({ ...wish, rules: 'with' })
    const [without, withRules] = [simulateDay({ ...wish, rules: 'without' }, demand), simulateDay({ ...wish, rules: 'with' }, demand)]
    figures[`if ${name}: minutes`] = { value: round(without.waiting.mean - withRules.waiting.mean), unit: 'min less waiting (mean)' }
    figures[`if ${name}: queues`] = { value: round(without.queuesPerVisit - withRules.queuesPerVisit), unit: 'fewer queues' }
  }
  say(`${Object.keys(OTHERWISE).length} assumptions changed one at a time on ${compared} institutions`)
  return figures
}

const round = (value: number): number => Math.round(value * 100) / 100
