import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharesOf } from './shares.ts'

const sum = (all: readonly { cents: number }[]) => all.reduce((total, one) => total + one.cents, 0)

test('whatever was paid from wherever, items and ways both come out to the cent, and no share is a cent off its proportion', () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 12 }), fc.nat(1_000_000), fc.nat(1_000_000),
    (amounts, first, second) => {
      const items = amounts.map((cents, i) => ({ key: `item ${i}`, cents }))
      const total = sum(items)
      const prepaid = Math.floor((total * first) / 1_000_000)
      const credit = Math.floor(((total - prepaid) * second) / 1_000_000)
      const ways = [{ key: 'prepaid', cents: prepaid }, { key: 'credit', cents: credit }, { key: 'wechatpay', cents: total - prepaid - credit }]
      const shares = sharesOf(items, ways)
      for (const item of items) expect(sum(shares.get(item.key)!)).toBe(item.cents)
      for (const way of ways) expect(sum([...shares.values()].flat().filter((share) => share.key === way.key))).toBe(way.cents)
      for (const item of items) {
        const share = shares.get(item.key)!.find((one) => one.key === 'prepaid')?.cents ?? 0
        if (total > 0) expect(Math.abs(share - (item.cents * prepaid) / total)).toBeLessThan(1)
      }
    },
  ), { numRuns: 300 })
})

test('cents that do not divide go to the largest remainders', () => {
  const shares = sharesOf([{ key: 'a', cents: 333 }, { key: 'b', cents: 333 }, { key: 'c', cents: 334 }], [{ key: 'prepaid', cents: 100 }, { key: 'cash', cents: 900 }])
  expect([...shares.values()].map((parts) => parts.find((part) => part.key === 'prepaid')?.cents)).toEqual([33, 33, 34])
})
