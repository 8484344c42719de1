import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { closePastDays } from './operations/close-past-days.ts'

const AT_ONCE = 200

export const tasks: readonly Task[] = [
  {
    name: 'queue.close-past-days',
    everySeconds: 300,
    async run({ db, clock }) {
      const context = systemContext('queue.close-past-days', clock.now())
      while ((await inTransaction(db, context, (tx) => closePastDays(tx, context, AT_ONCE))) === AT_ONCE);
    },
  },
]
