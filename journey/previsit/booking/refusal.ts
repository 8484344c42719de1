import { sql } from 'kysely'
import { nextFree, type NextFree, periodById, type Reason } from '#engines/capacity/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DomainError } from '#platform/errors/domain-error.ts'
import { appointmentsWhere, type StoredAppointment } from './appointment-row.ts'
import type { RefusalDetails } from './contract.ts'
import { type OwnReason, outcomeOf, PeriodNotFound } from './errors.ts'

type AnyReason = Reason | OwnReason

/** Said first, since it settles the matter; the others follow in `details.reasons`. */
const ORDER: readonly AnyReason[] = [
  'no-such-person', 'no-such-period', 'no-such-pool', 'past', 'suspended', 'not-open-yet', 'closed', 'restricted', 'overlap', 'same-service-that-day', 'same-doctor-that-day',
  'same-department-that-day', 'person-limit', 'account-limit', 'device-limit', 'helper-limit', 'full',
]

export interface Refused {
  readonly institutionId: number
  readonly periodId: number
  readonly personId: string
  /** When moving: the appointment that is no obstacle to itself. */
  readonly except?: string
}

/** The refusal as the caller hears it: every reason, what is in the way where they may see it, and the next free time. */
export function refusal(reasons: readonly string[], inTheWay: readonly StoredAppointment[], alternative: NextFree | undefined): DomainError {
  const sorted = (reasons as AnyReason[]).filter((reason) => !isImplied(reason, reasons)).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
  const Outcome = outcomeOf[sorted[0] ?? 'no-such-period'] ?? PeriodNotFound
  const other = inTheWay[0]
  const details: RefusalDetails = {
    reasons: sorted.map((reason) => ({
      code: outcomeOf[reason].code,
      ...(other && GIVEN_BY_ANOTHER.includes(reason)
        ? { with: { institutionId: other.institutionId, id: other.id, startsAt: other.startsAt, endsAt: other.endsAt } } : {}),
    })),
    alternative: alternative
      ? { institutionId: alternative.institutionId, serviceId: alternative.serviceId, periodId: alternative.periodId,
          startsAt: alternative.startsAt.toISOString(), endsAt: alternative.endsAt.toISOString() } : null,
  }
  return new Outcome(details as unknown as Record<string, unknown>)
}

/** Somebody who has the very clinic that day also has its doctor and its department: said once. */
function isImplied(reason: AnyReason, all: readonly string[]): boolean {
  return all.includes('same-service-that-day') && (reason === 'same-doctor-that-day' || reason === 'same-department-that-day')
}

/** Reasons that another appointment of the same person gives. */
export const GIVEN_BY_ANOTHER: readonly string[] = ['overlap', 'same-service-that-day', 'same-doctor-that-day', 'same-department-that-day']

/** What the person has at that time or at that clinic, doctor or department that day, as far as the one who asks may see it. */
export async function obstacles(tx: Tx, context: Context, { institutionId, periodId, personId, except }: Refused): Promise<StoredAppointment[]> {
  const period = await periodById(tx, institutionId, periodId)
  if (!period) return []
  const found = await appointmentsWhere(tx, sql`person_id = ${personId} and status in ('held', 'booked', 'arrived')
    and starts_at < ${period.endsAt}::timestamptz + interval '1 day' and starts_at > ${period.startsAt}::timestamptz - interval '1 day'
    and (tstzrange(starts_at, ends_at) && tstzrange(${period.startsAt}, ${period.endsAt})
      or (institution_id = ${institutionId} and day = capacity.local_day(${period.startsAt}) and exists (
        select from directory.service v where v.institution_id = ${institutionId} and v.id = ${period.serviceId}
          and (v.id = service_id or v.department_id = appointment.department_id or v.practitioner_id = appointment.practitioner_id))))
    and id is distinct from ${except ?? null}::uuid order by starts_at`)
  for (const one of found) {
    await audit(tx, context, { action: 'booking.read-appointment', personId, subject: `appointment/${one.id}`, institutionId: one.institutionId })
  }
  return found
}

/** The next free time of the clinic this period belongs to. */
export async function alternativeTo(tx: Tx, institutionId: number, periodId: number, now: Date): Promise<NextFree | undefined> {
  const period = await periodById(tx, institutionId, periodId)
  return period && (await nextFree(tx, [{ institutionId, serviceId: period.serviceId }], 'public', now))[0]
}
