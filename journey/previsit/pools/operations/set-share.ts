import { sql } from 'kysely'
import { poolsOf } from '#engines/capacity/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { ShareToSet } from '../contract.ts'
import { LooksAfterItself, MoreThanAll, PoolNotFound } from '../errors.ts'
import { poolsEvent } from '../events.ts'
import { byThemselves } from './change-pool.ts'
import { sharesOf } from './share-out.ts'

/**
 * Sets which percentage of the units of a kind of clinic a pool has, in place of what was set for the same clinics before. It holds for
 * sessions to come, within minutes. Throws {@link PoolNotFound}, {@link LooksAfterItself}, {@link MoreThanAll}.
 */
export async function setShare(tx: Tx, context: Context, institutionId: number, share: ShareToSet): Promise<void> {
  if (byThemselves.includes(share.pool) || share.pool === 'public') throw new LooksAfterItself({ pool: share.pool })
  if (!(await poolsOf(tx, institutionId)).some((pool) => pool.code === share.pool)) throw new PoolNotFound({ pool: share.pool })
  await endSame(tx, context, institutionId, share)
  const id = newId()
  await sql`insert into pools.share (institution_id, id, kind, department_id, service_id, pool, percent, set_by, set_at)
    values (${institutionId}, ${id}, ${share.kind}, ${share.departmentId}, ${share.serviceId}, ${share.pool}, ${share.percent}, ${actorId(context.actor)}, ${context.now})`.execute(tx)
  const same = (await sharesOf(tx, institutionId)).filter((one) => one.kind === share.kind && one.departmentId === share.departmentId && one.serviceId === share.serviceId)
  if (same.reduce((sum, one) => sum + one.percent, 0) > 100) throw new MoreThanAll()
  await audit(tx, context, { action: 'pools.set-share', subject: `share/${id}`, institutionId, detail: share })
  await announce(tx, context, poolsEvent('share-changed', institutionId, { shareId: id }))
}

/** No longer for sessions to come; what was shared out stays. */
export async function endShare(tx: Tx, context: Context, institutionId: number, id: string): Promise<void> {
  await sql`update pools.share set ended_at = ${context.now} where institution_id = ${institutionId} and id = ${id} and ended_at is null`.execute(tx)
  await audit(tx, context, { action: 'pools.end-share', subject: `share/${id}`, institutionId })
  await announce(tx, context, poolsEvent('share-changed', institutionId, { shareId: id }))
}

async function endSame(tx: Tx, context: Context, institutionId: number, share: ShareToSet): Promise<void> {
  await sql`update pools.share set ended_at = ${context.now} where institution_id = ${institutionId} and pool = ${share.pool} and ended_at is null
    and kind is not distinct from ${share.kind} and department_id is not distinct from ${share.departmentId}::integer
    and service_id is not distinct from ${share.serviceId}::integer`.execute(tx)
}
