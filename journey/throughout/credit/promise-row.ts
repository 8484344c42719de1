import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { PromiseNotFound } from './errors.ts'

export interface PromiseRow {
  readonly institutionId: number
  readonly id: string
  readonly personId: string
  readonly cause: 'visit' | 'payment'
  readonly emergency: boolean
  readonly cents: number
  readonly reference: string
  readonly days: number
  readonly status: 'open' | 'taken' | 'let-go'
  readonly expiresAt: Date | null
  readonly transferId: string | null
  readonly takenCents: number | null
}

const columns = sql`institution_id as "institutionId", id, person_id as "personId", cause, emergency, cents, reference, days, status, expires_at as "expiresAt", transfer_id as "transferId", taken_cents as "takenCents"`

/** A promise, locked: taken or let go by one only. */
export async function lockedPromise(tx: Tx, id: string): Promise<PromiseRow> {
  const { rows } = await sql<PromiseRow>`select ${columns} from credit.promise where id = ${id} for update`.execute(tx)
  if (!rows[0]) throw new PromiseNotFound()
  return rows[0]
}

export async function findPromise(tx: Tx, id: string): Promise<PromiseRow | undefined> {
  const { rows } = await sql<PromiseRow>`select ${columns} from credit.promise where id = ${id}`.execute(tx)
  return rows[0]
}

/** What check-in kept for a visit, as long as nobody used it. */
export async function keptForVisit(tx: Tx, institutionId: number, reference: string): Promise<PromiseRow | undefined> {
  const { rows } = await sql<PromiseRow>`select ${columns} from credit.promise
    where institution_id = ${institutionId} and reference = ${reference} and cause = 'visit' and status = 'open' for update`.execute(tx)
  return rows[0]
}
