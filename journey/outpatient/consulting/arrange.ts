import { sql } from 'kysely'
import { documentColumns, nameColumns, phoneColumns } from '#journey/throughout/people/index.ts'
import type { Context, InstitutionId, PersonId, StaffActor } from '#platform/context/context.ts'
import { inTransaction, newId, type Db, type Tx } from '#platform/database/index.ts'
import { testDatabase, useTestKeys } from '#platform/testing/index.ts'

useTestKeys()

export const HOME = 61 as InstitutionId
export const ELSEWHERE = 62 as InstitutionId
export const start = new Date('2026-03-17T09:40:00+08:00')

export const PRICES = [
  ['G0001', 'registration', '主任医师号', 5000], ['D001', 'drug', '氨氯地平片 5 mg', 1400], ['D002', 'drug', '阿莫西林胶囊 0.25 g', 980],
  ['L001', 'laboratory', '血脂四项', 6320], ['E001', 'examination', '运动平板试验', 18000], ['M001', 'material', '纱布', 100],
] as const

/** Two hospitals with two departments each, a price list and a short list of diagnoses. */
export async function aHospital() {
  const { db, owner, url } = await testDatabase()
  await sql`insert into directory.district (id, name, name_en, longitude, latitude) values (990001, '东区', 'East', 121, 31)`.execute(owner)
  for (const id of [HOME, ELSEWHERE]) await aInstitution(owner, id)
  await sql`insert into terminology.edition (id, name, imported_at, code_count, active) values ('test', 'test', ${start}, 3, true)`.execute(owner)
  for (const [code, name] of [['I10', '原发性高血压'], ['I20.8', '稳定型心绞痛'], ['E78.5', '高脂血症']] as const) {
    await sql`insert into terminology.diagnosis (edition, code, name, name_en) values ('test', ${code}, ${name}, ${code === 'I10' ? 'Hypertension' : ''})`.execute(owner)
  }
  return { db, owner, url }
}

