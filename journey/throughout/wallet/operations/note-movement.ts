import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { MovementKind } from '../contract.ts'

export interface Movement {
  readonly personId: string
  readonly transferId: string
  readonly institutionId: number
  readonly kind: MovementKind
  readonly cents: number
  readonly reference: string
  readonly title: string
}

/** Writes beside the ledger's entry what it was, for the person who reads it later. */
export async function noteMovement(tx: Tx, context: Context, movement: Movement): Promise<void> {
  const { personId, transferId, institutionId, kind, cents, reference, title } = movement
  await sql`insert into wallet.movement (person_id, transfer_id, institution_id, kind, cents, reference, title, at)
    values (${personId}, ${transferId}, ${institutionId}, ${kind}, ${cents}, ${reference}, ${title}, ${context.now})`.execute(tx)
}
