import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface BookedAhead {
  readonly sessionId: number
  /** How many hours before their time each of those who kept it had booked. */
  readonly hoursAhead: number[]
}

/** How long ahead the people of past sessions had booked, session by session; numbers only, nobody can be told apart. */
export async function bookedAhead(tx: Tx, institutionId: number, serviceIds: readonly number[], from: string, to: string): Promise<BookedAhead[]> {
  const { rows } = await sql<BookedAhead>`
    select session_id as "sessionId", array_agg(extract(epoch from starts_at - created_at)::float8 / 3600) as "hoursAhead" from booking.appointment
    where institution_id = ${institutionId} and day between ${from}::date and ${to}::date and service_id = any (${[...serviceIds]}::integer[])
      and status in ('booked', 'arrived', 'fulfilled', 'no-show')
    group by session_id`.execute(tx)
  return rows
}
