import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { proposalDecided } from '../events.ts'

/** Closes the proposals whose time is over: all, or those of one rule. Returns how many. */
export async function expireProposals(tx: Tx, context: Context, only?: { readonly institutionId: number; readonly code: string }): Promise<number> {
  const { rows } = await sql<{ institutionId: number; id: string; code: string }>`update rules.proposal set state = 'expired', decided_at = ${context.now}
    where state = 'waiting' and expires_at <= ${context.now}
      and (${only === undefined}::boolean or (institution_id = ${only?.institutionId ?? 0} and code = ${only?.code ?? ''}))
    returning institution_id as "institutionId", id, code`.execute(tx)
  for (const { institutionId, id, code } of rows) {
    await audit(tx, context, { action: 'rules.expire-proposal', subject: `proposal/${id}`, institutionId, detail: { code } })
    await announce(tx, context, proposalDecided({ institutionId, proposalId: id, code, state: 'expired' }))
  }
  return rows.length
}
