import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { makeForecast } from './operations/make-forecast.ts'
import { measureAdvice } from './operations/measure-advice.ts'

export const tasks: readonly Task[] = [
  {
    name: 'operations.forecast',
    everySeconds: 60,
    async run({ db, clock }) {
      const context = systemContext('operations.forecast', clock.now())
      const { rows } = await inTransaction(db, context, (tx) => sql<{ institutionId: number }>`select distinct institution_id as "institutionId" from operations.arrivals a
        where not exists (select from operations.run r where r.institution_id = a.institution_id and r.day = ${localDay(context.now)}::date) order by 1`.execute(tx))
      for (const { institutionId } of rows) await inTransaction(db, context, (tx) => makeForecast(tx, context, institutionId))
    },
  },
  {
    name: 'operations.measure-advice',
    everySeconds: 900,
    async run({ db, clock }) {
      const context = systemContext('operations.measure-advice', clock.now())
      while ((await inTransaction(db, context, (tx) => measureAdvice(tx, context))) === 50);
    },
  },
]
