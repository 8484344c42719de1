import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import type { Services } from '#platform/services.ts'
import type { StatementChannel } from './contract.ts'
import { lookAgain } from './operations/look-again.ts'

/** What was unknown when the statement came is mostly found out soon: such differences close without anybody looking. */
export async function lookAtWhatIsOpen(services: Services): Promise<void> {
  const context = systemContext('reconciliation.look-again', services.clock.now())
  const { rows } = await inTransaction(services.db, context, (tx) => sql<{ institutionId: number; channel: StatementChannel }>`
    select distinct institution_id as "institutionId", channel from reconciliation.difference where status <> 'closed'`.execute(tx))
  for (const { institutionId, channel } of rows) {
    await inTransaction(services.db, context, (tx) => lookAgain(tx, context, institutionId, channel))
      .catch((error: unknown) => services.log.error({ err: error, institutionId, channel }, 'open differences could not be looked at'))
  }
}

export const tasks: readonly Task[] = [{ name: 'reconciliation.look-again', everySeconds: 60, run: lookAtWhatIsOpen }]
