import { sql } from 'kysely'
import { exceptionsOf, poolsOf, templatesWhere } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Clinic, Setup, Template } from '../contract.ts'
import { readWords } from '../operations/plan-edits.ts'
import { departmentAsked, whoseSchedule } from './calendar.ts'

/** The weekly patterns that hold today or later, with the days on which they work otherwise. */
export async function listTemplates(tx: Tx, context: Context, institutionId: number, asked: { departmentId?: number | undefined; practitionerId?: number | undefined }): Promise<Template[]> {
  const practitionerId = whoseSchedule(context, asked.practitionerId)
  const departmentId = departmentAsked(context, asked.departmentId) ?? null
  const today = localDay(context.now)
  const { rows } = await sql<{ id: number; departmentId: number }>`
    select id, department_id as "departmentId" from directory.service where institution_id = ${institutionId}
      and (${departmentId}::integer is null or department_id = ${departmentId})
      and (${practitionerId ?? null}::integer is null or practitioner_id = ${practitionerId ?? null})`.execute(tx)
  const departments = new Map(rows.map((row) => [row.id, row.departmentId]))
  const found = await templatesWhere(tx, institutionId, { serviceIds: [...departments.keys()], from: today })
  const exceptions = Map.groupBy(await exceptionsOf(tx, institutionId, found.map((each) => each.id), today), (each) => each.templateId)
  const words = await readWords(tx, institutionId)
  return found.map(({ resourceId, active: _active, followsId: _followsId, ...template }) => {
    const doctor = resourceId === null ? undefined : words.practitioners.get(resourceId)
    const service = words.services.get(template.serviceId)
    return {
      ...template, serviceName: service?.name ?? '', serviceNameEn: service?.nameEn ?? '', departmentId: departments.get(template.serviceId)!,
      practitionerName: doctor?.name ?? null, practitionerNameEn: doctor?.nameEn ?? null,
      exceptions: (exceptions.get(template.id) ?? []).map(({ templateId: _templateId, ...each }) => each),
    }
  })
}

/** What the pages choose from: departments, doctors, clinics, pools, registration fees. */
export async function setup(tx: Tx, context: Context, institutionId: number): Promise<Setup> {
  const today = localDay(context.now)
  const { rows: departments } = await sql<Setup['departments'][number]>`
    select id, name, name_en as "nameEn" from directory.department where institution_id = ${institutionId} and active order by id`.execute(tx)
  const { rows: practitioners } = await sql<Setup['practitioners'][number]>`
    select id, department_id as "departmentId", name, name_en as "nameEn", room from directory.practitioner where institution_id = ${institutionId} and active order by id`.execute(tx)
  const { rows: clinics } = await sql<Clinic>`
    select s.id, s.department_id as "departmentId", s.practitioner_id as "practitionerId", s.kind, s.name, s.name_en as "nameEn", s.fee_code as "feeCode",
      p.price_cents as "feeCents", s.active
    from directory.service s
    left join lateral (select price_cents from directory.price p where p.institution_id = s.institution_id and p.code = s.fee_code
      and p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to >= ${today}::date) order by p.valid_from desc limit 1) p on true
    where s.institution_id = ${institutionId} order by s.id`.execute(tx)
  const { rows: fees } = await sql<Setup['fees'][number]>`
    select distinct on (code) code, name, name_en as "nameEn", price_cents as "priceCents" from directory.price
    where institution_id = ${institutionId} and kind = 'registration' and valid_from <= ${today}::date and (valid_to is null or valid_to >= ${today}::date)
    order by code, valid_from desc`.execute(tx)
  return { departments, practitioners, clinics, fees, pools: await poolsOf(tx, institutionId), today }
}
