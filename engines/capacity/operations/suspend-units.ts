import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { actorId } from '#platform/audit/index.ts'
import type { Half, PoolCode, SessionStatus } from '../contract.ts'

export interface SessionFacts {
  readonly sessionId: number
  readonly serviceId: number
  readonly resourceId: number | null
  readonly day: string
  readonly half: Half
  readonly startsAt: Date
  readonly endsAt: Date
  readonly status: SessionStatus
}

export interface WithdrawnUnits {
  readonly periodId: number
  readonly pool: PoolCode
  readonly units: number
}

export async function sessionById(tx: Tx, institutionId: number, sessionId: number): Promise<SessionFacts | undefined> {
  const { rows } = await sql<SessionFacts>`select id as "sessionId", service_id as "serviceId", resource_id as "resourceId", day, half, starts_at as "startsAt",
    ends_at as "endsAt", status from capacity.session where institution_id = ${institutionId} and id = ${sessionId}`.execute(tx)
  return rows[0]
}

/** The sessions of a resource, or of one service, on these days; what is closed is not among them. */
export async function sessionsBetween(tx: Tx, of: { institutionId: number; resourceId?: number | undefined; serviceId?: number | undefined; from: string; to: string }): Promise<SessionFacts[]> {
  const { rows } = await sql<SessionFacts>`select id as "sessionId", service_id as "serviceId", resource_id as "resourceId", day, half, starts_at as "startsAt",
      ends_at as "endsAt", status from capacity.session
    where institution_id = ${of.institutionId} and day between ${of.from} and ${of.to} and status <> 'closed'
      and (${of.resourceId ?? null}::integer is null or resource_id = ${of.resourceId ?? null}) and (${of.serviceId ?? null}::integer is null or service_id = ${of.serviceId ?? null})
    order by starts_at, id`.execute(tx)
  return rows
}

/**
 * Holds a session, or some of its periods, still until the transaction ends: whoever takes a unit at the same moment comes
 * before, and is seen, or after, and finds what was decided. Answers the session's status; undefined: there is no such session.
 */
export async function holdStill(tx: Tx, institutionId: number, sessionId: number, periodIds: readonly number[] | null): Promise<SessionStatus | undefined> {
  const { rows } = await sql<{ status: SessionStatus | null }>`
    select capacity.hold_still(${institutionId}, ${sessionId}, ${periodIds}::bigint[]) as status`.execute(tx)
  return rows[0]?.status ?? undefined
}

export async function setSessionStatus(tx: Tx, institutionId: number, sessionId: number, status: 'open' | 'suspended'): Promise<void> {
  await sql`update capacity.session set status = ${status} where institution_id = ${institutionId} and id = ${sessionId}`.execute(tx)
}

/** Ends these claims, each once, behind {@link holdStill}. */
export async function endClaims(tx: Tx, institutionId: number, claimIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from capacity.end_claims(${institutionId}, ${claimIds}::uuid[]) id`.execute(tx)
  return rows.map((row) => row.id)
}

/** Gives ended claims their units again where those are free and the holder is not elsewhere by now; answers which came back. */
export async function restoreClaims(tx: Tx, institutionId: number, claimIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from capacity.restore_claims(${institutionId}, ${claimIds}::uuid[]) id`.execute(tx)
  return rows.map((row) => row.id)
}

/** Takes every free unit of these periods out of its pool, behind {@link holdStill}; answers what was taken from where. */
export async function withdrawPeriods(tx: Tx, context: Context, institutionId: number, periodIds: readonly number[], reason: string): Promise<WithdrawnUnits[]> {
  const { rows } = await sql<WithdrawnUnits>`select period_id as "periodId", pool, units
    from capacity.withdraw_periods(${institutionId}, ${periodIds}::bigint[], ${reason}, ${actorId(context.actor)}, ${context.now})`.execute(tx)
  return rows
}
