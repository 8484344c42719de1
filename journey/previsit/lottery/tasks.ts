import { sql } from 'kysely'
import { type InstitutionId, systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { advanceDraw } from './operations/advance-draw.ts'

export const tasks: readonly Task[] = [
  {
    name: 'lottery.advance',
    everySeconds: 5,
    async run({ db, clock, log }) {
      const context = systemContext('lottery.advance', clock.now())
      const { rows } = await inTransaction(db, context, (tx) => sql<{ institutionId: number; id: string }>`
        select institution_id as "institutionId", id from lottery.draw where draws_at <= ${context.now} and finished_at is null and cancelled_at is null`.execute(tx))
      for (const draw of rows) {
        // One that fails must not keep the others from being drawn.
        await inTransaction(db, { ...context, institutionId: draw.institutionId as InstitutionId }, (tx) => advanceDraw(tx, context, draw))
          .catch((error: unknown) => log.error({ err: error, draw: draw.id }, 'a draw could not be brought forward'))
      }
    },
  },
]
