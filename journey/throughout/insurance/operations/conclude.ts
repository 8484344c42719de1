import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { ClaimState } from '../contract.ts'
import { claimChanged } from '../events.ts'
import type { ClaimRow } from '../queries/claim.ts'

/** A claim is now in this state; those who wait for it hear of it. The caller holds its lock. */
export async function reach(tx: Tx, context: Context, claim: ClaimRow, state: ClaimState, { fault = '' }: { fault?: string } = {}): Promise<void> {
  const { institutionId, id, visitId, personId } = claim
  // What still is to be done is looked at at once; what needs a person waits for one.
  const over = state === 'refused' || state === 'disputed' ? claim.wanted !== 'undone' : state === claim.wanted
  await sql`update insurance.claim set state = ${state}, fault = ${fault}, checks = 0, next_check_at = ${over ? null : context.now},
      quoted_at = case when ${state} = 'quoted' then ${context.now} else quoted_at end, settled_at = case when ${state} = 'settled' then ${context.now} else settled_at end,
      undone_at = case when ${state} = 'undone' then ${context.now} else undone_at end
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: `insurance.claim-${state}`, personId, subject: `claim/${id}`, institutionId, detail: { fault } })
  await announce(tx, context, claimChanged({ institutionId, claimId: id, visitId, personId, state }))
}

export const finishUndone = (tx: Tx, context: Context, claim: ClaimRow): Promise<void> => reach(tx, context, claim, 'undone')
export const refuse = (tx: Tx, context: Context, claim: ClaimRow, fault: string): Promise<void> => reach(tx, context, claim, 'refused', { fault: fault.slice(0, 300) })
