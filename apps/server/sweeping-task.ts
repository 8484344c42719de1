import type { Pool } from 'pg'
import type { Task } from '#platform/jobs/index.ts'

/** Forgets what only mattered for a while: answers kept for repeats, and marks of events long handled. */
export function sweepingTask(ownerPool: Pool): Task {
  return {
    name: 'platform.sweep',
    everySeconds: 600,
    async run() {
      await ownerPool.query(`delete from platform.idempotency where created_at < now() - interval '3 days'`)
      await ownerPool.query(`delete from platform.event_handled where handled_at < now() - interval '30 days'`)
    },
  }
}
