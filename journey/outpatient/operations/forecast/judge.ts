import { bandOf, calibrate, type Residual } from './intervals.ts'
import { expected, fitModel, type Series, type Spec } from './model.ts'

export interface Plan {
  /** The first moment that is judged; nothing from here on is ever used to choose. */
  readonly judgedFrom: number
  /** So many moments are forecast from each origin, and the next origin stands behind them. */
  readonly horizon: number
  /** One season: the naive baseline repeats what was so long ago. */
  readonly season: number
  /** As many origins before the judged part are for choosing, and as many for the intervals. */
  readonly origins: number
  readonly specs: readonly Spec[]
}

export interface Score {
  readonly mae: number
  /** In percent; null where there are hours at which nobody came. */
  readonly mape: number | null
  readonly pinball: number
  /** Of 1, so many lay in the band. */
  readonly coverage: Readonly<Record<'50' | '80' | '95', number>>
}

export interface Judged {
  readonly moments: number
  readonly mean: number
  readonly chosen: Spec
  readonly model: Score
  readonly baselines: Readonly<Record<string, Score>>
}

interface Forecast extends Residual {
  readonly series: number
  readonly at: number
}

/** Forecasts from origin to origin, each with what was known then and no more. */
function roll(series: readonly Series[], spec: Spec, { from, to, horizon }: { from: number; to: number; horizon: number }): Forecast[] {
  const made: Forecast[] = []
  for (let origin = from; origin < to; origin += horizon) {
    const model = fitModel(series.map((one) => ({ name: one.name, moments: one.moments.slice(0, origin) })), spec)
    for (let at = origin; at < Math.min(to, origin + horizon); at++) {
      series.forEach((one, index) => made.push({ series: index, at, expected: expected(model, one.name, one.moments[at]!.keys, at - origin + 1), came: one.moments[at]!.count }))
    }
  }
  return made
}

const mae = (residuals: readonly Residual[]) => residuals.reduce((sum, one) => sum + Math.abs(one.came - one.expected), 0) / residuals.length

/** Chooses on the moments before the judged part, learns the intervals on those between, and judges once. */
export function judge(series: readonly Series[], plan: Plan): Judged {
  const { judgedFrom, horizon, origins, specs, season } = plan
  const end = series[0]!.moments.length
  const calibrateFrom = judgedFrom - origins * horizon
  const chooseFrom = calibrateFrom - origins * horizon
  const chosen = specs.map((spec) => ({ spec, error: mae(roll(series, spec, { from: chooseFrom, to: calibrateFrom, horizon })) })).toSorted((a, b) => a.error - b.error)[0]!.spec
  const before = roll(series, chosen, { from: calibrateFrom, to: judgedFrom, horizon })
  const judged = roll(series, chosen, { from: judgedFrom, to: end, horizon })
  const baselines = Object.fromEntries(naives.map((kind) => {
    const told = (from: number, to: number) => repeat(series, kind, { from, to, season, horizon, learnedUntil: from })
    return [kind, judgedOf(told(calibrateFrom, judgedFrom), told(judgedFrom, end), horizon)]
  }))
  return { moments: judged.length, mean: round(judged.reduce((sum, one) => sum + one.came, 0) / judged.length), chosen, model: judgedOf(before, judged, horizon), baselines }
}

/** Intervals learn on as forecasts come true: what was seen before an origin counts for it. */
function judgedOf(before: readonly Forecast[], judged: readonly Forecast[], horizon: number): Score {
  const first = judged[0]!.at
  const known: Forecast[] = [...before]
  const inside = { '50': 0, '80': 0, '95': 0 }
  let pinball = 0
  for (const piece of Map.groupBy(judged, (one) => Math.floor((one.at - first) / horizon)).values()) {
    const calibration = calibrate(known.slice(-4000))
    for (const one of piece) {
      const band = bandOf(calibration, one.expected)
      for (const level of ['50', '80', '95'] as const) if (one.came >= band.low[level] && one.came <= band.high[level]) inside[level]++
      pinball += (loss(0.1, band.low[80], one.came) + loss(0.5, one.expected, one.came) + loss(0.9, band.high[80], one.came)) / 3
    }
    known.push(...piece)
  }
  const share = (count: number) => Math.round((count / judged.length) * 1000) / 1000
  return { ...errorsOf(judged), pinball: round(pinball / judged.length), coverage: { '50': share(inside['50']), '80': share(inside['80']), '95': share(inside['95']) } }
}

const loss = (q: number, told: number, came: number) => (came >= told ? q * (came - told) : (1 - q) * (told - came))

function errorsOf(residuals: readonly Residual[]): Pick<Score, 'mae' | 'mape'> {
  const countable = residuals.filter((one) => one.came > 0)
  const mape = countable.length < residuals.length * 0.95 ? null : round((100 * countable.reduce((sum, one) => sum + Math.abs(one.came - one.expected) / one.came, 0)) / countable.length)
  return { mae: round(mae(residuals)), mape }
}

const naives = ['seasonal-naive', 'season-mean', 'last'] as const

interface Repeating {
  readonly from: number
  readonly to: number
  readonly season: number
  readonly horizon: number
  readonly learnedUntil: number
}

/** One season ago; the mean of all seasons before; the last that was seen at each origin. Each with intervals learned the same way. */
function repeat(series: readonly Series[], kind: (typeof naives)[number], { from, to, season, horizon, learnedUntil }: Repeating): Forecast[] {
  return series.flatMap(({ moments }, index) => Array.from({ length: to - from }, (_, step) => {
    const at = from + step
    const origin = from + Math.floor(step / horizon) * horizon
    const told = {
      'seasonal-naive': () => moments[at - season * Math.ceil((at - origin + 1) / season)]!.count,
      'season-mean': () => meanOf(Array.from({ length: Math.ceil(learnedUntil / season) }, (__, back) => (at % season) + back * season).filter((when) => when < learnedUntil).map((when) => moments[when]!.count)),
      last: () => moments[origin - 1]!.count,
    }[kind]()
    return { series: index, at, expected: told, came: moments[at]!.count }
  }))
}

const meanOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length)
const round = (value: number) => Math.round(value * 1000) / 1000
