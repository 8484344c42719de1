import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { tellNews } from './operations/tell-companions.ts'

export const tasks: readonly Task[] = [
  {
    name: 'companion.tell',
    everySeconds: 2,
    async run({ db, clock, config }) {
      const context = systemContext('companion.tell', clock.now())
      while ((await inTransaction(db, context, (tx) => tellNews(tx, context, config.publicUrl))) === 100);
    },
  },
]
