import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { PointState, ServicePoint } from '../contract.ts'
import { PointBusy, PointNotFound } from '../errors.ts'
import { announceLine } from '../events.ts'
import { servicePointById } from '../queries/service-points.ts'

interface PointRef {
  readonly institutionId: number
  readonly pointId: number
}

export interface Staffing extends PointRef {
  readonly staffId: number
  readonly label: string
  readonly labelEn: string
  readonly role: string
  /** What this person serves here, from now on. */
  readonly serves: readonly number[]
}

/**
 * Somebody sits down at a room or counter: it opens, and boards show who is there.
 * A person sits in one place, so the one they left closes. Throws PointBusy when another still has somebody in there.
 */
export async function takeServicePoint(tx: Tx, context: Context, staffing: Staffing): Promise<ServicePoint> {
  const { institutionId, pointId, staffId } = staffing
  const point = await servicePointById(tx, institutionId, pointId)
  if (point.staffedBy !== staffId && (await isOccupied(tx, institutionId, pointId))) throw new PointBusy()
  await sql`
    update queue.service_point set staffed_by = null, staffed_label = '', staffed_label_en = '', staffed_role = '',
      state = 'closed', changed_at = ${context.now}
    where institution_id = ${institutionId} and staffed_by = ${staffId} and id <> ${pointId}`.execute(tx)
  await sql`
    update queue.service_point set staffed_by = ${staffId}, staffed_label = ${staffing.label}, staffed_label_en = ${staffing.labelEn},
      staffed_role = ${staffing.role},
      serves = ${staffing.serves}::integer[], state = 'open', late_until = null, late_reason = '', changed_at = ${context.now}
    where institution_id = ${institutionId} and id = ${pointId}`.execute(tx)
  return announced(tx, context, institutionId, pointId)
}

/** Opens, pauses or closes a service point. Nobody loses a place: who waits goes on waiting, or is transferred. */
export async function setPointState(tx: Tx, context: Context, point: PointRef & { readonly state: PointState }): Promise<ServicePoint> {
  await sql`
    update queue.service_point set state = ${point.state}, changed_at = ${context.now}
    where institution_id = ${point.institutionId} and id = ${point.pointId}`.execute(tx)
  return announced(tx, context, point.institutionId, point.pointId)
}

export interface Lateness extends PointRef {
  /** Null: here now. */
  readonly until: Date | null
  readonly reason: string
}

/** Says plainly on boards and phones that a point starts later, until when, and why. */
export async function announceLateness(tx: Tx, context: Context, late: Lateness): Promise<ServicePoint> {
  await sql`
    update queue.service_point set late_until = ${late.until}, late_reason = ${late.reason}, changed_at = ${context.now}
    where institution_id = ${late.institutionId} and id = ${late.pointId}`.execute(tx)
  return announced(tx, context, late.institutionId, late.pointId)
}

async function announced(tx: Tx, context: Context, institutionId: number, pointId: number): Promise<ServicePoint> {
  const point = await servicePointById(tx, institutionId, pointId)
  for (const queueId of point.serves.length > 0 ? point.serves : [0]) {
    await announceLine(tx, context, { institutionId, queueId, zoneId: point.zoneId })
  }
  return point
}

async function isOccupied(tx: Tx, institutionId: number, pointId: number): Promise<boolean> {
  const { rows } = await sql`
    select from queue.ticket where institution_id = ${institutionId} and service_point_id = ${pointId}
      and status in ('called', 'serving')`.execute(tx)
  if (rows.length > 0) return true
  const found = await sql`select from queue.service_point where institution_id = ${institutionId} and id = ${pointId}`.execute(tx)
  if (found.rows.length === 0) throw new PointNotFound()
  return false
}
