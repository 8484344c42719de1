import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitToPaid, sharesAfter, type Said, type Shares } from './fit.ts'

const sum = (parts: readonly number[]) => parts.reduce((total, one) => total + one, 0)
const whole = (one: Shares) => one.fundCents + one.accountCents + one.commercialCents + one.reliefCents + one.selfCents
const part = fc.integer({ min: 0, max: 10_000 })

const said = fc.array(fc.tuple(fc.integer({ min: 0, max: 900_000 }), part, part, part, part), { minLength: 1, maxLength: 8 }).map((all) => all.map(([totalCents, a, b, c, d]): Said => {
  const fundCents = Math.floor((totalCents * a) / 10_000)
  const accountCents = Math.floor(((totalCents - fundCents) * b) / 10_000)
  const ownPayCents = Math.floor(((totalCents - fundCents) * c) / 20_000)
  return { totalCents, fundCents, accountCents, ownPayCents, overCents: Math.floor(((totalCents - fundCents - ownPayCents) * d) / 20_000) }
}))
const terms = fc.option(fc.record({ shareBp: part, ceilingCents: fc.integer({ min: 0, max: 60_000 }) }))

test('the five who bear an item add up to what it costs, whatever insurer, policy and relief take', () => {
  fc.assert(fc.property(said, terms, terms, (items, commercial, relief) => {
    sharesAfter(items, { commercial, relief }).forEach((one, i) => {
      expect(whole(one)).toBe(items[i]!.totalCents)
      expect(Math.min(one.commercialCents, one.reliefCents, one.selfCents)).toBeGreaterThanOrEqual(0)
    })
  }), { numRuns: 500 })
})

test('what a person paid stays; the insurer’s less is the hospital’s, its more goes back, to the cent', () => {
  fc.assert(fc.property(said, terms, part, (items, commercial, paidBp) => {
    const shares = sharesAfter(items, { commercial, relief: null })
    const totals = items.map((item) => item.totalCents)
    const paid = totals.map((cents) => Math.floor((cents * paidBp) / 10_000))
    const fitted = fitToPaid(totals, shares, paid)
    fitted.shares.forEach((one, i) => {
      expect(whole(one)).toBe(totals[i])
      expect(one.selfCents).toBe(paid[i]! - fitted.surplus[i]!)
      expect(Math.min(one.fundCents, one.accountCents, one.commercialCents, one.reliefCents, one.selfCents)).toBeGreaterThanOrEqual(0)
    })
    for (const of of ['fundCents', 'accountCents', 'commercialCents'] as const) expect(sum(fitted.shares.map((one) => one[of]))).toBe(sum(shares.map((one) => one[of])))
    expect(sum(fitted.shares.map((one) => one.reliefCents))).toBe(fitted.shortCents)
    expect(fitted.shortCents - sum(fitted.surplus)).toBe(sum(shares.map((one) => one.selfCents)) - sum(paid))
  }), { numRuns: 500 })
})
