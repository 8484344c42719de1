import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { BankAccount } from '../contract.ts'
import { NotTheCentre } from '../errors.ts'
import { accountInForce } from '../queries/accounts.ts'

const BEFORE_EVERYTHING = '2020-01-01'

/**
 * The region's own job enters an account, when a region is set up: the first one of a hospital holds from the beginning, a
 * later one from today. What is on record already changes nothing. People propose and agree instead.
 */
export async function putBankAccount(tx: Tx, context: Context, account: BankAccount): Promise<void> {
  if (context.actor.kind !== 'system') throw new NotTheCentre()
  const { institutionId, bankCode, bankName, bankNameEn, accountName, accountNo } = account
  const today = localDay(context.now)
  const current = await accountInForce(tx, institutionId, today)
  if (current && current.accountNo === accountNo && current.bankCode === bankCode && current.accountName === accountName) return
  const who = actorId(context.actor)
  await sql`insert into settlement.bank_account (institution_id, id, bank_code, bank_name, bank_name_en, account_name, account_no, valid_from, state, proposed_by, proposed_at, decided_by, decided_at)
    values (${institutionId}, ${newId()}, ${bankCode}, ${bankName}, ${bankNameEn}, ${accountName}, ${accountNo}, ${current ? today : BEFORE_EVERYTHING}, 'agreed', ${who}, ${context.now}, ${who}, ${context.now})`.execute(tx)
  await audit(tx, context, { action: 'settlement.put-bank-account', subject: `bank-account/${institutionId}`, institutionId: 0, detail: { bankCode, lastDigits: accountNo.slice(-4) } })
}
