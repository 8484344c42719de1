import { z } from 'zod'
import { PoolCode } from '#engines/capacity/contract.ts'
import type { Tx } from '#platform/database/index.ts'
import { declareRule, ruleAt, timeOfDay, type ValueOf, whole } from '#platform/rules/index.ts'

const hold = declareRule('booking.hold', 'institution', z.strictObject({ minutes: whole('minutes', 1, 60) }))
const cancelDeadline = declareRule('booking.cancel-deadline', 'institution', z.strictObject({
  daysBefore: whole('days', 0, 14),
  at: timeOfDay(),
  /** After the deadline: still possible and counted, or the window's to decide. */
  late: z.enum(['counted', 'refused']),
}), { approvals: 2 })

/** How much one person, account or device may have; well above what an honest family needs. */
const limits = declareRule('booking.limits', 'institution', z.strictObject({
  perPersonDepartmentDay: whole('number', 1, 50),
  perPersonDoctorDay: whole('number', 1, 50),
  perPersonOpen: whole('number', 1, 200),
  perAccountDay: whole('number', 1, 1000),
  peoplePerAccount: whole('people', 1, 1000),
  perDeviceDay: whole('number', 1, 1000),
  peoplePerDevice: whole('people', 1, 1000),
  /** People are counted over so many days. */
  days: whole('days', 1, 365),
}), { approvals: 2 })

/** The caps of whoever was named as a helper, in place of those of account and device. */
export const helperLimits = declareRule('booking.helper-limits', 'institution', z.strictObject({
  perHelperDay: whole('number', 1, 1000),
  /** And never for more than agreed to it themselves. */
  peoplePerHelper: whole('people', 1, 1000),
  /** What somebody booked for by a helper may have ahead. */
  perRelationOpen: whole('number', 1, 50),
  /** A helper who books on more devices than this lends none of them to others. */
  devices: whole('number', 1, 10),
  perDeviceDay: whole('number', 1, 1000),
  peoplePerDevice: whole('people', 1, 1000),
}), { approvals: 2 })

export const togetherRule = declareRule('booking.together', 'institution', z.strictObject({ maxPeople: whole('people', 2, 20), maxGapMinutes: whole('minutes', 0, 480) }))
export const seriesRule = declareRule('booking.series', 'institution', z.strictObject({ maxVisits: whole('number', 2, 52), maxDaysApart: whole('days', 1, 90) }))

/** Which limits a role may set aside with a stated reason. */
export const exceptionRule = declareRule('booking.exception', 'institution', z.strictObject({
  roles: z.array(z.enum(['registrar', 'nurse', 'physician', 'manager'])),
  reasons: z.array(z.enum(['same-department-that-day', 'same-doctor-that-day', 'person-limit'])),
}))

/** Which pools a role may open with a stated reason. */
const pools = () => z.array(PoolCode)
export const overrideRule = declareRule('booking.override', 'institution', z.strictObject({ registrar: pools(), nurse: pools(), physician: pools(), manager: pools() }))

export const rules = [hold, cancelDeadline, limits, helperLimits, togetherRule, seriesRule, exceptionRule, overrideRule]

/** What a hospital decided about holding and cancelling; the region's where it decided nothing. */
export interface BookingRules {
  readonly holdMinutes: number
  readonly cancelDaysBefore: number
  /** Local time, `21:00`. */
  readonly cancelAt: string
  readonly late: 'counted' | 'refused'
  readonly limits: BookingLimits
}

export type BookingLimits = Readonly<ValueOf<typeof limits>>

export async function bookingRules(tx: Tx, institutionId: number, at: Date): Promise<BookingRules> {
  const { minutes } = await ruleAt(tx, hold, institutionId, at)
  const cancel = await ruleAt(tx, cancelDeadline, institutionId, at)
  const caps = await ruleAt(tx, limits, institutionId, at)
  return { limits: caps, holdMinutes: minutes, cancelDaysBefore: cancel.daysBefore, cancelAt: cancel.at, late: cancel.late }
}
