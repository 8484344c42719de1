import { sql } from 'kysely'
import { newId, type Db } from '#platform/database/index.ts'
import { systemContext } from '#platform/context/context.ts'
import type { Actor, PersonId } from '#platform/context/context.ts'
import { planOpening } from '../operations/plan-opening.ts'

/** Sunday, ten minutes before an opening at 7:00; the units are those of Monday 23 November 2026. */
export const BEFORE = new Date('2026-11-22T06:50:00+08:00')
export const OPENS = new Date('2026-11-22T07:00:00+08:00')
export const MONDAY = '2026-11-23'

interface Wanted {
  readonly serviceId?: number
  readonly perSecond?: number
  readonly insideAtMost?: number
  readonly enterSeconds?: number
  readonly staySeconds?: number
}

/** A release at seven for a service, or for the whole hospital. */
export async function anOpening(owner: Db, institutionId: number, { serviceId, ...rates }: Wanted = {}): Promise<string> {
  const id = await owner.transaction().execute((tx) => planOpening(tx, systemContext('test', new Date(BEFORE.getTime() - 3_600_000)), {
    institutionId, departmentId: null, serviceId: serviceId ?? null, day: MONDAY, opensAt: OPENS,
  }))
  const { perSecond = 5, insideAtMost = 150, enterSeconds = 90, staySeconds = 300 } = rates
  await sql`update release.opening set per_second = ${perSecond}, inside_at_most = ${insideAtMost}, enter_seconds = ${enterSeconds}, stay_seconds = ${staySeconds}
    where id = ${id}`.execute(owner)
  return id
}

export function somebody(): Actor & { readonly kind: 'patient' } {
  const personId = newId() as PersonId
  return { kind: 'patient', accountId: newId(), personId, mayActFor: [personId] }
}

export const crowd = (count: number) => Array.from({ length: count }, somebody)

/** Free units of Monday morning for a service: who is called needs something to choose. */
export async function someUnits(owner: Db, institutionId: number, serviceId: number, units: number): Promise<void> {
  await sql`insert into capacity.pool (institution_id, id, code, name, opens_days_before, opens_at) values (${institutionId}, 1, 'public', '公众', 14, '07:00') on conflict do nothing`.execute(owner)
  await sql`with made as (
      insert into capacity.session (institution_id, service_id, day, half, starts_at, ends_at)
      values (${institutionId}, ${serviceId}, ${MONDAY}, 'morning', capacity.local_time(${MONDAY}, '08:00'), capacity.local_time(${MONDAY}, '09:00')) returning *
    ), period as (
      insert into capacity.period (institution_id, session_id, service_id, starts_at, ends_at) select institution_id, id, service_id, starts_at, ends_at from made returning *
    ) insert into capacity.allotment (institution_id, period_id, pool_id, units) select institution_id, id, 1, ${units} from period`.execute(owner)
}
