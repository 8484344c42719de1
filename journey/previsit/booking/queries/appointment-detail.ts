import { sql } from 'kysely'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { appointmentsWhere, findAppointment, type StoredAppointment } from '../appointment-row.ts'
import type { AppointmentDetail, MyAppointmentsQuery, Origin } from '../contract.ts'
import { AppointmentNotFound } from '../errors.ts'
import { originsOf } from '../origin.ts'
import { placeOf, serviceIn } from '../place.ts'
import { bookingRules } from '../rules.ts'

/** One appointment, with where and with whom it is and what may still be done with it. A stranger's is not found. */
export async function appointmentDetail(tx: Tx, context: Context, snapshot: Snapshot, ref: { institutionId: number; id: string }): Promise<AppointmentDetail> {
  const found = await findAppointment(tx, ref.institutionId, ref.id)
  if (!found) throw new AppointmentNotFound()
  await noteRead(tx, context, found)
  const origins = await originsOf(tx, snapshot, [found])
  return describe(tx, context, snapshot, found, origins.get(found.id))
}

/** The appointments of everybody the one who asks may act for: what is to come soonest first, what was latest first. */
export async function myAppointments(tx: Tx, context: Context, snapshot: Snapshot, query: MyAppointmentsQuery): Promise<AppointmentDetail[]> {
  const persons = context.actor.kind === 'patient' ? context.actor.mayActFor : []
  const wanted = query.personId === undefined ? persons : [query.personId]
  const upcoming = sql`status in ('held', 'booked', 'arrived') and ends_at > ${context.now}::timestamptz - interval '6 hours'`
  const found = await appointmentsWhere(tx, query.when === 'upcoming'
    ? sql`person_id = any (${wanted}) and ${upcoming} order by starts_at limit ${query.limit}`
    : sql`person_id = any (${wanted}) and status <> 'expired' and not (${upcoming}) order by starts_at desc limit ${query.limit}`)
  for (const one of found) await noteRead(tx, context, one)
  return describeAll(tx, context, snapshot, found)
}

export async function describeAll(tx: Tx, context: Context, snapshot: Snapshot, found: readonly StoredAppointment[]): Promise<AppointmentDetail[]> {
  const origins = await originsOf(tx, snapshot, found)
  return Promise.all(found.map((one) => describe(tx, context, snapshot, one, origins.get(one.id))))
}

async function noteRead(tx: Tx, context: Context, { institutionId, id, personId }: StoredAppointment): Promise<void> {
  await audit(tx, context, { action: 'booking.read-appointment', personId, subject: `appointment/${id}`, institutionId })
}

async function describe(tx: Tx, context: Context, snapshot: Snapshot, appointment: StoredAppointment, origin: Origin | undefined): Promise<AppointmentDetail> {
  const place = placeOf(snapshot, serviceIn(snapshot, appointment.institutionId, appointment.serviceId))
  const { now } = context
  const isPatient = context.actor.kind === 'patient'
  const isToCome = Date.parse(appointment.startsAt) > now.getTime() || !isPatient
  const isLate = isPatient && now.getTime() >= Date.parse(appointment.cancelBy)
  const lateIsRefused = isLate && (await bookingRules(tx, appointment.institutionId, now)).late === 'refused'
  const isActive = appointment.status === 'booked' || appointment.status === 'held'
  return {
    ...appointment,
    place,
    origin: origin ?? null,
    may: {
      confirm: appointment.status === 'held' && Date.parse(appointment.expiresAt!) > now.getTime(),
      cancel: isActive && isToCome && !(lateIsRefused && appointment.status === 'booked'),
      move: appointment.status === 'booked' && isToCome && !lateIsRefused,
      cancelIsLate: isLate && appointment.status === 'booked',
    },
  }
}
