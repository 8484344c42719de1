import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

export interface PeriodsToExpect {
  readonly institutionId: number
  readonly queueId: number
  readonly day: string
  /** How many are booked for each period, those who have come included. */
  readonly periods: readonly { readonly from: Date; readonly to: Date; readonly booked: number }[]
}

/** The engine is told how many are booked for when, never who: whoever may still come belongs to an honest wait. */
export async function expectInQueue(tx: Tx, _context: Context, { institutionId, queueId, day, periods }: PeriodsToExpect): Promise<void> {
  const [from, to, booked] = [periods.map((one) => one.from), periods.map((one) => one.to), periods.map((one) => one.booked)]
  await sql`
    delete from queue.due where institution_id = ${institutionId} and queue_id = ${queueId} and day = ${day}::date
      and due_from <> all (${from}::timestamptz[])`.execute(tx)
  await sql`
    insert into queue.due as d (institution_id, queue_id, day, due_from, due_to, booked)
    select ${institutionId}, ${queueId}, ${day}::date, * from unnest(${from}::timestamptz[], ${to}::timestamptz[], ${booked}::integer[])
    on conflict (institution_id, queue_id, day, due_from) do update set due_to = excluded.due_to, booked = excluded.booked
      where (d.due_to, d.booked) is distinct from (excluded.due_to, excluded.booked)`.execute(tx)
}
