import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/** A fact in the past tense, versioned: `booking.appointment-booked.v1`. Ids only, never clinical content. */
export interface DomainEvent {
  readonly type: string
  readonly payload: object
  /** Whose work it was; absent: the context's institution. */
  readonly institutionId?: number | null
  /** Where in browsers it is wanted: `person:<uuid>`, `queue:<institution>:<id>`, `board:<institution>:<zone>`. */
  readonly topics?: readonly string[]
}

export interface StoredEvent {
  readonly id: number
  readonly type: string
  readonly institutionId: number | null
  readonly payload: Record<string, unknown>
  readonly occurredAt: Date
}

/**
 * What a module does when it hears of something. Delivered at least once; the record that it was handled commits
 * with the reaction's own work, so its effect happens once.
 */
export interface Reaction {
  readonly name: string
  readonly on: readonly string[]
  run(tx: Tx, context: Context, event: StoredEvent): Promise<void>
}

/** Records the fact in the outbox. It commits with `tx`, or it never happened. */
export async function announce(tx: Tx, context: Context, event: DomainEvent): Promise<void> {
  const institutionId = event.institutionId === undefined ? context.institutionId : event.institutionId
  await sql`insert into platform.event (institution_id, type, topics, payload, occurred_at)
    values (${institutionId}, ${event.type}, ${event.topics ?? []}, ${JSON.stringify(event.payload)}, ${context.now})`.execute(tx)
}
