import type { Correction, DayFigures, Taking } from '../contract.ts'

type Totals = Pick<Correction, 'departmentId' | 'channel' | 'paymentCount' | 'paymentCents' | 'refundCount' | 'refundCents'>

/**
 * What came to light about a closed day: its figures as they are now, less what was frozen, less what was corrected before.
 * A payment that was on its way while the day was closed stands here, and so in the next day; never twice and never nowhere.
 */
export function correctionsOf(day: string, now: readonly Taking[], frozen: DayFigures, earlier: readonly Correction[]): Correction[] {
  const sums = new Map<string, Totals>()
  const add = (some: readonly Totals[], sign: 1 | -1) => {
    for (const one of some) {
      const key = `${one.departmentId ?? ''} ${one.channel}`
      const sum = sums.get(key) ?? { departmentId: one.departmentId, channel: one.channel, paymentCount: 0, paymentCents: 0, refundCount: 0, refundCents: 0 }
      sums.set(key, {
        ...sum, paymentCount: sum.paymentCount + sign * one.paymentCount, paymentCents: sum.paymentCents + sign * one.paymentCents,
        refundCount: sum.refundCount + sign * one.refundCount, refundCents: sum.refundCents + sign * one.refundCents,
      })
    }
  }
  add(now, 1)
  add(frozen.takings, -1)
  add(earlier.filter((one) => one.day === day), -1)
  return [...sums.values()].filter((one) => one.paymentCount !== 0 || one.paymentCents !== 0 || one.refundCount !== 0 || one.refundCents !== 0)
    .map(({ departmentId, channel, paymentCount, paymentCents, refundCount, refundCents }) => ({ day, departmentId, channel, paymentCount, paymentCents, refundCount, refundCents }))
}
