import { sql } from 'kysely'
import { HoldEnded, REGION, voidHold } from '#engines/ledger/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { PromiseOver } from '../errors.ts'
import { walletKept } from '../events.ts'
import { promiseRow } from '../queries/promise-row.ts'

/** What was kept aside is the person's again. Letting go twice changes nothing; what was taken cannot be let go: {@link PromiseOver}. */
export async function letGo(tx: Tx, context: Context, id: string): Promise<void> {
  const promised = await promiseRow(tx, id)
  if (!promised || promised.state === 'let-go') return
  await voidHold(tx, context, { institutionId: REGION, holdId: id }).catch((error: unknown) => {
    throw error instanceof HoldEnded ? new PromiseOver() : error
  })
  const { personId, institutionId, cents } = promised
  await sql`update wallet.promise set state = 'let-go', ended_at = ${context.now} where person_id = ${personId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'wallet.let-go', personId, subject: `promise/${id}`, institutionId, detail: { cents } })
  await announce(tx, context, walletKept({ personId, institutionId, promiseId: id }))
}
