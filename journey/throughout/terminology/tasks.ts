import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { installStarterDiagnoses } from './operations/install-starter-diagnoses.ts'

/** A region without any list of its own has one to begin with. */
export const tasks: readonly Task[] = [
  {
    name: 'terminology.install-starter-diagnoses',
    everySeconds: 86_400,
    run: ({ db, clock }) =>
      inTransaction(db, systemContext('terminology.install-starter-diagnoses', clock.now()), (tx) => installStarterDiagnoses(tx, clock.now())),
  },
]
