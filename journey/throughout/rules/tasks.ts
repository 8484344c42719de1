import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { expireProposals } from './operations/expire-proposals.ts'

export const tasks: readonly Task[] = [{
  name: 'rules.expire-proposals',
  everySeconds: 600,
  async run({ db, clock }) {
    const context = systemContext('rules.expire-proposals', clock.now())
    await inTransaction(db, context, (tx) => expireProposals(tx, context))
  },
}]
