import { sql } from 'kysely'
import { nameColumns } from '#journey/throughout/people/index.ts'
import type { Actor, InstitutionId, PersonId } from '#platform/context/context.ts'
import { type Db, newId } from '#platform/database/index.ts'
import type { TemplateBody } from '../contract.ts'

/** Sunday morning. Sessions exist until Saturday 19 December. */
export const SUNDAY = new Date('2026-11-22T09:00:00+08:00')
export const TODAY = '2026-11-22'
export const MONDAY = '2026-11-23'

export const manager = (institutionId = 1): Actor => ({ kind: 'staff', accountId: newId(), staffId: 90, institutionId: institutionId as InstitutionId, roles: ['manager'] })
export const physician = (staffId: number, institutionId = 1): Actor => ({ kind: 'staff', accountId: newId(), staffId, institutionId: institutionId as InstitutionId, roles: ['physician'] })
export const patient = (personId: string): Actor => ({ kind: 'patient', accountId: newId(), personId: personId as PersonId, mayActFor: [personId as PersonId] })

export const body = (more: Partial<TemplateBody> = {}): TemplateBody => ({
  weekdays: [1, 3], half: 'morning', from: '08:00', to: '10:00', periodMinutes: 15, pools: { public: 2 }, room: '5诊室', validFrom: '2026-11-23', validTo: null, ...more,
})

