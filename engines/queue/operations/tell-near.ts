import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import { announceNear } from '../events.ts'
import { nearRule } from '../rules.ts'

interface Near {
  ticket_id: string
  holder_id: string
  visit_id: string
  ahead: number
}

/**
 * Tells those who have come near, once each and never twice, whoever looks and however often: the row in `queue.near` is the
 * telling. Who stood near already when they came was told so then, and is not disturbed. Answers how many were told.
 */
export async function tellNear(tx: Tx, context: Context, institutionId: number, queueId: number): Promise<number> {
  const { ahead } = await ruleAt(tx, nearRule, institutionId, context.now)
  const { rows } = await sql<Near>`
    with line as (
      select id, holder_id, visit_id, (row_number() over (order by order_at, order_tie, number) - 1)::integer as ahead from queue.ticket
      where institution_id = ${institutionId} and queue_id = ${queueId} and day = ${localDay(context.now)}::date and status = 'waiting'
    ),
    near as (
      select line.*, (select p.ahead from queue.promise p where p.institution_id = ${institutionId} and p.ticket_id = line.id
        order by p.shown_at limit 1) as ahead_at_first from line where line.ahead <= ${ahead}
    ),
    told as (
      insert into queue.near (institution_id, ticket_id, at)
      select ${institutionId}, id, ${context.now} from near where ahead_at_first > ${ahead}
      on conflict do nothing returning ticket_id
    )
    select told.ticket_id, near.holder_id, near.visit_id, near.ahead from told join near on near.id = told.ticket_id`.execute(tx)
  for (const row of rows) {
    await announceNear(tx, context, { institutionId, queueId, ticketId: row.ticket_id, holderId: row.holder_id, visitId: row.visit_id, ahead: row.ahead })
  }
  return rows.length
}
