import { sql } from 'kysely'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { columns, type Row, asAppointment } from '../appointment-row.ts'
import type { SentBooking } from '../contract.ts'
import { placeOf, serviceIn } from '../place.ts'

interface Sent extends Row {
  readonly reason: string
  readonly fromName: string
  readonly fromStaffId: number | null
  readonly createdAt: Date
}

/** Whom this institution has sent to its partners, and what became of it: what is to come first, then the latest. */
export async function sentBookings(tx: Tx, context: Context & { actor: StaffActor }, snapshot: Snapshot, limit = 100): Promise<SentBooking[]> {
  const { rows } = await sql<Sent>`
    select a.*, o.reason, o.from_name as "fromName", o.from_staff_id as "fromStaffId", o.created_at as "createdAt"
    from (select institution_id, id, reason, from_name, from_staff_id, created_at from booking.origin
      where kind = 'consortium' and from_institution_id = ${context.actor.institutionId} order by created_at desc limit ${limit}) o
    cross join lateral (select ${columns} from booking.appointment where institution_id = o.institution_id and id = o.id) a`.execute(tx)
  const people = await personSummaries(tx, context, rows.map((one) => one.personId))
  await audit(tx, context, { action: 'booking.list-sent', subject: `institution/${context.actor.institutionId}`, detail: { count: rows.length } })
  const isOpen = (one: SentBooking) => (one.mayChange ? 0 : 1)
  return rows
    .map((row) => describe(snapshot, context, row, people.get(row.personId)?.name ?? ''))
    .sort((a, b) => isOpen(a) - isOpen(b) || (a.mayChange ? a.startsAt.localeCompare(b.startsAt) : b.startsAt.localeCompare(a.startsAt)))
}

function describe(snapshot: Snapshot, { actor, now }: Context & { actor: StaffActor }, row: Sent, personName: string): SentBooking {
  const { institutionId, id, personId, startsAt, endsAt, status, pool } = asAppointment(row)
  const place = placeOf(snapshot, serviceIn(snapshot, institutionId, row.serviceId))
  return {
    institutionId, id, personId, personName, startsAt, endsAt, status, pool,
    reason: row.reason, fromName: row.fromName, byMe: row.fromStaffId === actor.staffId, createdAt: row.createdAt.toISOString(),
    institutionName: place.institutionName, institutionNameEn: place.institutionNameEn, departmentName: place.departmentName, departmentNameEn: place.departmentNameEn,
    serviceName: place.serviceName, serviceNameEn: place.serviceNameEn, serviceKind: place.serviceKind,
    practitionerName: place.practitioner?.name ?? null, practitionerNameEn: place.practitioner?.nameEn ?? null,
    mayChange: status === 'booked' && row.startsAt > now,
  }
}
