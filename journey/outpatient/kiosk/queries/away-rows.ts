import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { AwayRow } from '../contract.ts'

const MOST = 200

interface Row extends Omit<AwayRow, 'takenAt' | 'receivedAt' | 'settledAt' | 'nameMasked'> {
  readonly takenAt: Date
  readonly receivedAt: Date
  readonly settledAt: Date | null
}

/** What machines took alone in the last two days: what a person has to look at first, then the rest, newest first. */
export async function awayRows(tx: Tx, context: Context, institutionId: number): Promise<AwayRow[]> {
  const { rows } = await sql<Row>`
    select id, machine, paper, taken_at as "takenAt", received_at as "receivedAt", clock_moved as "clockMoved", answer, detail,
      visit_id as "visitId", label, settled_at as "settledAt", settled_by as "settledBy", settled_note as "settledNote"
    from kiosk.away_entry where institution_id = ${institutionId} and received_at > ${context.now}::timestamptz - interval '2 days'
    order by (answer in ('merged', 'already') or settled_at is not null), received_at desc, taken_at limit ${MOST}`.execute(tx)
  await audit(tx, context, { action: 'kiosk.list-away-entries', subject: 'away-entry/many', institutionId, detail: { count: rows.length } })
  return rows.map(({ detail: { name = '', ...detail }, ...row }) => ({
    ...row, detail, takenAt: row.takenAt.toISOString(), receivedAt: row.receivedAt.toISOString(), settledAt: row.settledAt?.toISOString() ?? null,
    // A name only where somebody still has to find the person.
    nameMasked: row.settledAt === null ? name : '',
  }))
}
