import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { appointmentsWhere, findAppointment, type StoredAppointment } from '../appointment-row.ts'

/** One appointment for another module that has it in hand; undefined when the one who asks may not see it. */
export async function appointmentById(tx: Tx, context: Context, institutionId: number, id: string): Promise<StoredAppointment | undefined> {
  const found = await findAppointment(tx, institutionId, id)
  if (found) await audit(tx, context, { action: 'booking.read-appointment', personId: found.personId, subject: `appointment/${id}`, institutionId })
  return found
}

export interface DayOfAppointments {
  readonly institutionId: number
  readonly day: string
  readonly departmentId?: number | undefined
  readonly practitionerId?: number | undefined
}

/** Who is booked on a day, in the order of their times; holds and what was given back are not among them. */
export async function appointmentsOfDay(tx: Tx, context: Context, { institutionId, day, departmentId, practitionerId }: DayOfAppointments): Promise<StoredAppointment[]> {
  const found = await appointmentsWhere(tx, sql`institution_id = ${institutionId} and day = ${day}
    and status in ('booked', 'arrived', 'fulfilled', 'no-show')
    and (${departmentId ?? null}::integer is null or department_id = ${departmentId ?? null})
    and (${practitionerId ?? null}::integer is null or practitioner_id = ${practitionerId ?? null})
    order by starts_at, created_at, id`)
  await audit(tx, context, { action: 'booking.list-day', subject: `day/${day}`, institutionId, detail: { departmentId, practitionerId, count: found.length } })
  return found
}

/** The appointments of one person at one institution on one day: what a check-in desk asks. */
export async function appointmentsOfPerson(tx: Tx, context: Context, personIds: readonly string[], institutionId: number, day: string): Promise<StoredAppointment[]> {
  const found = await appointmentsWhere(tx, sql`person_id = any (${[...personIds]}) and institution_id = ${institutionId} and day = ${day}
    and status in ('booked', 'arrived', 'fulfilled') order by starts_at`)
  for (const one of found) await audit(tx, context, { action: 'booking.read-appointment', personId: one.personId, subject: `appointment/${one.id}`, institutionId })
  return found
}

export interface Standing {
  readonly institutionId: number
  readonly serviceId: number
  readonly day: string
  readonly startsAt: Date
  readonly endsAt: Date
}

/** When somebody is expected anywhere, so that nothing is offered to them that they could not take. For jobs, which see everybody. */
export async function standingOf(tx: Tx, personId: string, now: Date): Promise<Standing[]> {
  const { rows } = await sql<Standing>`select institution_id as "institutionId", service_id as "serviceId", day, starts_at as "startsAt", ends_at as "endsAt"
    from booking.appointment where person_id = ${personId} and status in ('held', 'booked', 'arrived') and ends_at > ${now}`.execute(tx)
  return rows
}

/** Everything one human has on a day, at every hospital, and what a visit of that day is continued by later. For jobs, which see everybody. */
export async function appointmentsOfPersonDay(tx: Tx, personIds: readonly string[], day: string): Promise<{ readonly today: StoredAppointment[]; readonly later: StoredAppointment[] }> {
  const today = await appointmentsWhere(tx, sql`person_id = any (${[...personIds]}) and day = ${day}::date and status in ('booked', 'arrived', 'fulfilled') order by starts_at, id`)
  const later = await appointmentsWhere(tx, sql`person_id = any (${[...personIds]}) and revisit_of = any (${today.map(({ id }) => id)}::uuid[]) and status = 'booked' order by starts_at, id`)
  return { today, later }
}
