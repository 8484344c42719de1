import { sql } from 'kysely'
import type { Db, Tx } from '#platform/database/index.ts'
import type { Campus, District, Institution, Price, Service } from '../contract.ts'
import { key, type ListedDepartment, type ListedPractitioner, type Snapshot, type Subject, type Word } from './snapshot.ts'

type Row<T> = { [K in keyof T]: T[K] }

/** Reads everything in one repeatable-read transaction, so that no half of an import is ever seen. */
export async function readSnapshot(db: Db, day: string): Promise<Snapshot> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(async (tx) => {
    const revision = await readRevision(tx)
    const [changed] = await rows<{ at: Date }>(tx, sql`select changed_at as at from directory.revision`)
    const districts = await rows<District>(tx, sql`select id, name, name_en as "nameEn", longitude, latitude from directory.district`)
    const institutions = await readInstitutions(tx)
    const campuses = await readCampuses(tx)
    const prices = await readPrices(tx, day)
    const services = await readServices(tx, prices)
    const practitioners = await readPractitioners(tx)
    const departments = await readDepartments(tx, services, practitioners)
    const subjects = await rows<Subject>(tx, sql`select code, name, name_en as "nameEn", parent_code as "parentCode", usual_name as "usualName", also from directory.diagnosis_subject`)
    const words = await rows<Word>(tx, sql`
      select word, name_en as "nameEn", kind, also, subject_codes as "subjectCodes", urgent from directory.everyday_word order by word`)
    return {
      revision, day, words, prices, changedAt: changed!.at,
      districts: by(districts, (each) => each.id),
      institutions: by(institutions, (each) => each.institutionId),
      campuses: by(campuses.map((each) => each.campus), (each) => key(each.institutionId, each.id)),
      campusByCheckInCode: new Map(campuses.map((each) => [each.code, each.campus])),
      subjects: by(subjects, (each) => each.code),
      departments: by(departments, (each) => key(each.institutionId, each.id)),
      practitioners: by(practitioners, (each) => key(each.institutionId, each.id)),
      services: by(services, (each) => key(each.institutionId, each.id)),
      departmentsOf: group(departments, (each) => each.institutionId),
      practitionersOf: group(practitioners, (each) => key(each.institutionId, each.departmentId)),
      servicesOfDepartment: group(services, (each) => key(each.institutionId, each.departmentId)),
      servicesOfPractitioner: group(services.filter((each) => each.practitionerId !== null), (each) => key(each.institutionId, each.practitionerId!)),
    }
  })
}

export async function readRevision(db: Db | Tx): Promise<number> {
  const { rows: found } = await sql<{ number: number }>`select number::float8 as number from directory.revision`.execute(db)
  return found[0]!.number
}

async function rows<T>(tx: Tx, query: ReturnType<typeof sql>): Promise<T[]> {
  const result = await query.execute(tx)
  return result.rows as T[]
}

function readInstitutions(tx: Tx): Promise<(Institution & { pinyin: string })[]> {
  return rows(tx, sql`
    select i.institution_id as "institutionId", i.code, i.kind, i.level, i.name, i.name_en as "nameEn", i.short_name as "shortName",
      i.district_id as "districtId", d.name as "districtName", d.name_en as "districtNameEn", i.address, i.phone, i.longitude, i.latitude,
      i.introduction, i.how_to_get_here as "howToGetHere", i.ticket_prefix as "ticketPrefix", i.pinyin
    from directory.institution i join directory.district d on d.id = i.district_id where i.active order by i.institution_id`)
}

async function readCampuses(tx: Tx): Promise<{ campus: Campus; code: string }[]> {
  const found = await rows<Row<Campus> & { code: string }>(tx, sql`
    select institution_id as "institutionId", id, name, address, longitude, latitude, check_in_code as code from directory.campus order by 1, 2`)
  return found.map(({ code, ...campus }) => ({ campus, code }))
}

async function readPrices(tx: Tx, day: string): Promise<Map<string, Price>> {
  const found = await rows<Price>(tx, sql`
    select distinct on (institution_id, code) institution_id as "institutionId", code, kind, name, name_en as "nameEn", unit,
      price_cents as "priceCents", insurance_share_bp as "insuranceShareBp", department_id as "departmentId"
    from directory.price where valid_from <= ${day}::date and (valid_to is null or valid_to >= ${day}::date)
    order by institution_id, code, valid_from desc`)
  return by(found, (each) => key(each.institutionId, each.code))
}

async function readServices(tx: Tx, prices: ReadonlyMap<string, Price>): Promise<Service[]> {
  const found = await rows<Omit<Service, 'feeCents' | 'feeInsuranceShareBp'>>(tx, sql`
    select institution_id as "institutionId", id, department_id as "departmentId", practitioner_id as "practitionerId", kind, name,
      name_en as "nameEn", fee_code as "feeCode" from directory.service where active order by 1, 2`)
  return found.map((service) => {
    const price = prices.get(key(service.institutionId, service.feeCode))
    return { ...service, feeCents: price?.priceCents ?? null, feeInsuranceShareBp: price?.insuranceShareBp ?? 0 }
  })
}

function readPractitioners(tx: Tx): Promise<ListedPractitioner[]> {
  return rows(tx, sql`
    select institution_id as "institutionId", id, department_id as "departmentId", name, name_en as "nameEn", pinyin, sex, title, speciality,
      introduction, room from directory.practitioner where active order by 1, 2`)
}

async function readDepartments(tx: Tx, services: readonly Service[], practitioners: readonly ListedPractitioner[]): Promise<ListedDepartment[]> {
  const doctors = new Map<string, number>()
  for (const each of practitioners) {
    const at = key(each.institutionId, each.departmentId)
    doctors.set(at, (doctors.get(at) ?? 0) + 1)
  }
  const cheapest = new Map<string, number>()
  for (const { institutionId, departmentId, feeCents } of services) {
    const at = key(institutionId, departmentId)
    if (feeCents !== null) cheapest.set(at, Math.min(feeCents, cheapest.get(at) ?? Number.POSITIVE_INFINITY))
  }
  const found = await rows<Omit<ListedDepartment, 'doctorCount' | 'feeFromCents'>>(tx, sql`
    select institution_id as "institutionId", id, campus_id as "campusId", parent_id as "parentId", name, name_en as "nameEn", pinyin,
      subject_codes as "subjectCodes", description, building, floor, zone, place_en as "placeEn" from directory.department where active order by 1, 2`)
  return found.map((each) => {
    const at = key(each.institutionId, each.id)
    return { ...each, doctorCount: doctors.get(at) ?? 0, feeFromCents: cheapest.get(at) ?? null }
  })
}

function by<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V> {
  return new Map(values.map((value) => [keyOf(value), value]))
}

function group<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const value of values) {
    const at = keyOf(value)
    const list = groups.get(at)
    if (list) list.push(value)
    else groups.set(at, [value])
  }
  return groups
}
