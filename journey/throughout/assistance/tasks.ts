import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { endWhatIsOver } from './operations/end-help.ts'

export const tasks: readonly Task[] = [{
  name: 'assistance.end-what-is-over',
  everySeconds: 10,
  async run({ db, clock }) {
    const now = clock.now()
    while ((await inTransaction(db, systemContext('assistance.end-what-is-over', now), (tx) => endWhatIsOver(tx, now))) === 200);
  },
}]
