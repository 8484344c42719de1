import { sql } from 'kysely'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import type { Services } from '#platform/services.ts'
import { advance, asInsurance } from './advance.ts'
import type { ClaimKey } from './sent.ts'

/** Takes every claim that waits a way further: settles, takes back, finds out what became of messages nobody answered. */
export async function advanceDue(services: Services): Promise<void> {
  const context = asInsurance(services)
  const { rows } = await inTransaction(services.db, context, (tx) => sql<ClaimKey>`select institution_id as "institutionId", id as "claimId" from insurance.claim
    where next_check_at <= ${context.now} order by next_check_at limit 60`.execute(tx))
  const hand = async () => {
    for (let key = rows.shift(); key; key = rows.shift()) {
      const { claimId } = key
      // One that fails must not keep the others waiting.
      await advance(services, key).catch((error: unknown) => services.log.error({ err: error, claimId }, 'the insurer could not be asked'))
    }
  }
  await Promise.all([hand(), hand(), hand(), hand()])
}

export const tasks: readonly Task[] = [{ name: 'insurance.advance', everySeconds: 1, run: advanceDue }]
