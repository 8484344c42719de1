import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { remind } from './operations/remind.ts'

export const tasks: readonly Task[] = [
  {
    name: 'credit.remind',
    everySeconds: 300,
    async run({ db, clock, config }) {
      const context = systemContext('credit.remind', clock.now())
      await inTransaction(db, context, (tx) => remind(tx, context, config.publicUrl))
    },
  },
]
