import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Half, PoolCode } from '../contract.ts'
import { lockSchedule } from './lock-schedule.ts'

export interface TemplateToPut {
  readonly serviceId: number
  readonly resourceId: number | null
  readonly weekdays: readonly number[]
  readonly half: Half
  /** 08:00 */
  readonly from: string
  readonly to: string
  readonly periodMinutes: number
  readonly pools: Partial<Record<PoolCode, number>>
  readonly room: string
  readonly validFrom: string
  readonly validTo: string | null
}

export interface PoolToPut {
  readonly code: PoolCode
  readonly name: string
  readonly nameEn: string
  readonly opensDaysBefore: number
  readonly opensAt: string
  readonly flowsTo: PoolCode | null
  readonly flowsDaysBefore: number | null
  readonly eligibility: Readonly<Record<string, unknown>>
}

/** Gives an institution the pools it does not have yet; those it has stay as somebody set them. */
export async function addMissingPools(tx: Tx, institutionId: number, pools: readonly PoolToPut[]): Promise<void> {
  await sql`
    insert into capacity.pool (institution_id, id, code, name, name_en, opens_days_before, opens_at, flows_to, flows_days_before, eligibility)
    select ${institutionId}, coalesce((select max(id) from capacity.pool where institution_id = ${institutionId}), 0) + row_number() over (),
      code, name, "nameEn", "opensDaysBefore", "opensAt", "flowsTo", "flowsDaysBefore", eligibility
    from json_to_recordset(${JSON.stringify(pools)}::json) as p(code text, name text, "nameEn" text, "opensDaysBefore" integer, "opensAt" time,
      "flowsTo" text, "flowsDaysBefore" integer, eligibility jsonb)
    on conflict (institution_id, code) do nothing`.execute(tx)
}

/**
 * Makes these the templates in force. One that is there already, in every detail, stays and keeps its sessions; one that is
 * no longer wanted ends: its sessions after `today` that nobody has taken a unit of are closed, the others stay for those who have.
 */
export async function putTemplates(tx: Tx, institutionId: number, templates: readonly TemplateToPut[], today: string): Promise<{ added: number; ended: number }> {
  await lockSchedule(tx, institutionId)
  const { rows: ended } = await sql<{ id: string }>`
    with wanted as (${wantedRows(templates)})
    update capacity.template t set active = false
    where t.institution_id = ${institutionId} and t.active and not exists (select from wanted w where ${same})
    returning t.id::text as id`.execute(tx)
  const { rows: added } = await sql`
    with wanted as (${wantedRows(templates)})
    insert into capacity.template (institution_id, service_id, resource_id, weekdays, half, starts_at, ends_at, period_minutes, pools, room, valid_from, valid_to)
    select ${institutionId}, w.* from wanted w
    where not exists (select from capacity.template t where t.institution_id = ${institutionId} and t.active and ${same})
    returning id`.execute(tx)
  await sql`
    update capacity.session s set status = 'closed'
    where s.institution_id = ${institutionId} and s.template_id = any (${ended.map((each) => each.id)}::bigint[]) and s.day > ${today}::date and s.status <> 'closed'
      and not exists (select from capacity.period p join capacity.allotment a on a.institution_id = p.institution_id and a.period_id = p.id
                      where p.institution_id = s.institution_id and p.session_id = s.id and a.taken > 0)`.execute(tx)
  return { added: added.length, ended: ended.length }
}

const same = sql`(t.service_id, t.resource_id, t.weekdays, t.half, t.starts_at, t.ends_at, t.period_minutes, t.pools, t.room, t.valid_from, t.valid_to)
  is not distinct from (w.service_id, w.resource_id, w.weekdays, w.half, w.starts_at, w.ends_at, w.period_minutes, w.pools, w.room, w.valid_from, w.valid_to)`

function wantedRows(templates: readonly TemplateToPut[]) {
  return sql`select "serviceId" as service_id, "resourceId" as resource_id, weekdays, half, "from" as starts_at, "to" as ends_at,
      "periodMinutes" as period_minutes, pools, room, "validFrom" as valid_from, "validTo" as valid_to
    from json_to_recordset(${JSON.stringify(templates)}::json) as x("serviceId" integer, "resourceId" integer, weekdays integer[], half text,
      "from" time, "to" time, "periodMinutes" integer, pools jsonb, room text, "validFrom" date, "validTo" date)`
}
