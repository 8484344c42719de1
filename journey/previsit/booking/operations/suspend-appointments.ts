import { sql } from 'kysely'
import { endClaims, holdStill, restoreClaims } from '#engines/capacity/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { appointmentsWhere, type StoredAppointment } from '../appointment-row.ts'
import { appointmentReinstated, appointmentSuspended } from '../events.ts'

export interface SuspendAppointments {
  readonly institutionId: number
  readonly sessionId: number
  /** null: the whole session. */
  readonly periodIds: readonly number[] | null
  readonly reason: string
}

export interface SuspendedAppointment {
  readonly appointment: StoredAppointment
  readonly was: 'held' | 'booked'
}

/**
 * Ends what everybody has in a session that does not take place, held and booked: it is nobody's fault and counts for nobody,
 * the units and the people's time are free again, and what was paid goes back by itself. Who has arrived stays as they are.
 *
 * Whoever books at the same moment either comes before, and is among those answered, or waits and finds the session as the
 * caller leaves it: so suspend the session in the same transaction.
 */
export async function suspendAppointments(tx: Tx, context: Context, { institutionId, sessionId, periodIds, reason }: SuspendAppointments): Promise<SuspendedAppointment[]> {
  await holdStill(tx, institutionId, sessionId, periodIds)
  const { rows } = await sql<{ id: string; was: 'held' | 'booked' }>`
    with those as materialized (
      select id, status from booking.appointment where institution_id = ${institutionId} and session_id = ${sessionId}
        and (${periodIds}::bigint[] is null or period_id = any (${periodIds}::bigint[]))
        and (status = 'booked' or (status = 'held' and expires_at > ${context.now}))
      order by id for no key update
    )
    update booking.appointment a set status = 'suspended', expires_at = null, ended_at = ${context.now}, end_reason = ${reason}
    from those t where a.institution_id = ${institutionId} and a.id = t.id returning a.id, t.status as was`.execute(tx)
  const was = new Map(rows.map((row) => [row.id, row.was]))
  await endClaims(tx, institutionId, [...was.keys()])
  const suspended = await byIds(tx, institutionId, [...was.keys()])
  for (const one of suspended) {
    await audit(tx, context, { action: 'booking.suspend-appointment', personId: one.personId, subject: `appointment/${one.id}`, institutionId, detail: { reason } })
    await announce(tx, context, appointmentSuspended(one, was.get(one.id) === 'held'))
  }
  return suspended.map((appointment) => ({ appointment, was: was.get(appointment.id)! }))
}

/** How many in this session have checked in already: a suspension leaves them to those who stand before them. */
export async function arrivedIn(tx: Tx, institutionId: number, sessionId: number, periodIds: readonly number[] | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from booking.appointment
    where institution_id = ${institutionId} and session_id = ${sessionId} and status = 'arrived'
      and (${periodIds}::bigint[] is null or period_id = any (${periodIds}::bigint[]))`.execute(tx)
  return rows[0]!.count
}

/** How many hold a time in each of these sessions now. */
export async function standingIn(tx: Tx, context: Context, institutionId: number, sessionIds: readonly number[]): Promise<Map<number, { periodId: number; personId: string; status: string }[]>> {
  const { rows } = await sql<{ sessionId: number; periodId: number; personId: string; status: string }>`
    select session_id as "sessionId", period_id as "periodId", person_id as "personId", status from booking.appointment
    where institution_id = ${institutionId} and session_id = any (${sessionIds}::bigint[]) and (status in ('booked', 'arrived') or (status = 'held' and expires_at > ${context.now}))`.execute(tx)
  return Map.groupBy(rows, (row) => row.sessionId)
}

/**
 * Gives people the appointments back that a mistaken suspension took, each their own time; the fee is due again. Whoever is
 * elsewhere at that time by now keeps what they have and is not among those answered.
 */
export async function reinstateAppointments(tx: Tx, context: Context, { institutionId, sessionId, ids }: { institutionId: number; sessionId: number; ids: readonly string[] }): Promise<StoredAppointment[]> {
  await holdStill(tx, institutionId, sessionId, null)
  const back = await restoreClaims(tx, institutionId, ids)
  await sql`update booking.appointment set status = 'booked', ended_at = null, end_reason = null
    where institution_id = ${institutionId} and id = any (${back}::uuid[]) and status = 'suspended'`.execute(tx)
  const reinstated = await byIds(tx, institutionId, back)
  for (const one of reinstated) {
    await audit(tx, context, { action: 'booking.reinstate-appointment', personId: one.personId, subject: `appointment/${one.id}`, institutionId })
    await announce(tx, context, appointmentReinstated(one))
  }
  return reinstated
}

function byIds(tx: Tx, institutionId: number, ids: readonly string[]): Promise<StoredAppointment[]> {
  return appointmentsWhere(tx, sql`institution_id = ${institutionId} and id = any (${[...ids]}::uuid[]) order by starts_at, id`)
}
