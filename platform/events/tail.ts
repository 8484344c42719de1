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

function eventOf(row: Row): TailedEvent {
  return {
    position: { xid: row.xid, id: row.id },
    id: row.id,
    type: row.type,
    institutionId: row.institution_id,
    topics: row.topics,
    payload: row.payload,
    occurredAt: row.occurred_at,
  }
}

/** True when a stands behind b in the outbox. Transaction numbers are too long for a number and have no leading zeros. */
export function isAfter(a: Position, b: Position): boolean {
  if (a.xid === b.xid) return a.id > b.id
  return a.xid.length === b.xid.length ? a.xid > b.xid : a.xid.length > b.xid.length
}

/** The events committed after `position`, oldest first; nothing can later appear before the last one returned. */
export async function eventsAfter(pool: Pick<Pool, 'query'>, position: Position, limit: number): Promise<TailedEvent[]> {
  const { rows } = await pool.query<Row>({ name: 'events-after', text: NEXT, values: [position.xid, position.id, limit] })
  return rows.map(eventOf)
}

/** The last events up to `position`, oldest first. */
export async function eventsUpTo(pool: Pick<Pool, 'query'>, position: Position, limit: number): Promise<TailedEvent[]> {
  const { rows } = await pool.query<Row>(
    `select xid::text, id, type, institution_id, topics, payload, occurred_at from platform.event
     where (xid, id) <= ($1::xid8, $2) order by xid desc, id desc limit $3`, [position.xid, position.id, limit])
  return rows.map(eventOf).reverse()
}

/** What was said on these topics between two places; null when more than `scan` events lie between them. */
export async function eventsBetween(
  pool: Pick<Pool, 'query'>, between: { readonly after: Position; readonly upTo: Position }, topics: readonly string[], scan: number,
): Promise<TailedEvent[] | null> {
  const { after, upTo } = between
  const { rows } = await pool.query<Row & { scanned: number }>({
    name: 'events-between',
    text: `with span as materialized (
        select xid::text, id, type, institution_id, topics, payload, occurred_at, row_number() over (order by event.xid, id) as at from platform.event
        where (xid, id) > ($1::xid8, $2) and (xid, id) <= ($3::xid8, $4) order by event.xid, id limit $5)
      select span.*, (select count(*) from span)::integer as scanned from span where topics && $6::text[] or at = $5 order by at`,
    values: [after.xid, after.id, upTo.xid, upTo.id, scan + 1, topics],
  })
  if ((rows[0]?.scanned ?? 0) > scan) return null
  return rows.map(eventOf)
}

/** Where a reader that wants only what happens from now on begins. */
export async function newestPosition(pool: Pick<Pool, 'query'>): Promise<Position> {
  const { rows } = await pool.query<{ xid: string; id: number }>(
    `select xid::text, id from platform.event where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid desc, id desc limit 1`,
  )
  return rows[0] ?? { xid: '0', id: 0 }
}
