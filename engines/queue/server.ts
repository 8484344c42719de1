import { sql } from 'kysely'
import type { Module } from '#platform/module.ts'
import { reactions } from './reactions.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

/** Live topics: boards are for everybody in the hall, a line for its staff and for those who stand in it. */
export const module: Module = {
  name: 'queue',
  reactions,
  tasks,
  rules,
  topics: {
    board: { byActor: () => true },
    queue: async (tx, context, rest) => {
      const [institutionId, queueId] = rest.split(':').map(Number)
      if (!Number.isInteger(institutionId) || !Number.isInteger(queueId)) return false
      if (context.actor.kind === 'staff') return context.actor.institutionId === institutionId
      // Row-level security leaves only tickets this person may see.
      const { rows } = await sql`
        select from queue.ticket where institution_id = ${institutionId} and queue_id = ${queueId} and status not in ('done', 'left')
        limit 1`.execute(tx)
      return rows.length > 0
    },
  },
}
