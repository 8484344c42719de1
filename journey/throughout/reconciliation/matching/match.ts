import type { MatchedBy } from '../contract.ts'
import { sameNumber } from './numbers.ts'
import { keyOf, type Match, type MatchingRules, type Movement, type PlacedLine } from './types.ts'

export interface Matching {
  readonly matches: readonly Match[]
  /** Done lines about something that has its line already. */
  readonly repeated: readonly { readonly line: PlacedLine; readonly movement: Movement }[]
  readonly unmatched: readonly PlacedLine[]
}

/**
 * Gives every line its payment or refund, and each of those at most one line: by our number, else by the channel's own, else,
 * only where the channel repeats no number of ours, by the amount and the time, and then only when exactly one fits exactly one.
 * Pure, and the same whatever the order of the lines.
 */
export function matchLines(lines: readonly PlacedLine[], movements: readonly Movement[], alreadyMatched: ReadonlySet<string>, rules: Pick<MatchingRules, 'toleranceMinutes'>): Matching {
  const book = indexOf(movements)
  const matches: Match[] = []
  const repeated: { line: PlacedLine; movement: Movement }[] = []
  const left: PlacedLine[] = []
  for (const [key, group] of grouped(lines, book)) {
    if (key === undefined) left.push(...group.map(({ line }) => line))
    else {
      const { movement } = group[0]!
      const ordered = group.toSorted((a, b) => closeness(b.line, movement!) - closeness(a.line, movement!) || a.line.line - b.line.line)
      const taken = alreadyMatched.has(key)
      if (!taken) matches.push({ lineId: ordered[0]!.line.id, kind: movement!.kind, movementId: movement!.id, by: ordered[0]!.by })
      for (const { line } of taken ? ordered : ordered.slice(1)) repeated.push({ line, movement: movement! })
    }
  }
  const used = new Set([...alreadyMatched, ...matches.map(({ kind, movementId }) => keyOf({ kind, id: movementId }))])
  const guessed = byAmountAndTime(left.filter((line) => line.ourNumber === ''), movements.filter((movement) => !used.has(keyOf(movement))), rules)
  const found = new Set(guessed.map((match) => match.lineId))
  return { matches: [...matches, ...guessed], repeated, unmatched: left.filter((line) => !found.has(line.id)) }
}

interface Book {
  readonly byOurNumber: ReadonlyMap<string, Movement>
  readonly byChannelNumber: ReadonlyMap<string, Movement>
}

function indexOf(movements: readonly Movement[]): Book {
  return {
    byOurNumber: new Map(movements.map((movement) => [`${movement.kind} ${sameNumber(movement.ourNumber)}`, movement])),
    byChannelNumber: new Map(movements.filter((movement) => movement.channelNumber).map((movement) => [`${movement.kind} ${movement.channelNumber}`, movement])),
  }
}

interface Named {
  readonly line: PlacedLine
  readonly movement: Movement | undefined
  readonly by: MatchedBy
}

function grouped(lines: readonly PlacedLine[], { byOurNumber, byChannelNumber }: Book): Map<string | undefined, Named[]> {
  const groups = new Map<string | undefined, Named[]>()
  for (const line of lines) {
    const ours = line.ourNumber === '' ? undefined : byOurNumber.get(`${line.kind} ${sameNumber(line.ourNumber)}`)
    const movement = ours ?? byChannelNumber.get(`${line.kind} ${line.channelNumber}`)
    const key = movement && keyOf(movement)
    const group = groups.get(key)
    const named = { line, movement, by: ours ? 'our-number' as const : 'channel-number' as const }
    if (group) group.push(named)
    else groups.set(key, [named])
  }
  return groups
}

/** Of two lines for one payment the real one bears its number, says it is done, and says its amount. */
function closeness(line: PlacedLine, movement: Movement): number {
  return (movement.channelNumber !== null && line.channelNumber === movement.channelNumber ? 4 : 0) + (line.status === 'done' ? 2 : 0) + (line.cents === movement.cents ? 1 : 0)
}

function byAmountAndTime(lines: readonly PlacedLine[], movements: readonly Movement[], { toleranceMinutes }: Pick<MatchingRules, 'toleranceMinutes'>): Match[] {
  if (lines.length === 0) return []
  const slack = toleranceMinutes * 60_000
  const fits = (line: PlacedLine, { askedAt, knownAt }: Movement) =>
    line.at.getTime() >= askedAt.getTime() - slack && line.at.getTime() <= (knownAt ?? askedAt).getTime() + slack
  const key = ({ kind, cents }: { kind: string; cents: number }) => `${kind} ${cents}`
  const [linesOf, movementsOf] = [Map.groupBy(lines, key), Map.groupBy(movements.filter(({ state }) => state !== 'undone'), key)]
  return [...linesOf].flatMap(([amount, candidates]) => {
    const ours = movementsOf.get(amount) ?? []
    return candidates.flatMap((line) => {
      const near = ours.filter((movement) => fits(line, movement))
      const [only] = near
      const alone = near.length === 1 && candidates.filter((other) => fits(other, only!)).length === 1
      return alone ? [{ lineId: line.id, kind: line.kind, movementId: only!.id, by: 'amount-and-time' as const }] : []
    })
  })
}
