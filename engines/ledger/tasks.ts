import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { closeDays } from './operations/close-days.ts'
import { expireHolds } from './operations/expire-holds.ts'

export const tasks: readonly Task[] = [
  {
    name: 'ledger.expire-holds',
    everySeconds: 20,
    async run({ db, clock }) {
      const context = systemContext('ledger.expire-holds', clock.now())
      while ((await inTransaction(db, context, (tx) => expireHolds(tx, context))) > 0);
    },
  },
  {
    name: 'ledger.close-days',
    everySeconds: 60,
    async run({ db, clock }) {
      await closeDays(db, systemContext('ledger.close-days', clock.now()))
    },
  },
]
