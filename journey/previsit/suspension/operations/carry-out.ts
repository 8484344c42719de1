import { sql } from 'kysely'
import { setSessionStatus, holdStill, withdrawPeriods } from '#engines/capacity/index.ts'
import { arrivedIn, suspendAppointments } from '#journey/previsit/booking/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { suspensionEvent } from '../events.ts'
import { lockedSuspension } from '../suspension-row.ts'

/**
 * Takes the session out, with everybody who holds a time in it: whoever books at the same moment is among them, or is refused.
 * Each of them is then told once and offered other times, by the worker. Carrying it out twice changes nothing.
 */
export async function carryOut(tx: Tx, context: Context, institutionId: number, id: string): Promise<number> {
  const suspension = await lockedSuspension(tx, institutionId, id)
  if (suspension.status !== 'ordered') return 0
  const { sessionId, periodIds } = suspension
  const status = await holdStill(tx, institutionId, sessionId, periodIds)
  const facts = { institutionId, suspensionId: id, sessionId }
  if (status !== 'open') {
    // Somebody else ended it between the order and now.
    await sql`update suspension.suspension set status = 'not-needed', decided_at = ${context.now} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
    await announce(tx, context, suspensionEvent('not-needed', facts))
    return 0
  }
  const suspended = await suspendAppointments(tx, context, { institutionId, sessionId, periodIds, reason: `suspension/${id}` })
  const withdrawn = periodIds === null ? [] : await withdrawPeriods(tx, context, institutionId, periodIds, 'session-suspended')
  if (periodIds === null) await setSessionStatus(tx, institutionId, sessionId, 'suspended')
  const here = await arrivedIn(tx, institutionId, sessionId, periodIds)
  await sql`update suspension.suspension set status = 'in-force', in_force_at = ${context.now}, here = ${here}, withdrawn = ${JSON.stringify(withdrawn)}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  const people = suspended.map(({ appointment, was }) => ({
    appointment_id: appointment.id, person_id: appointment.personId, service_id: appointment.serviceId, practitioner_id: appointment.practitionerId, starts_at: appointment.startsAt, was,
  }))
  await sql`insert into suspension.affected (institution_id, suspension_id, appointment_id, person_id, service_id, practitioner_id, starts_at, was)
    select ${institutionId}, ${id}, p.* from json_to_recordset(${JSON.stringify(people)}::json) as p(appointment_id uuid, person_id uuid, service_id integer,
      practitioner_id integer, starts_at timestamptz, was text)`.execute(tx)
  await audit(tx, context, { action: 'suspension.carry-out', subject: `suspension/${id}`, institutionId, detail: { people: people.length, here } })
  await announce(tx, context, suspensionEvent('in-force', facts))
  return people.length
}
