import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import { endSilentIntakes } from './cash/end-silent.ts'
import { forgetDocuments } from './operations/forget-documents.ts'
import { placeWalkIns } from './operations/place-walk-ins.ts'
import { noteLost } from './operations/run-machine.ts'
import { endIdleSessions } from './session.ts'

export const tasks: readonly Task[] = [
  {
    name: 'kiosk.place-walk-ins',
    everySeconds: 2,
    async run(services) {
      await placeWalkIns(services)
    },
  },
  {
    name: 'kiosk.look-after-machines',
    everySeconds: 15,
    async run({ db, clock }) {
      const context = systemContext('kiosk.look-after-machines', clock.now())
      await inTransaction(db, context, async (tx) => {
        await noteLost(tx, context)
        await endIdleSessions(tx, context.now)
        await forgetDocuments(tx, context.now)
      })
      await endSilentIntakes(db, context.now)
    },
  },
]
