import { sql } from 'kysely'
import { holdStill, moveUnits, type PoolCode, periodsOfSessions, poolsOfSessions, type SessionPools } from '#engines/capacity/index.ts'
import type { ServiceKind } from '#journey/throughout/directory/contract.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Share } from '../contract.ts'
import { poolsEvent } from '../events.ts'

interface Clinic {
  readonly kind: ServiceKind
  readonly departmentId: number
}

/** The shares in force for a clinic: of those for the same pool, the one that names it most exactly. */
export function sharesFor(shares: readonly Share[], serviceId: number, clinic: Clinic): Share[] {
  const fitting = shares.filter((share) => (share.serviceId === null || share.serviceId === serviceId)
    && (share.departmentId === null || share.departmentId === clinic.departmentId) && (share.kind === null || share.kind === clinic.kind))
  const exactness = (share: Share) => (share.serviceId === null ? 0 : 4) + (share.departmentId === null ? 0 : 2) + (share.kind === null ? 0 : 1)
  return [...Map.groupBy(fitting, (share) => share.pool).values()].map((same) => same.reduce((best, one) => (exactness(one) > exactness(best) ? one : best)))
}

export async function sharesOf(tx: Tx, institutionId: number): Promise<Share[]> {
  const { rows } = await sql<Share>`select id, kind, department_id as "departmentId", service_id as "serviceId", pool, percent from pools.share
    where institution_id = ${institutionId} and ended_at is null order by pool, kind nulls first, department_id nulls first, service_id nulls first`.execute(tx)
  return rows
}

/**
 * Carries the shares out for one session: so many percent of all its units stand in the pool, spread evenly over its periods, as
 * far as they are free in the public pool. Done once for a session and share; what flowed back later stays where it flowed. When the
 * share changes before its day it is carried out again. Two workers at once: the second finds it done. Answers how many units moved.
 */
export async function shareOut(tx: Tx, context: Context, institutionId: number, session: SessionPools, shares: readonly Share[]): Promise<number> {
  if ((await holdStill(tx, institutionId, session.sessionId, null)) !== 'open') return 0
  const { rows: done } = await sql<{ pool: PoolCode; percent: number; units: number }>`select pool, percent, units from pools.shared_out
    where institution_id = ${institutionId} and session_id = ${session.sessionId}`.execute(tx)
  let moved = 0
  for (const { pool, percent } of shares) {
    const before = done.find((one) => one.pool === pool)
    if (before?.percent === percent) continue
    const now = (await poolsOfSessions(tx, institutionId, { from: session.day, to: session.day, sessionIds: [session.sessionId] }))[0]
    const total = now?.pools.reduce((sum, one) => sum + one.units, 0) ?? 0
    const wanted = Math.round((total * percent) / 100)
    // What was shared out before counts even when it has flowed on since; else what the pattern of the clinic gave the pool.
    const had = before?.units ?? now?.pools.find((one) => one.pool === pool)?.units ?? 0
    const place = { institutionId, sessionId: session.sessionId }
    const n = wanted >= had ? await spread(tx, context, { ...place, from: 'public', to: pool, count: wanted - had })
      : -(await spread(tx, context, { ...place, from: pool, to: 'public', count: had - wanted }))
    await sql`insert into pools.shared_out (institution_id, session_id, pool, percent, units, shared_at)
      values (${institutionId}, ${session.sessionId}, ${pool}, ${percent}, ${had + n}, ${context.now})
      on conflict (institution_id, session_id, pool) do update set percent = excluded.percent, units = excluded.units, shared_at = excluded.shared_at`.execute(tx)
    moved += Math.abs(n)
  }
  if (moved > 0) await announce(tx, context, poolsEvent('shared-out', institutionId, { sessionId: session.sessionId, units: moved }))
  return moved
}

interface Spread {
  readonly institutionId: number
  readonly sessionId: number
  readonly from: PoolCode
  readonly to: PoolCode
  readonly count: number
}

/** Moves so many free units from one pool to the other, one from each period in turn, evenly over the session. */
async function spread(tx: Tx, context: Context, { institutionId, sessionId, from, to, count }: Spread): Promise<number> {
  const periods = (await periodsOfSessions(tx, institutionId, [sessionId]))
    .map(({ id, pools }) => ({ id, free: (pools[from]?.units ?? 0) - (pools[from]?.taken ?? 0) })).filter((one) => one.free > 0)
  let left = Math.min(count, periods.reduce((sum, one) => sum + one.free, 0))
  const moving = new Map<number, number>()
  while (left > 0) {
    const open = periods.filter((one) => one.free > (moving.get(one.id) ?? 0))
    const round = Math.min(left, open.length)
    for (let i = 0; i < round; i++) {
      const { id } = open[Math.floor((i * open.length) / round)]!
      moving.set(id, (moving.get(id) ?? 0) + 1)
    }
    left -= round
  }
  let moved = 0
  for (const { id } of periods) {
    const units = moving.get(id)
    if (units) moved += await moveUnits(tx, context, { institutionId, periodId: id, from, to, units, reason: 'share-of-the-pool' })
  }
  return moved
}
