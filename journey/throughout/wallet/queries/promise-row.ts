import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface PromiseRow {
  readonly personId: string
  readonly id: string
  readonly institutionId: number
  readonly purpose: 'spend' | 'withdrawal'
  readonly cents: number
  readonly entries: readonly string[]
  readonly parts: readonly number[]
  readonly reference: string
  readonly title: string
  readonly state: 'open' | 'taken' | 'let-go'
  readonly takenCents: number | null
}

export async function promiseRow(tx: Tx, id: string): Promise<PromiseRow | undefined> {
  const { rows } = await sql<PromiseRow>`select person_id as "personId", id, institution_id as "institutionId", purpose, cents, entries, parts, reference, title, state,
      taken_cents as "takenCents" from wallet.promise where id = ${id}`.execute(tx)
  return rows[0]
}
