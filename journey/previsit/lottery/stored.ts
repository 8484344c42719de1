import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Application, Weights } from './contract.ts'

export interface StoredDraw {
  readonly institutionId: number
  readonly id: string
  readonly serviceId: number
  readonly firstDay: string
  readonly lastDay: string
  readonly appliesFrom: Date
  readonly appliesUntil: Date
  readonly drawsAt: Date
  readonly confirmMinutes: number
  readonly offersUntil: Date
  readonly weights: Weights
  readonly seedHash: Buffer
  readonly seedSealed: Buffer
  readonly seed: string | null
  readonly drawnAt: Date | null
  readonly units: number | null
  readonly finishedAt: Date | null
  readonly flowed: number
  readonly cancelledAt: Date | null
}

const drawColumns = sql.raw(`institution_id as "institutionId", id, service_id as "serviceId", first_day as "firstDay", last_day as "lastDay", applies_from as "appliesFrom",
  applies_until as "appliesUntil", draws_at as "drawsAt", confirm_minutes as "confirmMinutes", offers_until as "offersUntil", weights, seed_hash as "seedHash",
  seed_sealed as "seedSealed", seed, drawn_at as "drawnAt", units, finished_at as "finishedAt", flowed, cancelled_at as "cancelledAt"`)

export async function drawsWhere(tx: Tx, condition: RawBuilder<unknown>): Promise<StoredDraw[]> {
  return (await sql<StoredDraw>`select ${drawColumns} from lottery.draw where ${condition}`.execute(tx)).rows
}

export async function findDraw(tx: Tx, institutionId: number, id: string): Promise<StoredDraw | undefined> {
  return (await drawsWhere(tx, sql`institution_id = ${institutionId} and id = ${id}`))[0]
}

interface ApplicationRow extends Omit<Application, 'appliedAt' | 'confirmBy'> {
  readonly appliedAt: Date
  readonly confirmBy: Date | null
}

const applicationColumns = sql.raw(`institution_id as "institutionId", draw_id as "drawId", id, person_id as "personId", applied_at as "appliedAt", weight, earlier, referred,
  status, place, confirm_by as "confirmBy", appointment_id as "appointmentId"`)

export async function applicationsWhere(tx: Tx, condition: RawBuilder<unknown>): Promise<Application[]> {
  const { rows } = await sql<ApplicationRow>`select ${applicationColumns} from lottery.application where ${condition}`.execute(tx)
  return rows.map((row) => ({ ...row, appliedAt: row.appliedAt.toISOString(), confirmBy: row.confirmBy?.toISOString() ?? null }))
}
