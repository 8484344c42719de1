import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'

/** What a hospital decided about holding and cancelling; the region's where it decided nothing. */
export interface BookingRules {
  readonly holdMinutes: number
  readonly cancelDaysBefore: number
  /** Local time, `21:00`. */
  readonly cancelAt: string
  /** After the deadline: still possible and counted, or the window's to decide. */
  readonly late: 'counted' | 'refused'
  readonly limits: BookingLimits
}

/** How much one person, account or device may have; well above what an honest family needs. */
export interface BookingLimits {
  readonly perPersonDepartmentDay: number
  readonly perPersonDoctorDay: number
  readonly perPersonOpen: number
  readonly perAccountDay: number
  readonly peoplePerAccount: number
  readonly perDeviceDay: number
  readonly peoplePerDevice: number
  /** People are counted over so many days. */
  readonly days: number
}

export async function bookingRules(tx: Tx, institutionId: number, at: Date): Promise<BookingRules> {
  const hold = await ruleAt<{ minutes: number }>(tx, 'booking.hold', institutionId, at)
  const cancel = await ruleAt<{ daysBefore: number; at: string; late: 'counted' | 'refused' }>(tx, 'booking.cancel-deadline', institutionId, at)
  const limits = await ruleAt<BookingLimits>(tx, 'booking.limits', institutionId, at)
  return { limits, holdMinutes: hold.minutes, cancelDaysBefore: cancel.daysBefore, cancelAt: cancel.at, late: cancel.late }
}
