import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { closePastDays } from './operations/close-past-days.ts'
import { expectBooked, institutionsWithLines } from './operations/expect-booked.ts'

export const tasks: readonly Task[] = [
  {
    name: 'arrival.close-past-days',
    everySeconds: 600,
    async run({ db, clock }) {
      const context = systemContext('arrival.close-past-days', clock.now())
      await inTransaction(db, context, (tx) => closePastDays(tx, context))
    },
  },
  {
    name: 'arrival.expect-booked',
    everySeconds: 60,
    async run({ db, clock }) {
      const context = systemContext('arrival.expect-booked', clock.now())
      const institutions = await inTransaction(db, context, (tx) => institutionsWithLines(tx, context))
      for (const institutionId of institutions) await inTransaction(db, context, (tx) => expectBooked(tx, context, institutionId))
    },
  },
]
