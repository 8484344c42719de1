import fc from 'fast-check'
import { expect, test } from 'vitest'
import { centsOf, yuan } from './protocol/money.ts'
import { furtherPart, shareOut, splitAmongItems } from './split.ts'

const sum = (parts: readonly number[]) => parts.reduce((total, one) => total + one, 0)
const cents = fc.integer({ min: 0, max: 5_000_000 })
const items = fc.array(fc.record({ totalCents: cents, scopeCents: cents }), { minLength: 1, maxLength: 12 })
  .map((all) => all.map((item) => ({ ...item, scopeCents: Math.min(item.scopeCents, item.totalCents) })))

test('whatever the insurer pays of a batch is found again on its items, to the cent, and no item is paid more than it costs', () => {
  fc.assert(fc.property(items, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (batch, a, b) => {
    const total = sum(batch.map((item) => item.totalCents))
    const fund = Math.floor(total * a)
    const account = Math.floor((total - fund) * b)
    const parts = splitAmongItems(batch, fund, account)!
    expect(sum(parts.map((part) => part.fundCents))).toBe(fund)
    expect(sum(parts.map((part) => part.accountCents))).toBe(account)
    parts.forEach((part, i) => expect(part.fundCents + part.accountCents).toBeLessThanOrEqual(batch[i]!.totalCents))
  }), { numRuns: 500 })
})

test('an insurer that pays more than the bill is not believed', () => {
  expect(splitAmongItems([{ totalCents: 100, scopeCents: 100 }], 101, 0)).toBeUndefined()
  expect(splitAmongItems([{ totalCents: 100, scopeCents: 100 }], -1, 0)).toBeUndefined()
})

test('parts follow their weights, and the cent that cannot be divided goes to the largest remainder', () => {
  expect(shareOut(100, [1, 1, 1], [100, 100, 100])).toEqual([34, 33, 33])
  expect(shareOut(10, [1, 2], [3, 100])).toEqual([3, 7])
  expect(shareOut(10, [5, 5], [1, 20])).toEqual([1, 9])
  expect(shareOut(10, [0, 0], [5, 5])).toEqual([0, 0])
})

test('a further payer takes no more than its ceiling and no more than is left', () => {
  fc.assert(fc.property(fc.array(cents, { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 10_000 }), cents, (bases, shareBp, ceilingCents) => {
    const parts = furtherPart({ shareBp, ceilingCents }, bases)
    expect(sum(parts)).toBeLessThanOrEqual(Math.min(ceilingCents, Math.floor((sum(bases) * shareBp) / 10_000)))
    parts.forEach((part, i) => expect(part).toBeLessThanOrEqual(bases[i]!))
  }), { numRuns: 200 })
})

test('an amount comes back as it was written, and what is none is none', () => {
  fc.assert(fc.property(fc.integer({ min: -9_000_000_000, max: 9_000_000_000 }), (one) => {
    expect(centsOf(yuan(one))).toBe(one)
  }))
  expect([centsOf('12.5'), centsOf(3), centsOf('7.1000'), centsOf('1.234'), centsOf('1e3'), centsOf(''), centsOf(null)]).toEqual([1250, 300, 710, undefined, undefined, undefined, undefined])
})
