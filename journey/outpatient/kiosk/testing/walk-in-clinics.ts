import { sql } from 'kysely'
import type { Db } from '#platform/database/index.ts'
import { CENTRAL } from './a-hall.ts'

export const CARDIOLOGY = 5
export const EYES = 6
export const GENERAL_CENTS = 2500
export const EXPERT_CENTS = 5000

/** The expert's clinic is there; beside it a general one of the same department, and a department of its own. */
export async function walkInClinics(owner: Db): Promise<void> {
  await sql`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin, building, floor, zone) values (${CENTRAL}, ${EYES}, 1, '眼科', 'Eyes', 'yk', '门诊楼', '4 层', 'C 区')`.execute(owner)
  await sql`insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code) values
    (${CENTRAL}, 22, ${CARDIOLOGY}, null, 'general', '普通门诊', 'General clinic', 'FG'), (${CENTRAL}, 31, ${EYES}, null, 'general', '普通门诊', 'General clinic', 'FG')`.execute(owner)
  await sql`insert into directory.price (institution_id, code, valid_from, kind, name, unit, price_cents, insurance_share_bp) values
    (${CENTRAL}, 'FG', '2024-01-01', 'registration', '挂号费', '次', ${GENERAL_CENTS}, 0), (${CENTRAL}, 'F1', '2024-01-01', 'registration', '挂号费', '次', ${EXPERT_CENTS}, 0)`.execute(owner)
  await sql`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at, eligibility) values
    (${CENTRAL}, 1, 'on-site', '现场', 0, '06:30', '{"channels": ["window", "kiosk"]}'), (${CENTRAL}, 2, 'public', '公众', 14, '07:00', '{}')`.execute(owner)
}

let sessions = 500

/** A clinic of so many periods from a moment on, each with so many units of each pool. */
export async function clinic(owner: Db, { serviceId, from, periods, minutes = 10, units }: { serviceId: number; from: Date; periods: number; minutes?: number; units: Readonly<Record<'on-site' | 'public', number>> }): Promise<number> {
  const id = ++sessions
  const at = (n: number) => new Date(from.getTime() + n * minutes * 60_000)
  await sql`insert into capacity.session (institution_id, id, service_id, resource_id, day, half, starts_at, ends_at, room)
    values (${CENTRAL}, ${id}, ${serviceId}, null, capacity.local_day(${from}), 'morning', ${from}, ${at(periods)}, '8诊室')`.execute(owner)
  for (let n = 0; n < periods; n++) {
    await sql`insert into capacity.period (institution_id, id, session_id, service_id, starts_at, ends_at) values (${CENTRAL}, ${id * 100 + n}, ${id}, ${serviceId}, ${at(n)}, ${at(n + 1)})`.execute(owner)
    for (const [pool, count] of [[1, units['on-site']], [2, units.public]] as const) {
      if (count > 0) await sql`insert into capacity.allotment (institution_id, period_id, pool_id, units) values (${CENTRAL}, ${id * 100 + n}, ${pool}, ${count})`.execute(owner)
    }
  }
  return id
}
