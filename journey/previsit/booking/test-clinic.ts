import { sql } from 'kysely'
import { nameColumns } from '#journey/throughout/people/index.ts'
import type { Actor, InstitutionId, PersonId } from '#platform/context/context.ts'
import { type Db, newId } from '#platform/database/index.ts'

/** Sunday morning; the clinic of these tests is on Monday 23 November 2026, from 8:00. */
export const SUNDAY = new Date('2026-11-22T09:00:00+08:00')
export const MONDAY = '2026-11-23'

export interface Clinic {
  readonly institutionId: number
  readonly serviceId: number
  readonly periodIds: number[]
  readonly sessionId: number
}

interface ClinicOptions {
  readonly institutionId?: number
  readonly periods?: number
  readonly minutes?: number
  /** Units of each period by pool. */
  readonly units?: Readonly<Record<string, number>>
  readonly day?: string
  /** Local time of the first period. */
  readonly from?: string
  readonly feeCents?: number
}

let numbers = 0

/** A hospital with one department; twice the same number is the same hospital. */
export async function anInstitution(owner: Db, institutionId: number): Promise<void> {
  await sql`insert into directory.district (id, name, name_en) values (1, '城东区', 'East') on conflict do nothing`.execute(owner)
  await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (${institutionId}, ${`H${institutionId}`}, 'tertiary-hospital', ${`第${institutionId}医院`}, ${`Hospital ${institutionId}`}, ${`${institutionId}院`}, 1, '路 1 号', 121.4, 31.2)
    on conflict do nothing`.execute(owner)
  await sql`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code)
    values (${institutionId}, 1, '本部', '路 1 号', 121.4, 31.2, ${`HERE${institutionId}`}) on conflict do nothing`.execute(owner)
  await sql`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin) values (${institutionId}, 1, 1, '心血管内科', 'Cardiology', 'xinxueguanneike xxgnk')
    on conflict do nothing`.execute(owner)
  await sql`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at, eligibility) values
    (${institutionId}, 1, 'public', '普通号', 28, '00:00', '{}'), (${institutionId}, 2, 'revisit', '复诊号', 28, '00:00', '{"seenWithinDays": 365}'),
    (${institutionId}, 3, 'on-site', '现场号', 28, '00:00', '{"channels": ["window", "kiosk"]}'), (${institutionId}, 4, 'family-doctor', '家医号', 28, '00:00', '{}')
    on conflict do nothing`.execute(owner)
}

/** A doctor's clinic with so many periods of so many units. */
export async function aClinic(owner: Db, options: ClinicOptions = {}): Promise<Clinic> {
  const { institutionId = 1, periods = 4, minutes = 15, units = { public: 1 }, day = MONDAY, from = '08:00', feeCents = 5000 } = options
  await anInstitution(owner, institutionId)
  const serviceId = 100 + ++numbers
  const feeCode = `FEE${feeCents}`
  await sql`insert into directory.practitioner (institution_id, id, department_id, name, name_en, pinyin, sex, title)
    values (${institutionId}, ${serviceId}, 1, '沈若云', 'Shen Ruoyun', 'shenruoyun sry', 'female', 'chief')`.execute(owner)
  await sql`insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code)
    values (${institutionId}, ${serviceId}, 1, ${serviceId}, 'expert', '专家门诊', 'Expert clinic', ${feeCode})`.execute(owner)
  await sql`insert into directory.price (institution_id, code, valid_from, kind, name, unit, price_cents, insurance_share_bp)
    values (${institutionId}, ${feeCode}, '2024-01-01', 'registration', '挂号费', '次', ${feeCents}, 7000) on conflict do nothing`.execute(owner)
  const { rows: made } = await sql<{ id: number }>`insert into capacity.session (institution_id, service_id, resource_id, day, half, starts_at, ends_at)
    values (${institutionId}, ${serviceId}, ${serviceId}, ${day}, 'morning', capacity.local_time(${day}, ${from}),
      capacity.local_time(${day}, ${from}) + make_interval(mins => ${periods * minutes})) returning id`.execute(owner)
  const sessionId = made[0]!.id
  const { rows } = await sql<{ id: number }>`insert into capacity.period (institution_id, session_id, service_id, starts_at, ends_at)
    select ${institutionId}, ${sessionId}, ${serviceId}, capacity.local_time(${day}, ${from}) + make_interval(mins => ${minutes} * (g - 1)),
      capacity.local_time(${day}, ${from}) + make_interval(mins => ${minutes} * g) from generate_series(1, ${periods}::integer) g order by g returning id`.execute(owner)
  const periodIds = rows.map((row) => row.id)
  for (const [pool, count] of Object.entries(units)) {
    await sql`insert into capacity.allotment (institution_id, period_id, pool_id, units)
      select ${institutionId}, p, l.id, ${count} from unnest(${periodIds}::bigint[]) p, capacity.pool l where l.institution_id = ${institutionId} and l.code = ${pool}`.execute(owner)
  }
  return { institutionId, serviceId, periodIds, sessionId }
}

/** People the region knows; all are called the same. */
export async function people(owner: Db, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId)
  const name = nameColumns('周桂兰')
  await sql`insert into people.person (person_id, name_sealed, name_masked, name_hash, sex, birth_date, created_at)
    select id, ${name.name_sealed}, ${name.name_masked}, ${name.name_hash}, 'female', '1956-03-01', now() from unnest(${ids}::uuid[]) id`.execute(owner)
  return ids
}

export function patient(personId: string, ...family: readonly string[]): Actor {
  return { kind: 'patient', accountId: newId(), personId: personId as PersonId, mayActFor: [personId, ...family] as PersonId[] }
}

export function registrar(institutionId = 1): Actor {
  return { kind: 'staff', accountId: newId(), staffId: 1, institutionId: institutionId as InstitutionId, roles: ['registrar'] }
}

/** What must hold however things went; each sentence is a fault found. */
export async function faults(owner: Db): Promise<string[]> {
  const { rows } = await sql<{ fault: string }>`
    select 'allotment ' || a.period_id || '/' || a.pool_id || ' counts ' || a.taken || ' of ' || a.units || ', claims are ' || count(c.id) as fault
      from capacity.allotment a left join capacity.claim c on c.institution_id = a.institution_id and c.period_id = a.period_id
        and c.pool_id = a.pool_id and c.status in ('held', 'booked', 'done')
      group by a.institution_id, a.period_id, a.pool_id, a.taken, a.units having count(c.id) <> a.taken or count(c.id) > a.units
    union all
    select 'claim ' || c.id || ' is ' || c.status || ', its time is ' || case when t.claim_id is null then 'missing' else 'left behind' end
      from capacity.claim c left join capacity.holder_time t on t.holder_id = c.holder_id and t.claim_id = c.id
      where (c.status in ('held', 'booked')) <> (t.claim_id is not null) and c.status <> 'done'
    union all
    select 'time without a claim ' || t.claim_id from capacity.holder_time t
      where not exists (select from capacity.claim c where c.institution_id = t.institution_id and c.id = t.claim_id)
    union all
    select 'a holder in two places: ' || a.holder_id from capacity.claim a join capacity.claim b on b.holder_id = a.holder_id and b.id > a.id
      and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
      where a.status in ('held', 'booked') and b.status in ('held', 'booked')
    union all
    select 'claim ' || coalesce(c.id, a.id) || ' is ' || coalesce(c.status, 'absent') || ', the appointment is ' || coalesce(a.status, 'absent')
      from capacity.claim c full join booking.appointment a on a.institution_id = c.institution_id and a.id = c.id
      where c.id is null or a.id is null or c.status <> case a.status when 'arrived' then 'booked' when 'fulfilled' then 'done' when 'no-show' then 'done'
        when 'suspended' then 'cancelled' else a.status end or c.period_id <> a.period_id
    union all
    select 'booked without an event: ' || a.id from booking.appointment a where a.status in ('booked', 'arrived', 'fulfilled')
      and not exists (select from platform.event e where e.type = 'booking.appointment-booked.v1' and e.payload->>'appointmentId' = a.id::text)
    union all
    select 'no audit of ' || a.id from booking.appointment a where not exists (select from platform.audit u where u.subject = 'appointment/' || a.id)`.execute(owner)
  return rows.map((row) => row.fault)
}
