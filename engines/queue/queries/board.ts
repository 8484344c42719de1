import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Board, BoardPoint, ServicePoint } from '../contract.ts'
import { noticesOf } from '../emergency-notice.ts'
import { waitRange } from '../wait-range.ts'
import { servicePointsOfZone } from './service-points.ts'
import { waitFacts } from './wait-facts.ts'
import { zoneById } from './zones.ts'

interface BoardRow {
  queue_id: number
  service_point_id: number | null
  label: string
  display_name: string
  status: 'waiting' | 'called' | 'serving'
  called_at: Date | null
  call_count: number
}

/** How many of those who wait a room's band names. */
const NEXT_SHOWN = 2

/** What the board of a zone shows to everybody in the hall. Masked names only; the database gives no others here. */
export async function board(tx: Tx, context: Context, institutionId: number, zoneId: string): Promise<Board> {
  const zone = await zoneById(tx, institutionId, zoneId)
  const { rows } = await sql<BoardRow>`
    select queue_id, service_point_id, label, display_name, status, called_at, call_count
    from queue.board_tickets(${institutionId}, ${zoneId}, ${localDay(context.now)}::date)`.execute(tx)
  const points: BoardPoint[] = []
  const known = await servicePointsOfZone(tx, institutionId, zoneId)
  for (const point of known) {
    const shown = await boardPoint(tx, context.now, point, rows)
    if (shown) points.push(shown)
  }
  const emergencies = await noticesOf(tx, institutionId, [...new Set(known.flatMap(({ serves }) => serves))], { now: context.now })
  return { institutionId, zoneId, zoneName: zone.name, zoneNameEn: zone.nameEn, points, emergencies, asOf: context.now.toISOString() }
}

/** A closed room that nobody waits for is not worth a line on the wall. */
async function boardPoint(tx: Tx, now: Date, point: ServicePoint, rows: readonly BoardRow[]): Promise<BoardPoint | null> {
  const waiting = rows.filter((row) => row.status === 'waiting' && point.serves.includes(row.queue_id))
  const current = rows.find((row) => row.service_point_id === point.id && row.status !== 'waiting')
  if (point.state === 'closed' && waiting.length === 0 && !current) return null
  const facts = point.serves[0] === undefined || waiting.length === 0 ? null : await waitFacts(tx, point.institutionId, point.serves[0], now)
  return {
    pointId: point.id,
    name: point.name,
    nameEn: point.nameEn,
    staffedLabel: point.staffedLabel,
    staffedLabelEn: point.staffedLabelEn,
    staffedRole: point.staffedRole,
    state: stateOf(now, point, current),
    current: current ? shownOf(current) : null,
    calledAt: current?.called_at?.toISOString() ?? null,
    callCount: current?.call_count ?? 0,
    next: waiting.slice(0, NEXT_SHOWN).map(shownOf),
    waitingCount: waiting.length,
    range: facts ? (waitRange(facts, facts.line.length)?.range ?? null) : null,
    lateUntil: point.lateUntil,
    lateReason: point.lateReason,
  }
}

const shownOf = (row: BoardRow) => ({ label: row.label, displayName: row.display_name })

function stateOf(now: Date, point: ServicePoint, current: BoardRow | undefined): BoardPoint['state'] {
  if (current) return current.status === 'called' ? 'calling' : 'serving'
  if (point.lateUntil && new Date(point.lateUntil) > now) return 'late'
  if (point.state !== 'open') return point.state
  return 'waiting'
}
