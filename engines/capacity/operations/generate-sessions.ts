import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { workDays } from '../calendar.ts'

export interface Generated {
  readonly sessions: number
  readonly periods: number
  readonly units: number
}

/**
 * Makes the sessions of an institution from its templates for `days` days from `first`, on the real calendar.
 * What exists already stays as it is, so that running it again, or twice at once, makes each session once.
 */
export async function generateSessions(tx: Tx, institutionId: number, first: string, days: number): Promise<Generated> {
  const calendar = workDays(first, days)
  const { rows } = await sql<Generated>`select sessions, periods, units from capacity.generate(${institutionId},
    ${calendar.map((day) => day.day)}::date[], ${calendar.map((day) => day.weekday)}::integer[])`.execute(tx)
  return rows[0]!
}
