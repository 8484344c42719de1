import { sql } from 'kysely'
import { systemContext, type Actor, type InstitutionId, type PersonId } from '#platform/context/context.ts'
import { type Db, inTransaction, newId } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'

export const HOSPITAL = 1 as InstitutionId
export const OTHER = 2 as InstitutionId
const DOCTOR = 11
export const NINE = new Date('2026-03-17T09:00:00+08:00')
export const DAY = '2026-03-17'
export const minutes = (count: number) => new Date(NINE.getTime() + count * 60_000)

/** Two hospitals with one doctor each, a laboratory and a price list. */
export async function twoHospitals(owner: Db): Promise<void> {
  await sql`insert into directory.district (id, name, name_en) values (1, '临溪区', 'Linxi')`.execute(owner)
  for (const id of [HOSPITAL, OTHER]) {
    await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
      values (${id}, ${`H${id}`}, 'tertiary-hospital', '临溪市中心医院', 'Linxi Central Hospital', '中心', 1, '东大街 1 号', 121.47, 31.23)`.execute(owner)
    await sql`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code)
      values (${id}, 1, '本部', '东大街 1 号', 121.47, 31.23, ${`LX-${id}`})`.execute(owner)
    await sql`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin, building, floor, zone)
      values (${id}, 5, 1, '心血管内科', 'Cardiology', 'xnk', '门诊楼', '3 层', 'B 区')`.execute(owner)
    await sql`insert into directory.practitioner (institution_id, id, department_id, name, name_en, pinyin, sex, title, room)
      values (${id}, ${DOCTOR}, 5, '沈若云', 'Shen Ruoyun', 'sry', 'female', 'chief', '5诊室')`.execute(owner)
    await sql`insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code)
      values (${id}, 21, 5, ${DOCTOR}, 'expert', '专家门诊', 'Expert clinic', 'F1')`.execute(owner)
    await sql`insert into counters.station (institution_id, id, kind, name, name_en, building, floor, room, usual_minutes, result_after_minutes)
      values (${id}, 31, 'laboratory', '检验科', 'Laboratory', '门诊楼', '2 层', '采血处', 4, 40)`.execute(owner)
  }
}

export const patient = (personId: string, ...others: readonly string[]): Actor =>
  ({ kind: 'patient', accountId: personId, personId: personId as PersonId, mayActFor: [personId, ...others] as PersonId[] })
export const staff = (institutionId: number, ...roles: string[]): Actor =>
  ({ kind: 'staff', accountId: `staff-${institutionId}-${roles.join('-')}`, staffId: DOCTOR, institutionId: institutionId as InstitutionId, roles })

/** Booked so many minutes after nine, and the booking is announced as booking does. */
export async function booked({ owner, db }: { owner: Db; db: Db }, personId: string, { startsIn = 60, institutionId = Number(HOSPITAL) } = {}): Promise<string> {
  const id = newId()
  await sql`insert into booking.appointment (institution_id, id, person_id, booked_by, channel, session_id, period_id, pool, service_id, department_id,
      practitioner_id, day, starts_at, ends_at, room, fee_code, fee_cents, status, cancel_by, created_at)
    values (${institutionId}, ${id}, ${personId}, 'test', 'web', 1, 1, 'public', 21, 5, ${DOCTOR}, ${DAY}, ${minutes(startsIn)}, ${minutes(startsIn + 10)}, '', 'F1', 0, 'booked', ${NINE}, ${NINE})`.execute(owner)
  const context = systemContext('test', NINE)
  await inTransaction(db, context, (tx) => announce(tx, context, {
    type: 'booking.appointment-booked.v1', institutionId, topics: [`person:${personId}`],
    payload: { institutionId, appointmentId: id, personId, periodId: 1, serviceId: 21, departmentId: 5, practitionerId: DOCTOR, startsAt: minutes(startsIn).toISOString(), endsAt: minutes(startsIn + 10).toISOString(), feeCents: 0, feeCode: 'F1' },
  }))
  return id
}

export type StopState = 'ready' | 'needs-payment' | 'awaiting-result' | 'done'

/** A stop at the laboratory, in whatever state, and what the counters announce of it. */
export async function atLaboratory({ owner, db }: { owner: Db; db: Db }, visit: { readonly personId: string; readonly visitId: string }, status: StopState, at: Date, stopId = newId(), fasting = false): Promise<string> {
  const served = status === 'awaiting-result' || status === 'done' ? at : null
  await sql`insert into counters.stop (institution_id, id, visit_id, person_id, day, station_id, kind, status, created_at, served_at, result_at, ended_at)
    values (${HOSPITAL}, ${stopId}, ${visit.visitId}, ${visit.personId}, ${DAY}, 31, 'laboratory', ${status}, ${at}, ${served}, ${status === 'done' ? at : null}, ${status === 'done' ? at : null})
    on conflict (institution_id, id) do update set status = excluded.status, served_at = coalesce(counters.stop.served_at, excluded.served_at), result_at = excluded.result_at, ended_at = excluded.ended_at`.execute(owner)
  if (fasting) {
    await sql`insert into counters.stop_item (institution_id, order_id, stop_id, person_id, code, name, fasting, added_at)
      values (${HOSPITAL}, ${newId()}, ${stopId}, ${visit.personId}, 'L1', '血脂四项', true, ${at})`.execute(owner)
  }
  const context = systemContext('test', at)
  const payload = { institutionId: HOSPITAL, visitId: visit.visitId, personId: visit.personId, stopId, status, orderIds: [] }
  await inTransaction(db, context, (tx) => announce(tx, context, { type: status === 'done' ? 'counters.result-ready.v1' : 'counters.stop-changed.v1', institutionId: HOSPITAL, topics: [`person:${visit.personId}`], payload }))
  return stopId
}
