import { sql } from 'kysely'
import type { Half } from '#engines/capacity/index.ts'
import type { Tx } from '#platform/database/index.ts'

export interface AdviceRow {
  readonly id: string
  readonly departmentId: number
  readonly day: string
  readonly kind: 'staffing' | 'evening'
  readonly fromHour: number
  readonly toHour: number
  readonly movedFrom: number | null
  readonly status: 'open' | 'accepted' | 'declined'
  readonly decidedAt: Date | null
  readonly practitionerId: number | null
  readonly sessionId: number | null
  readonly changeId: string | null
}

/** An advice; with `hold` nobody else decides about it until the transaction ends. */
export async function adviceById(tx: Tx, institutionId: number, id: string, { hold }: { readonly hold: boolean }): Promise<AdviceRow | undefined> {
  const { rows } = await sql<AdviceRow>`select id, department_id as "departmentId", day::text as day, kind, from_hour as "fromHour", to_hour as "toHour", moved_from as "movedFrom", status,
      decided_at as "decidedAt", practitioner_id as "practitionerId", session_id::float8 as "sessionId", change_id as "changeId"
    from operations.advice where institution_id = ${institutionId} and id = ${id} ${hold ? sql`for update` : sql``}`.execute(tx)
  return rows[0]
}

export interface Hours {
  readonly day: string
  readonly half: Half
  /** 08:00 */
  readonly from: string
  readonly to: string
  readonly startsAt: Date
  readonly endsAt: Date
}

/** The half-day that is advised, on the clock of the region. */
export function hoursOf({ day, kind, fromHour, toHour }: Pick<AdviceRow, 'day' | 'kind' | 'fromHour' | 'toHour'>): Hours {
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`
  const at = (hour: number) => new Date(Date.parse(`${day}T00:00:00+08:00`) + hour * 3_600_000)
  return { day, half: kind === 'evening' ? 'evening' : fromHour < 12 ? 'morning' : 'afternoon', from: clock(fromHour), to: clock(toHour), startsAt: at(fromHour), endsAt: at(toHour) }
}
