import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { promise } from '../promises.ts'
import { waitFacts } from '../queries/wait-facts.ts'
import type { TicketRow } from '../ticket-row.ts'

type Due = Pick<TicketRow, 'institution_id' | 'id' | 'holder_id' | 'queue_id' | 'day'>

/** How often what a waiting person sees is written down, to be judged later. */
const EVERY_MINUTES = 15

/** Writes down what those who wait see now, once in a quarter of an hour. Answers how many, at most `most` a time. */
export async function renewPromises(tx: Tx, context: Context, most: number): Promise<number> {
  const before = new Date(context.now.getTime() - EVERY_MINUTES * 60_000)
  const { rows } = await sql<Due>`
    select t.institution_id, t.id, t.holder_id, t.queue_id, t.day from queue.ticket t
    where t.day = ${localDay(context.now)}::date and t.status = 'waiting' and t.joined_at <= ${before}
      and not exists (select from queue.promise p where p.institution_id = t.institution_id and p.ticket_id = t.id and p.shown_at > ${before})
    order by t.institution_id, t.queue_id limit ${most}`.execute(tx)
  for (const [, together] of Map.groupBy(rows, (row) => `${row.institution_id}/${row.queue_id}`)) {
    const { institution_id: institutionId, queue_id: queueId } = together[0]!
    const facts = await waitFacts(tx, institutionId, queueId, context.now)
    for (const ticket of together) await promise(tx, context, ticket, facts)
  }
  return rows.length
}
