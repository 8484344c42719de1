import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PointState, ServicePoint } from '../contract.ts'
import { PointNotFound } from '../errors.ts'

interface PointRow {
  institution_id: number
  id: number
  zone_id: string
  name: string
  name_en: string
  serves: number[]
  staffed_by: number | null
  staffed_label: string
  staffed_label_en: string
  staffed_role: string
  state: PointState
  late_until: Date | null
  late_reason: string
}

function pointOf(row: PointRow): ServicePoint {
  return {
    institutionId: row.institution_id,
    id: row.id,
    zoneId: row.zone_id,
    name: row.name,
    nameEn: row.name_en,
    serves: row.serves,
    staffedBy: row.staffed_by,
    staffedLabel: row.staffed_label,
    staffedLabelEn: row.staffed_label_en,
    staffedRole: row.staffed_role,
    state: row.state,
    lateUntil: row.late_until?.toISOString() ?? null,
    lateReason: row.late_reason,
  }
}

export async function servicePointById(tx: Tx, institutionId: number, pointId: number): Promise<ServicePoint> {
  const { rows } = await sql<PointRow>`
    select * from queue.service_point where institution_id = ${institutionId} and id = ${pointId}`.execute(tx)
  if (!rows[0]) throw new PointNotFound()
  return pointOf(rows[0])
}

/** The room or counter where this person sits now. */
export async function findPointOfStaff(tx: Tx, institutionId: number, staffId: number): Promise<ServicePoint | undefined> {
  const { rows } = await sql<PointRow>`
    select * from queue.service_point where institution_id = ${institutionId} and staffed_by = ${staffId} limit 1`.execute(tx)
  return rows[0] && pointOf(rows[0])
}

export async function servicePointsOfZone(tx: Tx, institutionId: number, zoneId: string): Promise<ServicePoint[]> {
  const { rows } = await sql<PointRow>`
    select * from queue.service_point where institution_id = ${institutionId} and zone_id = ${zoneId}
    order by length(name), name`.execute(tx)
  return rows.map(pointOf)
}

export async function servicePointsOfQueue(tx: Tx, institutionId: number, queueId: number): Promise<ServicePoint[]> {
  const { rows } = await sql<PointRow>`
    select * from queue.service_point where institution_id = ${institutionId} and ${queueId} = any (serves)
    order by length(name), name`.execute(tx)
  return rows.map(pointOf)
}
