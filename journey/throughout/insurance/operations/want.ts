import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { NothingToRetry } from '../errors.ts'
import { lockedClaim } from '../queries/claim.ts'
import { reach } from './conclude.ts'

export interface Want {
  readonly institutionId: number
  readonly claimId: string
  /** settled: the person paid · undone: nothing of it shall stand */
  readonly wanted: 'settled' | 'undone'
  /** Nothing of the visit is left to settle. */
  readonly leaves?: boolean
}

/** Says what shall become of a claim; the steps there are made afterwards. What is to be undone is never settled again. True when this was news. */
export async function want(tx: Tx, context: Context, { institutionId, claimId, wanted, leaves = false }: Want): Promise<boolean> {
  const claim = await lockedClaim(tx, institutionId, claimId)
  if (claim.wanted === wanted || claim.wanted === 'undone') return false
  await sql`update insurance.claim set wanted = ${wanted}, leaves = ${leaves}, checks = 0,
      next_check_at = case when open_msgid is null then ${context.now}::timestamptz else coalesce(next_check_at, ${context.now}) end
    where institution_id = ${institutionId} and id = ${claimId}`.execute(tx)
  await audit(tx, context, { action: `insurance.want-${wanted}`, personId: claim.personId, subject: `claim/${claimId}`, institutionId })
  return true
}

/** A person has looked at a claim the insurer refused or answered wrongly: ask again, from the beginning. Throws {@link NothingToRetry}. */
export async function retryClaim(tx: Tx, context: Context, institutionId: number, claimId: string): Promise<void> {
  const claim = await lockedClaim(tx, institutionId, claimId)
  if (claim.state !== 'refused' && claim.state !== 'disputed') throw new NothingToRetry()
  await sql`update insurance.claim set state = 'new', progress = least(progress, 2), fault = '', checks = 0, next_check_at = ${context.now}
    where institution_id = ${institutionId} and id = ${claimId}`.execute(tx)
  await audit(tx, context, { action: 'insurance.retry-claim', personId: claim.personId, subject: `claim/${claimId}`, institutionId })
}

/** What the insurer said is not what a program may accept (beyond what the hospital bears by its own rule): a person looks at it. */
export async function leaveToPerson(tx: Tx, context: Context, institutionId: number, claimId: string, fault: string): Promise<void> {
  await reach(tx, context, await lockedClaim(tx, institutionId, claimId), 'disputed', { fault })
}
