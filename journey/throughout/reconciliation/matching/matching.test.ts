import fc from 'fast-check'
import { expect, test } from 'vitest'
import { statementChannels, type StatementChannel } from '../contract.ts'
import { readStatement } from '../statements/read-statement.ts'
import { inject, madeBooks, madeRules, type Injected } from '../testing/made-books.ts'
import { writeStatement } from '../testing/statement-files.ts'
import { differencesOf, missingAtChannel } from './classify.ts'
import { dayAfter, possibleDays } from './days.ts'
import { matchLines } from './match.ts'
import { keyOf, type FoundDifference, type Movement, type PlacedLine, type StatementLine } from './types.ts'

const day = '2026-03-17'
const institutionId = 101

/** A statement file read and compared, as the import does it, without a database. */
function compare(channel: StatementChannel, lines: readonly StatementLine[], movements: readonly Movement[]): { found: FoundDifference[]; placed: Map<string, PlacedLine> } {
  const read = readStatement(channel, writeStatement(channel, lines, { institutionId, day, bom: true }), { day, institutionId })
  expect(read.faults).toEqual([])
  expect(read.lines).toHaveLength(lines.length)
  const rules = madeRules(channel)
  const placed = read.lines.filter((line) => line.status !== 'under-way').map((line, at): PlacedLine => ({ ...line, id: `line ${at}`, day }))
  const matching = matchLines(placed, movements, new Set(), rules)
  const matched = new Set(matching.matches.map(({ kind, movementId }) => `${kind} ${movementId}`))
  const byId = new Map(placed.map((line) => [line.id, line]))
  return {
    placed: byId,
    found: [
      ...differencesOf(matching, byId, new Map(movements.map((movement) => [keyOf(movement), movement])), rules),
      ...missingAtChannel(movements, (movement) => matched.has(keyOf(movement)), new Set([dayAfter(day, -1), day, dayAfter(day)]), day, rules),
    ],
  }
}

const asSaid = (found: readonly FoundDifference[], placed: ReadonlyMap<string, PlacedLine>): Injected[] =>
  found.map((one) => ({ class: one.class, about: one.movementId ?? placed.get(one.lineId!)!.channelNumber }))
const sorted = (all: readonly Injected[]) => all.map((one) => `${one.class} ${one.about}`).toSorted()

test.each(statementChannels)('%s: of several thousand lines every injected error of every class is found, rightly named, and none is invented', (channel) => {
  const { movements, lines, injected } = inject(madeBooks({ channel, day, count: 4_000, seed: 7 }), { share: 0.01, seed: 11, channel })
  const { found, placed } = compare(channel, lines, movements)
  expect(new Set(injected.map((one) => one.class)).size).toBe(channel === 'insurance' ? 7 : 8)
  expect(injected.length).toBeGreaterThanOrEqual(40)
  expect(sorted(asSaid(found, placed))).toEqual(sorted(injected))
})

test('whatever the seed, the channel and the share of errors, what is found is what was injected', () => {
  fc.assert(fc.property(fc.constantFrom(...statementChannels), fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 40, max: 250 }), fc.double({ min: 0, max: 0.2, noNaN: true }), (channel, seed, count, share) => {
    const { movements, lines, injected } = inject(madeBooks({ channel, day, count: count + 60, seed }), { share, seed: seed + 1, channel })
    const { found, placed } = compare(channel, lines, movements)
    expect(sorted(asSaid(found, placed))).toEqual(sorted(injected))
  }), { seed: 20_260_317, numRuns: 120 })
})

test('books that agree give no difference, however the lines are ordered', () => {
  for (const channel of statementChannels) {
    const { movements, lines } = madeBooks({ channel, day, count: 500, seed: 3 })
    expect(compare(channel, lines.toReversed(), movements).found).toEqual([])
  }
})

const payment = (askedAt: string, knownAt: string, over: Partial<Movement> = {}): Movement => ({
  kind: 'payment', id: '01900000-0000-7000-8000-000000000001', ourNumber: '01900000000070008000000000000001', cents: 5_000, state: 'done', stateName: 'succeeded', channelNumber: 'C1', askedAt: new Date(askedAt), knownAt: new Date(knownAt), ...over,
})

test('a payment over midnight belongs to either day, and is waited for until both have their statement', () => {
  const rules = madeRules('wechatpay')
  const late = payment('2026-03-17T23:58:00+08:00', '2026-03-18T00:03:00+08:00')
  expect(possibleDays(late, rules)).toEqual([day, '2026-03-18'])
  const missing = (days: readonly string[]) => missingAtChannel([late], () => false, new Set(days), day, rules).length
  expect(missing([day])).toBe(0)
  expect(missing([day, '2026-03-18'])).toBe(1)
  expect(possibleDays(payment('2026-03-17T15:00:00+08:00', '2026-03-17T15:01:00+08:00'), rules)).toEqual([day])
})

test('where the acquirer ends its day at eleven in the evening, the half hour after is tomorrow', () => {
  expect(possibleDays(payment('2026-03-17T23:30:00+08:00', '2026-03-17T23:30:20+08:00'), madeRules('bankcard'))).toEqual(['2026-03-18'])
})

test('without any number, only one payment of the amount and the time fits; of two nobody guesses', () => {
  const rules = madeRules('bankcard')
  const line = { id: 'l1', day, line: 2, kind: 'payment', channelNumber: 'R1', ourNumber: '', cents: 5_000, feeCents: 25, status: 'done', at: new Date('2026-03-17T10:00:00+08:00') } as const
  const one = payment('2026-03-17T09:59:00+08:00', '2026-03-17T10:00:10+08:00', { channelNumber: null })
  const other = { ...one, id: '01900000-0000-7000-8000-000000000002', ourNumber: '01900000000070008000000000000002' }
  expect(matchLines([line], [one], new Set(), rules).matches).toEqual([{ lineId: 'l1', kind: 'payment', movementId: one.id, by: 'amount-and-time' }])
  expect(matchLines([line], [one, other], new Set(), rules).unmatched).toEqual([line])
  expect(matchLines([{ ...line, ourNumber: 'ffffffffffff4fffbfffffffffffffff' }], [one], new Set(), rules).unmatched).toHaveLength(1)
})
