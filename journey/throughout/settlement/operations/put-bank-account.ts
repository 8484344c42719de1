import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { onlyTheCentre } from '../centre.ts'
import type { BankAccount } from '../contract.ts'

/** Where a hospital's settlements go from now on; what the bank was told already stays as it was told. */
export async function putBankAccount(tx: Tx, context: Context, account: BankAccount): Promise<void> {
  onlyTheCentre(context)
  const { institutionId, bankCode, bankName, bankNameEn, accountName, accountNo } = account
  await sql`insert into settlement.bank_account (institution_id, bank_code, bank_name, bank_name_en, account_name, account_no, changed_at)
    values (${institutionId}, ${bankCode}, ${bankName}, ${bankNameEn}, ${accountName}, ${accountNo}, ${context.now})
    on conflict (institution_id) do update set bank_code = excluded.bank_code, bank_name = excluded.bank_name, bank_name_en = excluded.bank_name_en,
      account_name = excluded.account_name, account_no = excluded.account_no, changed_at = excluded.changed_at`.execute(tx)
  await audit(tx, context, { action: 'settlement.put-bank-account', subject: `bank-account/${institutionId}`, institutionId: 0, detail: { bankCode, lastDigits: accountNo.slice(-4) } })
}
