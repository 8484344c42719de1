import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advise, type DepartmentDay, withDoctors } from './advise.ts'
import { playDay } from './play-day.ts'

const rule = { waitMinutes: 30, worthMinutes: 8, slackShare: 0.65, eveningFrom: 17, eveningTo: 20 }
const day = (departmentId: number, arrivals: number, doctors: number): DepartmentDay => ({
  departmentId, minutesPerVisit: 10, hours: [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((hour) => ({ hour, arrivals: hour >= 8 && hour < 16 && hour !== 12 ? arrivals : 0, doctors: hour >= 8 && hour < 17 && hour !== 12 ? doctors : 0 })),
})

describe('O11 advice', () => {
  test('one doctor more never makes anybody wait longer in nine of ten cases', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 3 }), (arrivals, doctors) => {
      const { hours } = day(1, arrivals, doctors)
      expect(playDay(withDoctors(hours, 8, 12, 1), 10).p90Wait).toBeLessThanOrEqual(playDay(hours, 10).p90Wait + 1)
    }), { numRuns: 5 })
  })

  test('where twice as many come as can be seen, a doctor is moved from where there is room, and the wait played again is shorter', () => {
    const advised = advise([day(1, 11, 1), day(2, 3, 3)], rule)
    const staffing = advised.find((one) => one.kind === 'staffing')!
    expect(staffing).toMatchObject({ departmentId: 1, movedFrom: 2 })
    expect(staffing.after.p90Wait).toBeLessThan(staffing.before.p90Wait - rule.worthMinutes)
    expect(advised.find((one) => one.kind === 'evening')).toMatchObject({ departmentId: 1, fromHour: 17 })
    expect(staffing.reason.arrivals).toBeGreaterThan(staffing.reason.room)
  })

  test('a calm day needs no advice, one room is never taken away, nobody helps out in another branch, and the same day gives the same advice', () => {
    expect(advise([day(1, 3, 1), day(2, 8, 2)], rule)).toEqual([])
    expect(advise([day(1, 11, 1), day(2, 1, 1)], rule)[0]!.movedFrom).toBeNull()
    expect(advise([{ ...day(1, 11, 1), branches: ['03'] }, { ...day(2, 3, 3), branches: ['04'] }], rule)[0]!.movedFrom).toBeNull()
    expect(advise([{ ...day(1, 11, 1), branches: ['03'] }, { ...day(2, 3, 3), branches: ['03', '04'] }], rule)[0]!.movedFrom).toBe(2)
    expect(advise([day(1, 11, 1)], rule)).toEqual(advise([day(1, 11, 1)], rule))
  })
})
