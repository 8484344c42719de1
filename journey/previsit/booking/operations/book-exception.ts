import { audit } from '#platform/audit/index.ts'
import { type Context, hasRole } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { Appointment, WishedPeriod } from '../contract.ts'
import { NoException } from '../errors.ts'
import { checkMayBook, checkPoolIsForThem } from '../policy.ts'
import { alternativeTo, obstacles, refusal } from '../refusal.ts'
import { bookingRules, exceptionRule } from '../rules.ts'
import { askBatch, wishFor } from '../wish.ts'

const MANY = 1000

/**
 * A second appointment in one department or with one doctor that day, or one more than a person may have ahead, where whoever
 * stands before the patient sees the need: only the limits that the hospital's rule names, with a stated reason, on record.
 * Everything else is refused as always: full, past, at the same time, restricted. Throws {@link NoException}.
 */
export async function bookException(tx: Tx, context: Context, period: WishedPeriod & { override: { reason: string } }): Promise<Appointment> {
  const { institutionId, personId, periodId, pool } = period
  checkMayBook(context, period)
  if (pool !== 'public') await checkPoolIsForThem(tx, context, period)
  const rule = await ruleAt(tx, exceptionRule, institutionId, context.now)
  if (!hasRole(context.actor, ...rule.roles)) throw new NoException()
  const rules = await bookingRules(tx, institutionId, context.now)
  const isLifted = (reason: (typeof rule.reasons)[number]) => rule.reasons.includes(reason)
  const limits = {
    ...rules.limits,
    ...(isLifted('same-department-that-day') ? { perPersonDepartmentDay: MANY } : {}),
    ...(isLifted('same-doctor-that-day') ? { perPersonDoctorDay: MANY } : {}),
    ...(isLifted('person-limit') ? { perPersonOpen: MANY } : {}),
  }
  const answer = (await askBatch(tx, [wishFor(context, { ...period, note: period.override.reason }, { ...rules, limits }, 'book', null)]))[0]
  if (!answer?.body) throw refusal(answer?.reasons ?? [], await obstacles(tx, context, period), await alternativeTo(tx, institutionId, periodId, context.now))
  const appointment = JSON.parse(answer.body) as Appointment
  await audit(tx, context, { action: 'booking.book-exception', personId, subject: `appointment/${appointment.id}`, institutionId, detail: { reason: period.override.reason } })
  return appointment
}
