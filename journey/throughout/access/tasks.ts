import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'

/** Spent codes, counted tries and sessions long over are of no use to anybody but a thief. */
const sweep: Task = {
  name: 'access.sweep',
  everySeconds: 3600,
  async run(services) {
    const now = new Date()
    await inTransaction(services.db, systemContext('access.sweep', now), async (tx) => {
      await sql`delete from access.sign_in_code where expires_at < ${now}::timestamptz - interval '2 days'`.execute(tx)
      await sql`delete from access.attempt where window_start < ${now}::timestamptz - interval '2 days'`.execute(tx)
      await sql`delete from access.session where expires_at < ${now}::timestamptz - interval '30 days'`.execute(tx)
    })
  },
}

export const tasks = [sweep]
