import type { Pool } from 'pg'

/**
 * A place in the outbox. Ordered by transaction first: an identity number is drawn before its transaction commits, so
 * ordering by id alone would let a slow transaction's event appear behind a reader that has already passed.
 */
export interface Position {
  readonly xid: string
  readonly id: number
}

export interface TailedEvent {
  readonly position: Position
  readonly id: number
  readonly type: string
  readonly institutionId: number | null
  readonly topics: readonly string[]
  readonly payload: Record<string, unknown>
  readonly occurredAt: Date
}

interface Row {
  xid: string
  id: number
  type: string
  institution_id: number | null
  topics: string[]
  payload: Record<string, unknown>
  occurred_at: Date
}

const NEXT = `select xid::text, id, type, institution_id, topics, payload, occurred_at from platform.event
  where (xid, id) > ($1::xid8, $2) and xid < pg_snapshot_xmin(pg_current_snapshot())
  order by xid, id limit $3`

/** The events committed after `position`, oldest first; nothing can later appear before the last one returned. */
export async function eventsAfter(pool: Pick<Pool, 'query'>, position: Position, limit: number): Promise<TailedEvent[]> {
  const { rows } = await pool.query<Row>({ name: 'events-after', text: NEXT, values: [position.xid, position.id, limit] })
  return rows.map((row) => ({
    position: { xid: row.xid, id: row.id },
    id: row.id,
    type: row.type,
    institutionId: row.institution_id,
    topics: row.topics,
    payload: row.payload,
    occurredAt: row.occurred_at,
  }))
}

/** Where a reader that wants only what happens from now on begins. */
export async function newestPosition(pool: Pick<Pool, 'query'>): Promise<Position> {
  const { rows } = await pool.query<{ xid: string; id: number }>(
    `select xid::text, id from platform.event where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid desc, id desc limit 1`,
  )
  return rows[0] ?? { xid: '0', id: 0 }
}
