import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Half } from '../contract.ts'
import type { FreedUnitRef } from '../operations/decide-freed-unit.ts'
import type { ServiceRef } from './next-free.ts'

export interface OpenFreedUnit extends FreedUnitRef {
  /** Its session takes place, as far as is known. */
  readonly sessionOpen: boolean
}

/** Freed units nobody has yet, the soonest first. */
export async function openFreedUnits(tx: Tx, limit: number): Promise<OpenFreedUnit[]> {
  const { rows } = await sql<OpenFreedUnit>`select f.institution_id as "institutionId", f.id as "unitId", s.status = 'open' as "sessionOpen"
    from capacity.freed_unit f join capacity.period p on p.institution_id = f.institution_id and p.id = f.period_id
    join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id
    where f.status = 'open' order by f.starts_at, f.id limit ${limit}`.execute(tx)
  return rows
}

/** The open freed unit a claim left behind, as soon as it did. */
export async function unitsFreedBy(tx: Tx, institutionId: number, claimId: string): Promise<FreedUnitRef[]> {
  const { rows } = await sql<FreedUnitRef>`select institution_id as "institutionId", id as "unitId" from capacity.freed_unit
    where status = 'open' and institution_id = ${institutionId} and freed_by = ${claimId}`.execute(tx)
  return rows
}

export interface FreedThen {
  readonly institutionId: number
  readonly serviceId: number
  readonly half: Half
  readonly freedAt: Date
  readonly startsAt: Date
  readonly status: 'open' | 'taken' | 'returned' | 'gone'
  readonly endedAt: Date | null
}

/** What was freed since then: the history of refilling. */
export async function freedSince(tx: Tx, services: readonly ServiceRef[], since: Date): Promise<FreedThen[]> {
  const { rows } = await sql<FreedThen>`select f.institution_id as "institutionId", f.service_id as "serviceId", f.half, f.freed_at as "freedAt", f.starts_at as "startsAt",
      f.status, f.ended_at as "endedAt"
    from unnest(${services.map((one) => one.institutionId)}::integer[], ${services.map((one) => one.serviceId)}::integer[]) u(i, s)
    join capacity.freed_unit f on f.institution_id = u.i and f.service_id = u.s and f.freed_at >= ${since}
    order by f.freed_at`.execute(tx)
  return rows
}

/** The same for a whole institution. */
export async function freedAt(tx: Tx, institutionId: number, since: Date): Promise<FreedThen[]> {
  const { rows } = await sql<FreedThen>`select institution_id as "institutionId", service_id as "serviceId", half, freed_at as "freedAt", starts_at as "startsAt", status,
      ended_at as "endedAt" from capacity.freed_unit where institution_id = ${institutionId} and freed_at >= ${since} order by freed_at`.execute(tx)
  return rows
}

export interface ClaimRef {
  readonly institutionId: number
  readonly claimId: string
}

export interface ClaimState extends ClaimRef {
  readonly periodId: number
  readonly status: 'held' | 'booked' | 'cancelled' | 'expired' | 'done'
  readonly expiresAt: Date | null
}

/** How these claims stand now. */
export async function claimStates(tx: Tx, claims: readonly ClaimRef[]): Promise<ClaimState[]> {
  if (claims.length === 0) return []
  const { rows } = await sql<ClaimState>`select institution_id as "institutionId", claim_id as "claimId", period_id as "periodId", status, expires_at as "expiresAt"
    from capacity.claim_states(${claims.map((one) => one.institutionId)}::integer[], ${claims.map((one) => one.claimId)}::uuid[])`.execute(tx)
  return rows
}

/** Which of these holders could not take a unit of the period, being elsewhere then or having one of the service that day. */
export async function againstHolders(tx: Tx, institutionId: number, periodId: number, holders: readonly string[]): Promise<Map<string, 'overlap' | 'same-service-that-day'>> {
  const { rows } = await sql<{ holderId: string; reason: 'overlap' | 'same-service-that-day' }>`
    select holder_id as "holderId", reason from capacity.against_holders(${institutionId}, ${periodId}, ${[...holders]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.holderId, row.reason]))
}
