import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { closePastDays } from './operations/close-past-days.ts'

export const tasks: readonly Task[] = [
  {
    name: 'arrival.close-past-days',
    everySeconds: 600,
    async run({ db, clock }) {
      const context = systemContext('arrival.close-past-days', clock.now())
      await inTransaction(db, context, (tx) => closePastDays(tx, context))
    },
  },
]
