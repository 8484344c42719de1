import { inTransaction } from '#platform/database/index.ts'
import { systemContext } from '#platform/context/context.ts'
import type { Task } from '#platform/jobs/index.ts'
import { remindOverdue } from './operations/remind-overdue.ts'

export const tasks: readonly Task[] = [
  {
    name: 'servicedesk.remind-overdue',
    everySeconds: 60,
    async run({ db, clock }) {
      const context = systemContext('servicedesk.remind-overdue', clock.now())
      await inTransaction(db, context, (tx) => remindOverdue(tx, context))
    },
  },
]
