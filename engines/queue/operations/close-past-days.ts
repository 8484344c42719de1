import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { moveTicket } from '../step.ts'

/**
 * Ends what a past day left open: who was being served is done, who still waited has left. Numbers begin anew each day,
 * so nobody is called from yesterday, and a forgotten "finish" must not stand in a room's way.
 * Answers how many were ended, at most `most` a time.
 */
export async function closePastDays(tx: Tx, context: Context, most: number): Promise<number> {
  const { rows } = await sql<{ institution_id: number; id: string }>`
    select institution_id, id from queue.ticket
    where day < ${localDay(context.now)}::date and status not in ('done', 'left')
    order by institution_id, id limit ${most} for update skip locked`.execute(tx)
  for (const { institution_id: institutionId, id: ticketId } of rows) {
    await moveTicket(tx, context, { institutionId, ticketId }, {
      verb: 'leave',
      from: ['waiting', 'called', 'serving', 'passed', 'parked'],
      reason: 'day-over',
      change: (row) => ({ status: row.status === 'serving' ? 'done' : 'left', ended_at: context.now }),
    })
  }
  return rows.length
}
