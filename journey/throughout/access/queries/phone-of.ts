import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { StepNotDue } from '../errors.ts'

/** The phone an account proved by a code. */
export async function phoneOf(tx: Tx, accountId: string): Promise<string> {
  const account = await tx.selectFrom('access.account').select('phone_sealed').where('id', '=', accountId).executeTakeFirst()
  if (!account?.phone_sealed) throw new StepNotDue()
  return unseal(account.phone_sealed)
}
