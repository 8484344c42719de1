import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { onlyTheCentre } from '../centre.ts'
import type { ProposeBankAccount } from '../contract.ts'
import { AccountInThePast, AccountProposed, AccountTheSame } from '../errors.ts'
import { bankAccountChanged } from '../events.ts'
import { accountInForce } from '../queries/accounts.ts'

/**
 * Somebody proposes where a hospital's money goes from a day on. Nothing moves there before a second person has agreed. Of two
 * who propose for one hospital at once, one does. Throws {@link AccountInThePast}, {@link AccountTheSame}, {@link AccountProposed}.
 */
export async function proposeAccount(tx: Tx, context: Context, proposal: ProposeBankAccount): Promise<string> {
  onlyTheCentre(context)
  const { institutionId, bankCode, bankName, bankNameEn, accountName, accountNo, validFrom, reason } = proposal
  if (validFrom < localDay(context.now)) throw new AccountInThePast()
  const then = await accountInForce(tx, institutionId, validFrom)
  if (then && then.accountNo === accountNo && then.bankCode === bankCode && then.accountName === accountName) throw new AccountTheSame()
  const id = newId()
  try {
    await sql`insert into settlement.bank_account (institution_id, id, bank_code, bank_name, bank_name_en, account_name, account_no, valid_from, reason, state, proposed_by, proposed_at)
      values (${institutionId}, ${id}, ${bankCode}, ${bankName}, ${bankNameEn}, ${accountName}, ${accountNo}, ${validFrom}, ${reason}, 'proposed', ${actorId(context.actor)}, ${context.now})`.execute(tx)
  } catch (error) {
    if (violates(error, 'bank_account_one_proposal')) throw new AccountProposed()
    throw error
  }
  await audit(tx, context, { action: 'settlement.propose-account', subject: `bank-account/${institutionId}`, institutionId: 0, detail: { id, bankCode, lastDigits: accountNo.slice(-4), validFrom } })
  await announce(tx, context, bankAccountChanged({ institutionId, accountId: id, state: 'proposed' }))
  return id
}
