import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { joinWhenOpen } from './operations/join-when-open.ts'

export const tasks: readonly Task[] = [
  {
    name: 'counters.join-when-open',
    everySeconds: 60,
    async run({ db, clock }) {
      const context = systemContext('counters.join-when-open', clock.now())
      await inTransaction(db, context, (tx) => joinWhenOpen(tx, context))
    },
  },
]
