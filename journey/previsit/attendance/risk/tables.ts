import type { Facts } from './facts.ts'

/** One table of the model: the facts fall into one of its bins, and the bin says how much is added to the log-odds. */
export interface Table {
  readonly name: string
  readonly size: number
  /** -1: not known, the table adds nothing. */
  binOf(facts: Facts): number
}

interface Scale {
  readonly name: keyof Facts
  /** Below the first edge is bin 0, at or above the last is bin `edges.length`. */
  readonly edges: readonly number[]
}

const scale = (name: keyof Facts, ...edges: readonly number[]): Scale => ({ name, edges })
const steps = (count: number, step: number, from: number) => Array.from({ length: count }, (_, i) => from + step * i)

function place(facts: Facts, { name, edges }: Scale): number {
  const value = facts[name]
  if (Number.isNaN(value)) return -1
  let bin = 0
  while (bin < edges.length && value >= edges[bin]!) bin++
  return bin
}

function one(of: Scale): Table {
  return { name: of.name, size: of.edges.length + 1, binOf: (facts) => place(facts, of) }
}

/** Two facts together, where one changes what the other means. */
function both(a: Scale, b: Scale): Table {
  const width = b.edges.length + 1
  return {
    name: `${a.name} × ${b.name}`,
    size: (a.edges.length + 1) * width,
    binOf(facts) {
      const [i, j] = [place(facts, a), place(facts, b)]
      return i < 0 || j < 0 ? -1 : i * width + j
    },
  }
}

const lead = scale('lead', 1, 3, 7, 14, 30, 60)
const age = scale('age', 2, 7, 13, 18, 25, 32, 40, 48, 56, 64, 75)
const minute = scale('bookedMinute', 420, 450, 480, 540, 600, 720, 840, 960, 1050)
const weekday = scale('weekday', 1, 2, 3, 4, 5)
const known = scale('known', 1, 2, 3, 5)
const missed = scale('missed', 1, 2, 3)
const yes = (name: keyof Facts) => scale(name, 1)

/** Everything the model looks at. The order is the order of the numbers in `model.json`. */
export const tables: readonly Table[] = [
  one(scale('lead', 1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 15, 18, 22, 26, 30, 36, 45, 60, 80, 110)),
  one(scale('age', 1, 2, 4, 6, 9, 12, 15, 18, 21, 24, 27, 30, 34, 38, 42, 46, 50, 54, 58, 62, 66, 70, 75, 80, 85)),
  one(scale('bookedMinute', ...steps(28, 30, 390))),
  one(weekday),
  one(scale('bookedWeekday', 1, 2, 3, 4, 5)),
  ...(['sex', 'message', 'welfare', 'hypertension', 'diabetes', 'alcohol', 'handicap', 'lastMissed'] as const).map((name) => one(yes(name))),
  one(scale('place', ...steps(255, 1, 1))),
  one(scale('booked', 1, 2, 3, 5, 8)),
  one(scale('sameDay', 1, 2, 3)),
  one(scale('sameAct', 1, 2, 3)),
  one(scale('ahead', 1, 2, 3, 5)),
  one(scale('sinceLast', 2, 4, 7, 11, 16, 22)),
  both(known, missed),
  both(lead, yes('message')),
  both(lead, age),
  both(lead, minute),
  both(lead, weekday),
  both(lead, scale('sameDay', 1, 2)),
  both(lead, known),
  both(lead, missed),
  both(lead, scale('ahead', 1, 2, 4)),
  both(age, yes('sex')),
  both(age, yes('welfare')),
  both(age, yes('message')),
  both(age, minute),
  both(age, missed),
  both(scale('sinceLast', 2, 4, 7, 11, 16), yes('lastMissed')),
  both(scale('sameAct', 1, 2, 3), scale('sameDay', 1, 2)),
]
