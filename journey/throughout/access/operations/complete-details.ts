import { claimPerson, entriesOf, type RealNameAnswer } from '#journey/throughout/people/index.ts'
import type { PersonDetails } from '#journey/throughout/people/contract.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { StepNotDue } from '../errors.ts'
import { accountChanged } from '../events.ts'
import { endAllSessions, type OpenedSession, rotateSession } from './session.ts'

export interface DetailsCompleted {
  readonly session: OpenedSession
  /** Phones that signed in as this person before, and are told that they no longer do. */
  readonly toTell: readonly string[]
}

/**
 * The first time: the holder of the phone says who they are and becomes that person. Accounts under an earlier phone
 * of the same person are closed, since a number that was given up gets a new owner some day.
 */
export async function completeDetails(
  tx: Tx,
  context: Context,
  { accountId, token, details, check }: { accountId: string; token: string; details: PersonDetails; check: RealNameAnswer },
): Promise<DetailsCompleted> {
  const account = await tx
    .selectFrom('access.account')
    .select(['phone_sealed'])
    .where('id', '=', accountId)
    .where('person_id', 'is', null)
    .where('active', '=', true)
    .forUpdate()
    .executeTakeFirst()
  if (!account?.phone_sealed) throw new StepNotDue()
  const personId = await claimPerson(tx, context, { details, phone: unseal(account.phone_sealed), check })
  const earlier = await tx
    .updateTable('access.account')
    .set({ active: false })
    .where('person_id', 'in', await entriesOf(tx, personId))
    .where('id', '<>', accountId)
    .where('active', '=', true)
    .returning(['id', 'phone_sealed'])
    .execute()
  for (const other of earlier) await endAllSessions(tx, context, other.id)
  await tx.updateTable('access.account').set({ person_id: personId }).where('id', '=', accountId).execute()
  await audit(tx, context, { action: 'access.complete-details', personId, subject: `account/${accountId}`, detail: { closedAccounts: earlier.length } })
  await announce(tx, context, accountChanged(accountId))
  const session = await rotateSession(tx, context, token, { from: 'details', to: 'full' })
  return { session, toTell: earlier.flatMap((other) => (other.phone_sealed ? [unseal(other.phone_sealed)] : [])) }
}