async function aInstitution(owner: Db, id: number): Promise<void> {
  await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (${id}, ${`H${id}`}, 'tertiary-hospital', ${`第${id}医院`}, ${`Hospital ${id}`}, ${`${id}院`}, 990001, '河滨路 1 号', 121, 31)`.execute(owner)
  await sql`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code)
    values (${id}, 1, '本部', '河滨路 1 号', 121, 31, ${`C${id}`})`.execute(owner)
  for (const department of [1, 2]) {
    await sql`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin)
      values (${id}, ${department}, 1, ${department === 1 ? '心血管内科' : '呼吸内科'}, 'Department', '')`.execute(owner)
  }
  for (const [doctor, department, name] of [[11, 1, '沈若云'], [12, 1, '顾景行'], [21, 2, '林晚秋']] as const) {
    await sql`insert into directory.practitioner (institution_id, id, department_id, name, name_en, pinyin, sex, title)
      values (${id}, ${doctor}, ${department}, ${name}, 'Doctor', '', 'female', 'chief')`.execute(owner)
  }
  await sql`insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code)
    values (${id}, 1, 1, 11, 'expert', '专家门诊', 'Expert clinic', 'G0001')`.execute(owner)
  for (const [code, kind, name, cents] of PRICES) {
    await sql`insert into directory.price (institution_id, code, valid_from, kind, name, unit, price_cents, insurance_share_bp)
      values (${id}, ${code}, '2026-01-01', ${kind}, ${name}, '份', ${cents}, 5000)`.execute(owner)
  }
}

export function staff(staffId: number, { roles = ['physician'], institutionId = HOME }: { roles?: string[]; institutionId?: InstitutionId } = {}): StaffActor {
  return { kind: 'staff', accountId: newId(), staffId, institutionId, roles }
}

/** A request at `minutes` after the start of this morning. */
export function asked(actor: Context['actor'], minutes = 0): Context {
  const institutionId = actor.kind === 'staff' ? actor.institutionId : null
  return { actor, institutionId, purpose: 'treatment', now: new Date(start.getTime() + minutes * 60_000), requestId: newId(), channel: 'web' }
}

/** A patient, and whom else they may act for. */
export const patient = (personId: string, ...family: readonly string[]): Context['actor'] =>
  ({ kind: 'patient', accountId: newId(), personId: personId as PersonId, mayActFor: [personId, ...family] as PersonId[] })

let people = 0
/** Somebody with a hospital number at both hospitals. */
export async function aPerson(owner: Db, { allergies = [] as string[] } = {}): Promise<string> {
  const personId = newId()
  const number = `99000019540101${String(people++).padStart(4, '0')}`
  const columns = { ...nameColumns('周桂兰'), ...phoneColumns('19900000000') }
  await owner.insertInto('people.person').values({ person_id: personId, ...columns, sex: 'female', birth_date: '1954-01-01', allergies, created_at: start }).execute()
  await owner.insertInto('people.identity_document').values({ person_id: personId, ...documentColumns('passport', number), added_at: start }).execute()
  for (const institution_id of [HOME, ELSEWHERE]) {
    await owner.insertInto('people.hospital_number').values({ institution_id, person_id: personId, number: `${institution_id}-${people}`, since: start }).execute()
  }
  return personId
}

/** An appointment with the cardiologist, checked in unless said otherwise. */
export async function anAppointment(owner: Db, personId: string, { status = 'arrived', institutionId = Number(HOME) } = {}): Promise<string> {
  const id = newId()
  await sql`insert into booking.appointment (institution_id, id, person_id, booked_by, channel, session_id, period_id, pool, service_id, department_id,
      practitioner_id, day, starts_at, ends_at, fee_code, fee_cents, status, cancel_by, created_at)
    values (${institutionId}, ${id}, ${personId}, 'test', 'web', 1, 1, 'public', 1, 1, 11, '2026-03-17', ${start}, ${new Date(start.getTime() + 600_000)},
      'G0001', 5000, ${status}, ${start}, ${start})`.execute(owner)
  return id
}

/** Runs the work as a request would: in one transaction that knows who asks. */
export const runner = (db: Db) => <T>(context: Context, work: (tx: Tx, context: Context) => Promise<T>) => inTransaction(db, context, (tx) => work(tx, context))

export const codeOf = (promise: Promise<unknown>) => promise.then(() => 'done', (error: { code?: string }) => error.code ?? 'no code')

export async function eventsOf(owner: Db, visitId: string): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`select type from platform.event where payload->>'visitId' = ${visitId} order by id`.execute(owner)
  return rows.map(({ type }) => type).filter((type) => type.startsWith('consulting.'))
}

export async function auditOf(owner: Db, personId: string): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`select action from platform.audit where person_id = ${personId} order by id`.execute(owner)
  return rows.map(({ action }) => action).filter((action) => action.startsWith('consulting.'))
}

/** A free period of the cardiologist's clinic a week later, with so many public units. */
export async function aFreePeriod(owner: Db, units: number): Promise<number> {
  await sql`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at, eligibility)
    values (${HOME}, 1, 'public', '普通号', 28, '00:00', '{}') on conflict do nothing`.execute(owner)
  const { rows: sessions } = await sql<{ id: number }>`insert into capacity.session (institution_id, service_id, resource_id, day, half, starts_at, ends_at)
    values (${HOME}, 1, ${newPlace()}, '2026-03-24', 'morning', '2026-03-24T08:00:00+08:00', '2026-03-24T12:00:00+08:00') returning id`.execute(owner)
  const { rows } = await sql<{ id: number }>`insert into capacity.period (institution_id, session_id, service_id, starts_at, ends_at)
    values (${HOME}, ${sessions[0]!.id}, 1, '2026-03-24T09:00:00+08:00', '2026-03-24T09:15:00+08:00') returning id`.execute(owner)
  await sql`insert into capacity.allotment (institution_id, period_id, pool_id, units) values (${HOME}, ${rows[0]!.id}, 1, ${units})`.execute(owner)
  return rows[0]!.id
}

let places = 100
/** Sessions of one doctor may not overlap, so each test's clinic has a doctor of its own. */
const newPlace = () => places++
