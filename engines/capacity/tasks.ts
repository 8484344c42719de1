import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { HORIZON_DAYS, unpublishedYears, workDays } from './calendar.ts'
import { flowBack } from './operations/flow-back.ts'
import { generateSessions } from './operations/generate-sessions.ts'

export const tasks: readonly Task[] = [
  {
    name: 'capacity.generate-sessions',
    everySeconds: 3600,
    async run({ db, clock, log }) {
      const today = localDay(clock.now())
      const unknown = unpublishedYears(workDays(today, HORIZON_DAYS))
      if (unknown.length > 0) log.warn({ years: unknown }, 'holidays of these years are not published yet; their days are worked by plain weekdays')
      const context = systemContext('capacity.generate-sessions', clock.now())
      const { rows } = await inTransaction(db, context, (tx) =>
        sql<{ id: number }>`select distinct institution_id as id from capacity.template where active order by 1`.execute(tx))
      for (const { id } of rows) {
        const made = await inTransaction(db, context, (tx) => generateSessions(tx, id, today, HORIZON_DAYS))
        if (made.sessions > 0) log.info({ institutionId: id, ...made }, 'sessions generated')
      }
    },
  },
  {
    name: 'capacity.flow-back',
    everySeconds: 300,
    async run({ db, clock, log }) {
      const context = systemContext('capacity.flow-back', clock.now())
      const moved = await inTransaction(db, context, (tx) => flowBack(tx, context))
      if (moved > 0) log.info({ units: moved }, 'unused units flowed to the next pool')
    },
  },
]
