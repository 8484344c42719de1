import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

/** An opening as it was set up: what does not change while people wait. */
export interface StoredOpening {
  readonly institutionId: number
  readonly id: string
  readonly departmentId: number | null
  readonly serviceId: number | null
  readonly day: string
  readonly roomOpensAt: Date
  readonly opensAt: Date
  readonly gateUntil: Date
  readonly enterSeconds: number
  readonly staySeconds: number
  readonly seedHash: Buffer
  readonly seedSealed: Buffer
  readonly seed: string | null
  readonly drawnAt: Date | null
  readonly pausedAt: Date | null
  readonly closedAt: Date | null
}

const columns = sql.raw(`institution_id as "institutionId", id, department_id as "departmentId", service_id as "serviceId", day, room_opens_at as "roomOpensAt",
  opens_at as "opensAt", gate_until as "gateUntil", enter_seconds as "enterSeconds", stay_seconds as "staySeconds", seed_hash as "seedHash",
  seed_sealed as "seedSealed", seed, drawn_at as "drawnAt", paused_at as "pausedAt", closed_at as "closedAt"`)

export async function openingsWhere(tx: Tx, condition: RawBuilder<unknown>): Promise<StoredOpening[]> {
  return (await sql<StoredOpening>`select ${columns} from release.opening where ${condition}`.execute(tx)).rows
}

export async function findOpening(tx: Tx, institutionId: number, id: string): Promise<StoredOpening | undefined> {
  return (await openingsWhere(tx, sql`institution_id = ${institutionId} and id = ${id}`))[0]
}
