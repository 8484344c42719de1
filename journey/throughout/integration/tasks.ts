import { sql } from 'kysely'
import type { Task } from '#platform/jobs/index.ts'

export const tasks: readonly Task[] = [
  {
    name: 'integration.forget-spent',
    everySeconds: 600,
    async run({ db }) {
      await sql`delete from integration.access_token where expires_at < now()`.execute(db)
      await sql`delete from integration.assertion where expires_at < now()`.execute(db)
    },
  },
]
