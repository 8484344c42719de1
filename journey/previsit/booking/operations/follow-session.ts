import { sql } from 'kysely'
import { periodsOfSessions, scheduledSessions } from '#engines/capacity/index.ts'
import { priceOf, serviceById } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { appointmentsWhere, findAppointment, type StoredAppointment } from '../appointment-row.ts'
import { appointmentMoved } from '../events.ts'
import { cancelAppointment } from './cancel-appointment.ts'

interface OfSession {
  readonly institutionId: number
  readonly sessionId: number
  /** The day the appointments say: where they are looked for. */
  readonly day: string
}

/** Who has a place in a session: held, booked, arrived. */
export function standingInSession(tx: Tx, { institutionId, sessionId, day }: OfSession): Promise<StoredAppointment[]> {
  return appointmentsWhere(tx, sql`institution_id = ${institutionId} and day = ${day} and session_id = ${sessionId}
    and status in ('held', 'booked', 'arrived') order by starts_at, id`)
}

/** Before a session goes elsewhere: who has only begun to choose is told that this time is gone, rather than given another unasked. */
export async function letGoOfHolds(tx: Tx, context: Context, of: OfSession, reason: string): Promise<void> {
  for (const held of (await standingInSession(tx, of)).filter((one) => one.status === 'held')) {
    await cancelAppointment(tx, context, { institutionId: of.institutionId, id: held.id, reason })
  }
}

/**
 * The hospital changed a session: its appointments follow to the session's new time, doctor and room, within the same transaction.
 * Nobody pays more for it than before, and from then on may cancel until the visit begins. Each holder is told by event.
 * Returns how many followed.
 */
export async function followSession(tx: Tx, context: Context, of: OfSession, reason: string): Promise<number> {
  const { institutionId, sessionId } = of
  const [session] = await scheduledSessions(tx, institutionId, { ids: [sessionId], from: '2000-01-01' })
  if (!session) return 0
  const periods = new Map((await periodsOfSessions(tx, institutionId, [sessionId])).map((period) => [period.id, period]))
  const service = (await serviceById(tx, institutionId, session.serviceId, session.startsAt))!
  const price = await priceOf(tx, institutionId, service.feeCode, session.startsAt)
  const followers = (await standingInSession(tx, of)).filter((one) => one.status === 'booked')
  for (const from of followers) {
    const period = periods.get(Number(from.periodId))!
    const isCheaper = price !== undefined && price.priceCents < from.feeCents
    const fee = isCheaper ? { code: service.feeCode, cents: price.priceCents, share: price.insuranceShareBp } : { code: from.feeCode, cents: from.feeCents, share: from.insuranceShareBp }
    await sql`update booking.appointment set service_id = ${session.serviceId}, department_id = ${service.departmentId}, practitioner_id = ${service.practitionerId},
        day = ${session.day}, starts_at = ${period.startsAt}, ends_at = ${period.endsAt}, room = ${session.room}, fee_code = ${fee.code}, fee_cents = ${fee.cents},
        insurance_share_bp = ${fee.share}, moved_from = case when starts_at = ${period.startsAt} then moved_from else starts_at end,
        cancel_by = case when starts_at = ${period.startsAt} and practitioner_id is not distinct from ${service.practitionerId} then cancel_by else ${period.startsAt} end
      where institution_id = ${institutionId} and id = ${from.id} and status = 'booked'`.execute(tx)
    const now = (await findAppointment(tx, institutionId, from.id))!
    await audit(tx, context, {
      action: 'booking.follow-session', personId: from.personId, subject: `appointment/${from.id}`, institutionId,
      detail: { reason, from: from.startsAt, to: now.startsAt, practitionerId: now.practitionerId, room: now.room },
    })
    await announce(tx, context, appointmentMoved(now, from, { byHospital: true, reason }))
  }
  return followers.length
}
