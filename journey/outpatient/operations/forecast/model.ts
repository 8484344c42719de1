/** One moment of a series: how many came, and what kind of moment it was, one key per factor (`['sat', '9', 'sat/9']`). */
export interface Moment {
  readonly keys: readonly string[]
  readonly count: number
}

export interface Series {
  readonly name: string
  /** In order, without gaps. */
  readonly moments: readonly Moment[]
}

export interface Spec {
  /** After so many moments a count weighs half for the level of now. */
  readonly halfLife: number
  /** The level of the past is the mean over so many moments to both sides: about one season. */
  readonly window: number
  /** How many expected arrivals a factor must have seen to be believed half: of all series together, and of one. */
  readonly shrink: number
  readonly ownShrink: number
  /** How much of the drift is carried on: 0 none, 1 all. */
  readonly drift: number
}

type Factors = readonly ReadonlyMap<string, number>[]

export interface Model {
  readonly spec: Spec
  readonly shared: Factors
  readonly own: ReadonlyMap<string, { readonly factors: Factors; readonly level: number; readonly slope: number }>
}

const SWEEPS = 6

/**
 * Arrivals as a level times factors: weekday, hour, holiday and whatever else the keys say. Factors are those of all series
 * together, bent towards each series' own as far as its counts carry it (gamma-Poisson shrinkage); the level is what was lately.
 */
export function fitModel(series: readonly Series[], spec: Spec): Model {
  const depth = series[0]?.moments[0]?.keys.length ?? 0
  const shared = Array.from({ length: depth }, () => new Map<string, number>())
  const own = series.map(() => Array.from({ length: depth }, () => new Map<string, number>()))
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const levels = series.map((one, at) => levelsOf(one, shared, own[at]!, spec.window))
    for (let factor = 0; factor < depth; factor++) sweepFactor(series, { shared, own, levels, factor, spec })
  }
  return { spec, shared, own: new Map(series.map((one, at) => [one.name, { factors: own[at]!, ...now(one, shared, own[at]!, spec) }])) }
}

/** How many are expected `ahead` moments after the last that was seen. Never below nothing. */
export function expected(model: Model, name: string, keys: readonly string[], ahead: number): number {
  const own = model.own.get(name)
  if (!own) return 0
  const level = own.level * Math.exp(Math.max(-1, Math.min(1, model.spec.drift * own.slope * ahead)))
  return level * seasonOf(keys, model.shared, own.factors)
}

function seasonOf(keys: readonly string[], shared: Factors, own: Factors): number {
  return keys.reduce((product, key, at) => product * (shared[at]!.get(key) ?? 1) * (own[at]!.get(key) ?? 1), 1)
}

/** The level around each moment, by sums over a window that ends at the edges. */
function levelsOf({ moments }: Series, shared: Factors, own: Factors, window: number): number[] {
  const counts = [0]
  const seasons = [0]
  for (const { keys, count } of moments) {
    counts.push(counts.at(-1)! + count)
    seasons.push(seasons.at(-1)! + seasonOf(keys, shared, own))
  }
  return moments.map((_, at) => {
    const from = Math.max(0, at - window)
    const to = Math.min(moments.length, at + window + 1)
    const exposure = seasons[to]! - seasons[from]!
    return exposure > 0 ? (counts[to]! - counts[from]!) / exposure : 0
  })
}

interface Sweep {
  readonly shared: Map<string, number>[]
  readonly own: readonly Map<string, number>[][]
  readonly levels: readonly (readonly number[])[]
  readonly factor: number
  readonly spec: Spec
}

function sweepFactor(series: readonly Series[], { shared, own, levels, factor, spec }: Sweep): void {
  const seen = new Map<string, number>()
  const due = new Map<string, number>()
  series.forEach(({ moments }, at) => {
    const ownSeen = new Map<string, number>()
    const ownDue = new Map<string, number>()
    moments.forEach(({ keys, count }, when) => {
      const key = keys[factor]!
      const base = levels[at]![when]! * seasonOf(keys, shared, own[at]!)
      const sharedHere = shared[factor]!.get(key) ?? 1
      const ownHere = own[at]![factor]!.get(key) ?? 1
      add(seen, key, count)
      add(due, key, base / sharedHere)
      add(ownSeen, key, count)
      add(ownDue, key, base / ownHere)
    })
    if (series.length > 1) for (const [key, count] of ownSeen) own[at]![factor]!.set(key, (count + spec.ownShrink) / (ownDue.get(key)! + spec.ownShrink))
  })
  for (const [key, count] of seen) shared[factor]!.set(key, (count + spec.shrink) / (due.get(key)! + spec.shrink))
}

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value)
}

/** The level of now: counts over what the season explains, the newest weighing most; and how it drifts from moment to moment. */
function now({ moments }: Series, shared: Factors, own: Factors, { halfLife }: Spec): { level: number; slope: number } {
  const recent = weighed(moments, shared, own, halfLife)
  const older = weighed(moments, shared, own, halfLife * 3)
  const slope = recent > 0 && older > 0 ? Math.log(recent / older) / (2 * halfLife * Math.LOG2E) : 0
  return { level: recent, slope }
}

function weighed(moments: readonly Moment[], shared: Factors, own: Factors, halfLife: number): number {
  const fade = 0.5 ** (1 / halfLife)
  let counts = 0
  let seasons = 0
  for (const { keys, count } of moments) {
    counts = counts * fade + count
    seasons = seasons * fade + seasonOf(keys, shared, own)
  }
  return seasons > 0 ? counts / seasons : 0
}
