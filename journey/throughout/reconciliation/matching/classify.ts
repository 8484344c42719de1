import { channelDay, possibleDays } from './days.ts'
import type { Matching } from './match.ts'
import { keyOf, type FoundDifference, type MatchingRules, type Movement, type PlacedLine } from './types.ts'

/** Towards us for a payment, away from us for a refund. */
const sign = ({ kind }: { readonly kind: 'payment' | 'refund' }): 1 | -1 => (kind === 'payment' ? 1 : -1)

/** What the channel keeps of an amount, to the nearest cent; what it keeps of a refund it gives back. */
export function expectedFee({ kind, cents, status }: Pick<PlacedLine, 'kind' | 'cents' | 'status'>, feeTenThousandths: number): number {
  const fee = status === 'done' ? Math.floor((cents * feeTenThousandths + 5_000) / 10_000) : 0
  return kind === 'payment' ? fee : -fee
}

/** What is wrong with a line and the payment or refund it belongs to; the gravest thing, and only that one. */
export function differenceOf(line: PlacedLine, movement: Movement, rules: MatchingRules): FoundDifference | undefined {
  const about = { kind: line.kind, lineId: line.id, movementId: movement.id }
  const [theirs, ours] = [line.status === 'done' ? line.cents : 0, movement.state === 'done' ? movement.cents : 0]
  if (isDifferentState(line, movement)) return { ...about, class: 'status-differs', effectCents: sign(line) * (theirs - ours) }
  if (line.cents !== movement.cents) return { ...about, class: 'amount-differs', effectCents: sign(line) * (line.cents - movement.cents) }
  if (line.status !== 'done') return undefined
  if (!possibleDays(movement, rules).includes(channelDay(line.at, rules))) return { ...about, class: 'wrong-day', effectCents: 0 }
  if (line.feeCents === null) return undefined
  const fee = line.feeCents - expectedFee(line, rules.feeTenThousandths)
  return fee === 0 ? undefined : { ...about, class: 'fee-differs', effectCents: -fee }
}

/** Both may be on the way, and neither may have happened; otherwise they must say the same. */
function isDifferentState(line: PlacedLine, movement: Movement): boolean {
  if (line.status === 'done') return movement.state !== 'done'
  return movement.state === 'done'
}

/** Everything the lines of a file and our own books disagree about; `movements` by their {@link keyOf}. */
export function differencesOf(matching: Matching, lines: ReadonlyMap<string, PlacedLine>, movements: ReadonlyMap<string, Movement>, rules: MatchingRules): FoundDifference[] {
  const matched = matching.matches.flatMap(({ lineId, kind, movementId }) => differenceOf(lines.get(lineId)!, movements.get(keyOf({ kind, id: movementId }))!, rules) ?? [])
  const repeated = matching.repeated.filter(({ line }) => line.status === 'done')
    .map(({ line, movement }): FoundDifference => ({ class: 'duplicate-at-channel', kind: line.kind, lineId: line.id, movementId: movement.id, effectCents: sign(line) * line.cents }))
  const unknown = matching.unmatched.filter((line) => line.status === 'done')
    .map((line): FoundDifference => ({ class: line.kind === 'payment' ? 'missing-with-us' : 'refund-unmatched', kind: line.kind, lineId: line.id, movementId: null, effectCents: sign(line) * line.cents }))
  return [...matched, ...repeated, ...unknown]
}

/**
 * What we are sure of and the channel says nothing about. It is said only when every day on which it could stand has its
 * statement: what may be in tomorrow's is waited for.
 */
export function missingAtChannel(movements: readonly Movement[], isMatched: (movement: Movement) => boolean, daysWithStatement: ReadonlySet<string>, day: string, rules: MatchingRules): FoundDifference[] {
  return movements.filter((movement) => movement.state === 'done' && !isMatched(movement)).flatMap((movement) => {
    const days = possibleDays(movement, rules)
    if (!days.includes(day) || !days.every((one) => daysWithStatement.has(one))) return []
    return [{ class: 'missing-at-channel' as const, kind: movement.kind, lineId: null, movementId: movement.id, effectCents: -sign(movement) * movement.cents }]
  })
}
