import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { closePastDays } from './operations/close-past-days.ts'
import { institutionsToLearn, learnCorrections } from './operations/learn-corrections.ts'
import { institutionsAtWork, measurePace } from './operations/measure-pace.ts'
import { rememberDays } from './operations/remember-days.ts'
import { renewPromises } from './operations/renew-promises.ts'

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
  {
    name: 'queue.remember-days',
    everySeconds: 900,
    async run({ db, clock }) {
      const context = systemContext('queue.remember-days', clock.now())
      while ((await inTransaction(db, context, (tx) => rememberDays(tx, context, AT_ONCE))) === AT_ONCE);
    },
  },
  {
    name: 'queue.measure-pace',
    everySeconds: 60,
    async run({ db, clock }) {
      const context = systemContext('queue.measure-pace', clock.now())
      const institutions = await inTransaction(db, context, (tx) => institutionsAtWork(tx))
      for (const institutionId of institutions) await inTransaction(db, context, (tx) => measurePace(tx, context, institutionId))
    },
  },
  {
    name: 'queue.renew-promises',
    everySeconds: 60,
    async run({ db, clock }) {
      const context = systemContext('queue.renew-promises', clock.now())
      while ((await inTransaction(db, context, (tx) => renewPromises(tx, context, AT_ONCE))) === AT_ONCE);
    },
  },
  {
    name: 'queue.learn-corrections',
    everySeconds: 1800,
    async run({ db, clock }) {
      const context = systemContext('queue.learn-corrections', clock.now())
      const institutions = await inTransaction(db, context, (tx) => institutionsToLearn(tx, context))
      for (const institutionId of institutions) await inTransaction(db, context, (tx) => learnCorrections(tx, context, institutionId))
    },
  },
]