/** A hospital with two departments and pools; twice the same number is the same hospital. */
export async function aHospital(owner: Db, institutionId: number): Promise<void> {
  await sql`insert into directory.district (id, name, name_en) values (1, '城东区', 'East') on conflict do nothing`.execute(owner)
  await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (${institutionId}, ${`H${institutionId}`}, 'tertiary-hospital', ${`第${institutionId}医院`}, ${`Hospital ${institutionId}`}, ${`${institutionId}院`}, 1, '路 1 号', 121.4, 31.2) on conflict do nothing`.execute(owner)
  await sql`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code)
    values (${institutionId}, 1, '本部', '路 1 号', 121.4, 31.2, ${`HERE${institutionId}`}) on conflict do nothing`.execute(owner)
  await sql`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin)
    values (${institutionId}, 1, 1, '心血管内科', 'Cardiology', 'x'), (${institutionId}, 2, 1, '疼痛科', 'Pain', 't') on conflict do nothing`.execute(owner)
  await sql`insert into directory.price (institution_id, code, valid_from, kind, name, unit, price_cents, insurance_share_bp)
    values (${institutionId}, 'REG50', '2024-01-01', 'registration', '挂号费', '次', 5000, 7000), (${institutionId}, 'REG20', '2024-01-01', 'registration', '挂号费', '次', 2000, 7000)
    on conflict do nothing`.execute(owner)
  await sql`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at) values
    (${institutionId}, 1, 'public', '普通号', 28, '00:00'), (${institutionId}, 2, 'family-doctor', '家医号', 28, '00:00') on conflict do nothing`.execute(owner)
}

let numbers = 100

/** A doctor with a clinic of their own. */
export async function aClinicOf(owner: Db, name = '沈若云', { institutionId = 1, feeCode = 'REG50' } = {}): Promise<number> {
  await aHospital(owner, institutionId)
  const id = ++numbers
  await sql`insert into directory.practitioner (institution_id, id, department_id, name, name_en, pinyin, sex, title)
    values (${institutionId}, ${id}, 1, ${name}, ${name}, 's', 'female', 'chief')`.execute(owner)
  await sql`insert into directory.service (institution_id, id, code, department_id, practitioner_id, kind, name, name_en, fee_code)
    values (${institutionId}, ${id}, ${`S${id}`}, 1, ${id}, 'expert', ${`${name} 专家门诊`}, ${`${name}, expert`}, ${feeCode})`.execute(owner)
  return id
}

/** People the region knows. */
export async function people(owner: Db, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newId)
  const name = nameColumns('周桂兰')
  await sql`insert into people.person (person_id, name_sealed, name_masked, name_hash, sex, birth_date, created_at)
    select id, ${name.name_sealed}, ${name.name_masked}, ${name.name_hash}, 'female', '1956-03-01', now() from unnest(${ids}::uuid[]) id`.execute(owner)
  return ids
}

export interface PeriodSeen {
  readonly sessionId: number
  readonly serviceId: number
  readonly day: string
  readonly status: string
  readonly room: string
  readonly at: string
  readonly periodId: number
  readonly units: Record<string, number>
  readonly taken: number
}

/** Every period with units of a hospital as it stands, in order; closed sessions are not in it. */
export async function standing(owner: Db, institutionId = 1): Promise<PeriodSeen[]> {
  const { rows } = await sql<PeriodSeen>`
    select s.id::float8 as "sessionId", s.service_id as "serviceId", s.day, s.status, s.room, to_char(p.starts_at at time zone 'Asia/Shanghai', 'HH24:MI') as at, p.id::float8 as "periodId",
      json_object_agg(l.code, a.units) filter (where a.units > 0) as units, sum(a.taken)::integer as taken
    from capacity.session s join capacity.period p on p.institution_id = s.institution_id and p.session_id = s.id
    join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id
    where s.institution_id = ${institutionId} and s.status <> 'closed' group by s.institution_id, s.id, p.institution_id, p.id having sum(a.units) > 0 order by p.starts_at, s.id`.execute(owner)
  return rows
}

/** What must hold however the schedule was changed; each sentence is a fault found. */
export async function faults(owner: Db): Promise<string[]> {
  const { rows } = await sql<{ fault: string }>`
    select 'allotment of ' || a.period_id || ' counts ' || a.taken || ' of ' || a.units || ', claims are ' || count(c.id) as fault
      from capacity.allotment a left join capacity.claim c on c.institution_id = a.institution_id and c.period_id = a.period_id and c.pool_id = a.pool_id and c.status in ('held', 'booked', 'done')
      group by a.institution_id, a.period_id, a.pool_id, a.taken, a.units having count(c.id) <> a.taken or count(c.id) > a.units
    union all
    select 'claim and period at different times: ' || c.id from capacity.claim c join capacity.period p on p.institution_id = c.institution_id and p.id = c.period_id
      where c.status in ('held', 'booked') and (c.starts_at, c.ends_at, c.service_id) is distinct from (p.starts_at, p.ends_at, p.service_id)
    union all
    select 'appointment and period at different times: ' || a.id from booking.appointment a join capacity.period p on p.institution_id = a.institution_id and p.id = a.period_id
      where a.status in ('held', 'booked') and (a.starts_at, a.ends_at, a.service_id) is distinct from (p.starts_at, p.ends_at, p.service_id)
    union all
    select 'time of a holder is not that of the claim: ' || c.id from capacity.claim c left join capacity.holder_time t on t.holder_id = c.holder_id and t.claim_id = c.id
      where c.status in ('held', 'booked') and t.during is distinct from tstzrange(c.starts_at, c.ends_at)
    union all
    select 'session without its periods inside: ' || s.id from capacity.session s join capacity.period p on p.institution_id = s.institution_id and p.session_id = s.id
      join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id
      where s.status = 'open' and a.units > 0 and (p.starts_at < s.starts_at or p.ends_at > s.ends_at)
    union all
    select 'booked in a closed session: ' || a.id from booking.appointment a join capacity.session s on s.institution_id = a.institution_id and s.id = a.session_id
      where a.status in ('held', 'booked') and s.status = 'closed'
    union all
    select 'a doctor in two places: ' || a.id || ' ' || b.id from capacity.session a join capacity.session b on a.institution_id = b.institution_id and a.resource_id = b.resource_id and a.id < b.id
      and a.status <> 'closed' and b.status <> 'closed' and a.starts_at < b.ends_at and b.starts_at < a.ends_at
    union all
    select 'a unit changed without a reason: period ' || m.period_id from capacity.pool_move m where m.reason = '' and m.actor_id = ''`.execute(owner)
  return rows.map((row) => row.fault)
}
