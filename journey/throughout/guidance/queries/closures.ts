import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Closure } from '../contract.ts'

interface ClosureRow {
  readonly id: string
  readonly campusId: number
  readonly elementId: string
  readonly reason: string
  readonly reasonEn: string
  readonly fromAt: Date
  readonly untilAt: Date | null
}

/** What is closed in an institution now or will be, not what was. */
export async function closuresOf(tx: Tx, institutionId: number, now: Date): Promise<Closure[]> {
  const { rows } = await sql<ClosureRow>`
    select id, campus_id as "campusId", element_id as "elementId", reason, reason_en as "reasonEn", from_at as "fromAt", until_at as "untilAt" from guidance.closure
    where institution_id = ${institutionId} and ended_at is null and (until_at is null or until_at > ${now}) order by from_at, id`.execute(tx)
  return rows.map((row) => ({ ...row, fromAt: row.fromAt.toISOString(), untilAt: row.untilAt?.toISOString() ?? null }))
}

/** The elements of a campus that are closed at this moment. */
export function closedNow(closures: readonly Closure[], campusId: number, now: Date): Set<string> {
  return new Set(closures.filter((closure) => closure.campusId === campusId && new Date(closure.fromAt) <= now && (closure.untilAt === null || new Date(closure.untilAt) > now)).map(({ elementId }) => elementId))
}
