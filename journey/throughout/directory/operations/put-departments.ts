import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { nameInLatin, spellingColumn } from '#platform/text/index.ts'
import type { SheetRow } from '../import/read-workbook.ts'

// Numbers are given in the order of the file to codes that have none yet. What is not in the file goes out of service.

/** Returns how many departments went out of service. */
export async function putDepartments(tx: Tx, institutionId: number, rows: readonly SheetRow[]): Promise<number> {
  const departments = rows.map((row, place) => ({ ...row, place, pinyin: spellingColumn(String(row['name'])), nameEn: row['nameEn'] ?? row['name'] }))
  const json = JSON.stringify(departments)
  await sql`
    insert into directory.department (institution_id, id, code, campus_id, name, name_en, pinyin, subject_codes, description, building, floor, zone, place_en)
    select ${institutionId}, coalesce(old.id, top.id + row_number() over (partition by old.id is null order by d.place)), d.code, d."campusId", d.name, d."nameEn", d.pinyin,
      coalesce(d."subjectCodes", '{}'), coalesce(d.description, ''), coalesce(d.building, ''), coalesce(d.floor, ''), coalesce(d.zone, ''), coalesce(d."placeEn", '')
    from json_to_recordset(${json}::json) as d(place integer, code text, "campusId" integer, name text, "nameEn" text, pinyin text, "subjectCodes" text[],
      description text, building text, floor text, zone text, "placeEn" text)
    cross join (select coalesce(max(id), 0) as id from directory.department where institution_id = ${institutionId}) top
    left join directory.department old on old.institution_id = ${institutionId} and old.code = d.code
    on conflict (institution_id, id) do update set campus_id = excluded.campus_id, name = excluded.name, name_en = excluded.name_en, pinyin = excluded.pinyin,
      subject_codes = excluded.subject_codes, description = excluded.description, building = excluded.building, floor = excluded.floor, zone = excluded.zone, place_en = excluded.place_en,
      active = true`.execute(tx)
  await sql`
    update directory.department c set parent_id = p.id
    from json_to_recordset(${json}::json) as d(code text, "parentCode" text)
    left join directory.department p on p.institution_id = ${institutionId} and p.code = d."parentCode"
    where c.institution_id = ${institutionId} and c.code = d.code and c.parent_id is distinct from p.id`.execute(tx)
  return retire(tx, 'department', institutionId, rows)
}

/** Returns how many doctors went out of service. */
export async function putPractitioners(tx: Tx, institutionId: number, rows: readonly SheetRow[]): Promise<number> {
  const practitioners = rows.map((row, place) => {
    const name = String(row['name'])
    return { ...row, place, pinyin: spellingColumn(name, 'name'), nameEn: row['nameEn'] ?? nameInLatin(name, 1) }
  })
  await sql`
    insert into directory.practitioner (institution_id, id, code, department_id, name, name_en, pinyin, sex, title, speciality, introduction, room)
    select ${institutionId}, coalesce(old.id, top.id + row_number() over (partition by old.id is null order by d.place)), d.code, h.id, d.name, d."nameEn", d.pinyin,
      coalesce(d.sex, 'unknown'), d.title, coalesce(d.speciality, ''), coalesce(d.introduction, ''), coalesce(d.room, '')
    from json_to_recordset(${JSON.stringify(practitioners)}::json) as d(place integer, code text, "departmentCode" text, name text, "nameEn" text, pinyin text,
      sex text, title text, speciality text, introduction text, room text)
    join directory.department h on h.institution_id = ${institutionId} and h.code = d."departmentCode"
    cross join (select coalesce(max(id), 0) as id from directory.practitioner where institution_id = ${institutionId}) top
    left join directory.practitioner old on old.institution_id = ${institutionId} and old.code = d.code
    on conflict (institution_id, id) do update set department_id = excluded.department_id, name = excluded.name, name_en = excluded.name_en,
      pinyin = excluded.pinyin, sex = excluded.sex, title = excluded.title, speciality = excluded.speciality, introduction = excluded.introduction,
      room = excluded.room, active = true`.execute(tx)
  return retire(tx, 'practitioner', institutionId, rows)
}

/** Returns how many clinics went out of service. */
export async function putServices(tx: Tx, institutionId: number, rows: readonly SheetRow[]): Promise<number> {
  const services = rows.map((row, place) => ({ ...row, place, nameEn: row['nameEn'] ?? row['name'] }))
  await sql`
    insert into directory.service (institution_id, id, code, department_id, practitioner_id, kind, name, name_en, fee_code)
    select ${institutionId}, coalesce(old.id, top.id + row_number() over (partition by old.id is null order by d.place)), d.code, h.id, doctor.id, d.kind, d.name, d."nameEn", d."feeCode"
    from json_to_recordset(${JSON.stringify(services)}::json) as d(place integer, code text, "departmentCode" text, "practitionerCode" text, kind text, name text,
      "nameEn" text, "feeCode" text)
    join directory.department h on h.institution_id = ${institutionId} and h.code = d."departmentCode"
    cross join (select coalesce(max(id), 0) as id from directory.service where institution_id = ${institutionId}) top
    left join directory.practitioner doctor on doctor.institution_id = ${institutionId} and doctor.code = d."practitionerCode"
    left join directory.service old on old.institution_id = ${institutionId} and old.code = d.code
    on conflict (institution_id, id) do update set department_id = excluded.department_id, practitioner_id = excluded.practitioner_id, kind = excluded.kind,
      name = excluded.name, name_en = excluded.name_en, fee_code = excluded.fee_code, active = true`.execute(tx)
  return retire(tx, 'service', institutionId, rows)
}

async function retire(tx: Tx, table: 'department' | 'practitioner' | 'service', institutionId: number, rows: readonly SheetRow[]): Promise<number> {
  const { rows: retired } = await sql`
    update ${sql.table(`directory.${table}`)} set active = false
    where institution_id = ${institutionId} and active and (code is null or code <> all (${rows.map((row) => String(row['code']))}::text[]))
    returning id`.execute(tx)
  return retired.length
}
