import fc from 'fast-check'
import { expect, test } from 'vitest'
import { localDay } from './index.ts'

test('the local day of any instant is the one the time zone database gives', () => {
  const zone = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' })
  fc.assert(fc.property(fc.date({ min: new Date('1930-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (at) => {
    expect(localDay(at)).toBe(zone.format(at))
  }), { numRuns: 2000 })
})
