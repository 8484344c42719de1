import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { remind, tellNewDebts } from './operations/remind.ts'

export const tasks: readonly Task[] = [
  {
    name: 'credit.tell-new-debts',
    everySeconds: 10,
    async run({ db, clock, config }) {
      const context = systemContext('credit.tell-new-debts', clock.now())
      while ((await inTransaction(db, context, (tx) => tellNewDebts(tx, context, config.publicUrl))) === 100);
    },
  },
  {
    name: 'credit.remind',
    everySeconds: 300,
    async run({ db, clock, config }) {
      const context = systemContext('credit.remind', clock.now())
      await inTransaction(db, context, (tx) => remind(tx, context, config.publicUrl))
    },
  },
]
