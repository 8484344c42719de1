import { sql } from 'kysely'
import { maskPhone, phoneHash } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { seal } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { StaffRole } from '../contract.ts'
import { accountChanged } from '../events.ts'

export interface NewStaffAccount {
  readonly username: string
  /** From `hashPassword`. */
  readonly passwordHash: string
  /** Given: already enrolled. Left out: the first sign-in sets it up. */
  readonly totpSecret?: string
  readonly workplaces: readonly { readonly institutionId: number; readonly staffId: number; readonly displayName: string; readonly roles: readonly StaffRole[] }[]
}

/** Makes a staff account, or brings the one of this name up to date: imports and the sample region call it again and again. */
export async function makeStaffAccount(tx: Tx, context: Context, account: NewStaffAccount): Promise<{ accountId: string }> {
  const totp = account.totpSecret ? { totp_sealed: seal(account.totpSecret), totp_confirmed_at: context.now } : {}
  const { id: accountId } = await tx
    .insertInto('access.account')
    .values({ id: newId(), kind: 'staff', username: account.username.toLowerCase(), password_hash: account.passwordHash, ...totp, created_at: context.now })
    .onConflict((conflict) => conflict.constraint('account_username_once').doUpdateSet({ password_hash: account.passwordHash, active: true, ...totp }))
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.deleteFrom('access.staff_role').where('account_id', '=', accountId).execute()
  await tx
    .insertInto('access.staff_role')
    .values(
      account.workplaces.map((workplace) => ({
        account_id: accountId,
        institution_id: workplace.institutionId,
        staff_id: workplace.staffId,
        display_name: workplace.displayName,
        roles: [...workplace.roles],
      })),
    )
    .execute()
  await audit(tx, context, { action: 'access.make-account', subject: `account/${accountId}`, detail: { kind: 'staff' } })
  await announce(tx, context, accountChanged(accountId))
  return { accountId }
}

/** Gives a person in the index an account under a phone: for imports and the sample region. */
export async function makePatientAccount(tx: Tx, context: Context, { personId, phone }: { personId: string; phone: string }): Promise<{ accountId: string }> {
  const { id: accountId } = await tx
    .insertInto('access.account')
    .values({ id: newId(), kind: 'patient', person_id: personId, phone_hash: phoneHash(phone), phone_sealed: seal(phone), phone_masked: maskPhone(phone), created_at: context.now })
    .onConflict((conflict) =>
      conflict.column('phone_hash').where('kind', '=', 'patient').where('active', '=', true).doUpdateSet({ person_id: sql`excluded.person_id` }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await audit(tx, context, { action: 'access.make-account', personId, subject: `account/${accountId}`, detail: { kind: 'patient' } })
  return { accountId }
}
