import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Campus, Department, Institution, Practitioner, Price, Service } from '../contract.ts'

/** The day in the region's calendar. */
const localDay = (at: Date) => sql`(${at}::timestamptz at time zone 'Asia/Shanghai')::date`

export async function institutionById(tx: Tx, institutionId: number): Promise<Institution | undefined> {
  const { rows } = await sql<Institution>`
    select i.institution_id as "institutionId", i.code, i.kind, i.level, i.name, i.name_en as "nameEn", i.short_name as "shortName",
      i.district_id as "districtId", d.name as "districtName", d.name_en as "districtNameEn", i.address, i.phone, i.longitude, i.latitude,
      i.introduction, i.how_to_get_here as "howToGetHere", i.ticket_prefix as "ticketPrefix"
    from directory.institution i join directory.district d on d.id = i.district_id where i.institution_id = ${institutionId}`.execute(tx)
  return rows[0]
}

export async function departmentById(tx: Tx, institutionId: number, id: number): Promise<Department | undefined> {
  const { rows } = await sql<Department>`
    select institution_id as "institutionId", id, campus_id as "campusId", parent_id as "parentId", name, name_en as "nameEn",
      subject_codes as "subjectCodes", description, building, floor, zone, place_en as "placeEn"
    from directory.department where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  return rows[0]
}

export async function practitionerById(tx: Tx, institutionId: number, id: number): Promise<Practitioner | undefined> {
  const { rows } = await sql<Practitioner>`
    select institution_id as "institutionId", id, department_id as "departmentId", name, name_en as "nameEn", sex, title, speciality,
      introduction, room
    from directory.practitioner where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  return rows[0]
}

/** A service with what registering costs on the day of `at`. */
export async function serviceById(tx: Tx, institutionId: number, id: number, at: Date): Promise<Service | undefined> {
  const { rows } = await sql<Service>`
    select s.institution_id as "institutionId", s.id, s.department_id as "departmentId", s.practitioner_id as "practitionerId", s.kind,
      s.name, s.name_en as "nameEn", s.fee_code as "feeCode", p.price_cents as "feeCents",
      coalesce(p.insurance_share_bp, 0) as "feeInsuranceShareBp"
    from directory.service s
    left join lateral (
      select price_cents, insurance_share_bp from directory.price p
      where p.institution_id = s.institution_id and p.code = s.fee_code and p.valid_from <= ${localDay(at)}
        and (p.valid_to is null or p.valid_to >= ${localDay(at)})
      order by p.valid_from desc limit 1) p on true
    where s.institution_id = ${institutionId} and s.id = ${id}`.execute(tx)
  return rows[0]
}

/** The price list's item on the day of `at`; undefined when it is not sold then. */
export async function priceOf(tx: Tx, institutionId: number, code: string, at: Date): Promise<Price | undefined> {
  const { rows } = await sql<Price>`
    select institution_id as "institutionId", code, kind, name, name_en as "nameEn", unit, price_cents as "priceCents",
      insurance_share_bp as "insuranceShareBp", department_id as "departmentId"
    from directory.price
    where institution_id = ${institutionId} and code = ${code} and valid_from <= ${localDay(at)}
      and (valid_to is null or valid_to >= ${localDay(at)})
    order by valid_from desc limit 1`.execute(tx)
  return rows[0]
}

/** The campus whose wall shows this check-in code. */
export async function campusByCheckInCode(tx: Tx, code: string): Promise<Campus | undefined> {
  const { rows } = await sql<Campus>`
    select institution_id as "institutionId", id, name, address, longitude, latitude from directory.campus
    where check_in_code = ${code}`.execute(tx)
  return rows[0]
}

export async function campusesOf(tx: Tx, institutionId: number): Promise<(Campus & { checkInCode: string })[]> {
  const { rows } = await sql<Campus & { checkInCode: string }>`
    select institution_id as "institutionId", id, name, address, longitude, latitude, check_in_code as "checkInCode"
    from directory.campus where institution_id = ${institutionId} order by id`.execute(tx)
  return rows
}
