import { run, type Runner } from 'graphile-worker'
import { sql } from 'kysely'
import type { Pool } from 'pg'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Reaction, StoredEvent } from '#platform/events/index.ts'
import type { Services } from '#platform/services.ts'
import type { Task } from './task.ts'
import { tailIntoJobs } from './tail-into-jobs.ts'
import { runTasks } from './run-tasks.ts'

export interface Jobs {
  stop(): Promise<void>
}

/**
 * Delivers each event to the reactions that want it, one job per reaction so that each is retried alone, and runs the
 * timed tasks. `ownerPool` works as the schema's owner: the job tables are not the application's.
 */
export async function runJobs(services: Services, ownerPool: Pool, reactions: readonly Reaction[], tasks: readonly Task[]): Promise<Jobs> {
  const byName = new Map(reactions.map((reaction) => [reaction.name, reaction]))
  const runner: Runner = await run({
    pgPool: ownerPool,
    concurrency: 8,
    noHandleSignals: true,
    pollInterval: 1000,
    taskList: {
      react: async (payload) => {
        const { reaction, event } = payload as { reaction: string; event: number }
        const known = byName.get(reaction)
        if (!known) throw new Error(`no reaction is called ${reaction}`)
        await react(services, known, event)
      },
    },
    logger: quiet(services),
  })
  const tailer = tailIntoJobs(services, ownerPool, reactions)
  const timed = runTasks(services, ownerPool, tasks)
  return {
    async stop() {
      await Promise.all([tailer.stop(), timed.stop()])
      await runner.stop()
    },
  }
}

/** Runs one reaction to one event, once: the mark that it was handled commits with its work. */
export async function react(services: Pick<Services, 'db' | 'clock'>, reaction: Reaction, eventId: number): Promise<void> {
  const context = systemContext(reaction.name, services.clock.now())
  await inTransaction(services.db, context, async (tx) => {
    const marked = await sql`insert into platform.event_handled (reaction, event_id) values (${reaction.name}, ${eventId})
      on conflict do nothing returning event_id`.execute(tx)
    if (marked.rows.length === 0) return
    const { rows } = await sql<{ id: number; type: string; institution_id: number | null; payload: Record<string, unknown>; occurred_at: Date }>`
      select id, type, institution_id, payload, occurred_at from platform.event where id = ${eventId}`.execute(tx)
    const row = rows[0]
    if (!row) throw new Error(`event ${eventId} does not exist`)
    const event: StoredEvent = { id: row.id, type: row.type, institutionId: row.institution_id, payload: row.payload, occurredAt: row.occurred_at }
    await reaction.run(tx, systemContext(reaction.name, services.clock.now(), row.institution_id as never), event)
  })
}

function quiet(services: Services) {
  // graphile-worker's logger class is only a function from scope to function.
  return new (class {
    scope() { return this }
    error(message: string) { services.log.error(message) }
    warn(message: string) { services.log.warn(message) }
    info() {}
    debug() {}
  })() as never
}
