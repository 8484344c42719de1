import type { DifferenceClass, StatementChannel } from '../contract.ts'
import { expectedFee } from '../matching/classify.ts'
import type { MatchingRules, Movement, StatementLine } from '../matching/types.ts'

export const madeRules = (channel: StatementChannel): MatchingRules => ({
  channel, feeTenThousandths: channel === 'insurance' ? 0 : channel === 'bankcard' ? 50 : 60, toleranceMinutes: 10, dayEndsAtMinute: channel === 'bankcard' ? 23 * 60 : 1440,
})

/** Always the same disorder for the same seed. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface MadeBooks {
  readonly movements: Movement[]
  readonly lines: StatementLine[]
}

const digits = (chance: () => number, count: number) => Array.from({ length: count }, () => Math.floor(chance() * 10)).join('')

function idFrom(chance: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(chance() * 16).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** A day of a hospital and one channel, both sides in perfect agreement: payments and, for every tenth of them, a refund. */
export function madeBooks({ channel, day, count, seed }: { channel: StatementChannel; day: string; count: number; seed: number }): MadeBooks {
  const chance = chanceOf(seed)
  const midnight = Date.parse(`${day}T00:00:00+08:00`)
  const rules = madeRules(channel)
  const movements: Movement[] = []
  const lines: StatementLine[] = []
  const refunds = Math.floor(count / 11)
  for (let i = 0; i < count; i++) {
    const kind = i < count - refunds ? 'payment' as const : 'refund' as const
    const id = idFrom(chance)
    // From half past six to ten in the evening: what lies around midnight has a test of its own.
    const at = midnight + Math.floor((6.5 + chance() * 15.5) * 3_600_000 / 1000) * 1000
    const cents = 100 + Math.floor(chance() ** 3 * 200_000)
    const ourNumber = id.replaceAll('-', '')
    const trade = digits(chance, 28)
    const channelNumber = channel === 'alipay' && kind === 'refund' ? `${trade}/${ourNumber}` : trade
    // Every fortieth slip of a terminal bears no number of ours; the network's own is all there is.
    const nameless = channel === 'bankcard' && chance() < 0.025
    const base = { kind, cents, channelNumber }
    movements.push({ ...base, id, ourNumber, state: 'done', stateName: 'succeeded', askedAt: new Date(at - Math.floor(chance() * 120_000)), knownAt: new Date(at + Math.floor(chance() * 60_000)) })
    lines.push({ ...base, line: i + 2, ourNumber: nameless ? '' : ourNumber, feeCents: expectedFee({ kind, cents, status: 'done' }, rules.feeTenThousandths), status: 'done', at: new Date(at) })
  }
  return { movements, lines }
}

export interface Injected {
  readonly class: DifferenceClass
  /** The movement it is about, or the channel's number where we know of none. */
  readonly about: string
}

const byClass: readonly DifferenceClass[] = ['missing-at-channel', 'missing-with-us', 'amount-differs', 'status-differs', 'duplicate-at-channel', 'wrong-day', 'fee-differs', 'refund-unmatched']

/** Spoils a share of the lines, each in one way, in turn every way there is. Says exactly what was done. */
export function inject(books: MadeBooks, { share, seed, channel }: { share: number; seed: number; channel: StatementChannel }): MadeBooks & { readonly injected: Injected[] } {
  const chance = chanceOf(seed)
  const movements = [...books.movements]
  const injected: Injected[] = []
  const spoilt = new Map<number, StatementLine[]>()
  const chosen = new Set<number>()
  const classes = channel === 'insurance' ? byClass.filter((one) => one !== 'fee-differs') : byClass
  const count = Math.max(classes.length, Math.round(books.lines.length * share))
  for (let n = 0; n < count; n++) {
    const kind = classes[n % classes.length]!
    let at = 0
    do at = Math.floor(chance() * books.lines.length)
    while (chosen.has(at) || (kind === 'refund-unmatched') !== (books.lines[at]!.kind === 'refund') || (kind === 'duplicate-at-channel' && books.lines[at]!.ourNumber === ''))
    chosen.add(at)
    const line = books.lines[at]!
    const done = spoil(kind, line, movements, at, chance)
    spoilt.set(at, done.lines)
    injected.push({ class: kind, about: done.about })
  }
  const lines = books.lines.flatMap((line, at) => spoilt.get(at) ?? [line]).map((line, i) => ({ ...line, line: i + 2 }))
  return { movements: movements.filter((movement) => movement !== gone), lines, injected }
}

const gone: Movement = { kind: 'payment', id: '', ourNumber: '', cents: 0, state: 'undone', stateName: 'gone', channelNumber: null, askedAt: new Date(0), knownAt: null }

function spoil(kind: DifferenceClass, line: StatementLine, movements: Movement[], at: number, chance: () => number): { lines: StatementLine[]; about: string } {
  const movement = movements[at]!
  if (kind === 'missing-at-channel') return { lines: [], about: movement.id }
  if (kind === 'missing-with-us' || kind === 'refund-unmatched') {
    movements[at] = gone
    return { lines: [line], about: line.channelNumber }
  }
  if (kind === 'amount-differs') return { lines: [{ ...line, cents: line.cents + 1 + Math.floor(chance() * 500) }], about: movement.id }
  if (kind === 'status-differs') {
    movements[at] = { ...movement, state: chance() < 0.5 ? 'open' : 'undone', stateName: 'unknown', channelNumber: null, knownAt: null }
    return { lines: line.ourNumber === '' ? [{ ...line, ourNumber: movement.id.replaceAll('-', '') }] : [line], about: movement.id }
  }
  if (kind === 'duplicate-at-channel') return { lines: [line, { ...line, channelNumber: `9${line.channelNumber}`, at: new Date(line.at.getTime() + 20_000) }], about: movement.id }
  if (kind === 'wrong-day') return { lines: [{ ...line, at: new Date(line.at.getTime() - (1 + Math.floor(chance() * 2)) * 86_400_000) }], about: movement.id }
  return { lines: [{ ...line, feeCents: line.feeCents! + (chance() < 0.5 ? 1 : -1) * (1 + Math.floor(chance() * 20)) }], about: movement.id }
}
