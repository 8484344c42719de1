import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { dueToLearn, learn } from './operations/learn.ts'
import { remindNext } from './operations/remind.ts'
import { settleDay, unsettledDays } from './operations/settle-days.ts'

export const tasks: readonly Task[] = [
  {
    name: 'attendance.remind',
    everySeconds: 10,
    async run({ db, clock, config }) {
      for (;;) {
        const context = systemContext('attendance.remind', clock.now())
        if (!(await inTransaction(db, context, (tx) => remindNext(tx, context, config.publicUrl)))) return
      }
    },
  },
  {
    name: 'attendance.settle-days',
    everySeconds: 900,
    async run({ db, clock }) {
      const context = systemContext('attendance.settle-days', clock.now())
      for (const day of await inTransaction(db, context, (tx) => unsettledDays(tx, context.now))) {
        await inTransaction(db, context, (tx) => settleDay(tx, context, day))
      }
      for (const institutionId of await inTransaction(db, context, (tx) => dueToLearn(tx, context.now))) {
        await inTransaction(db, context, (tx) => learn(tx, context, institutionId))
      }
    },
  },
]
