import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { maskPhone, phoneHash } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { seal } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Language } from '../contract.ts'
import { CodeOver, CodeWrong } from '../errors.ts'
import { code as limits } from '../limits.ts'
import { codeHash } from './ask-code.ts'
import { openSession, type OpenedSession } from './session.ts'

/**
 * Spends one of the five tries of a phone's newest code. A transaction of its own: a wrong try must stay counted, and
 * of any number of parallel guesses only five are looked at. Answers the code's id, or what to tell the caller.
 */
export async function trySignInCode(tx: Tx, context: Context, { phone, code }: { phone: string; code: string }): Promise<{ codeId: string } | { refused: Error }> {
  const { rows } = await sql<{ id: string; code_hash: Buffer; tries: number }>`
    update access.sign_in_code set tries = tries + 1
    where phone_hash = ${phoneHash(phone)} and tries < ${limits.tries} and used_at is null and expires_at > ${context.now}
      and id = (select id from access.sign_in_code where phone_hash = ${phoneHash(phone)} order by sent_at desc, id desc limit 1)
    returning id, code_hash, tries`.execute(tx)
  const row = rows[0]
  if (!row) return { refused: new CodeOver() }
  if (timingSafeEqual(row.code_hash, codeHash(row.id, code))) return { codeId: row.id }
  const triesLeft = limits.tries - row.tries
  return { refused: triesLeft > 0 ? new CodeWrong({ triesLeft }) : new CodeOver() }
}

/**
 * Signs in whoever holds the phone, after {@link trySignInCode}. A phone seen for the first time gets an account and
 * is asked who they are; nothing tells anybody else whether it was the first time.
 * The code is marked used in the same write that checks it is not, so it opens one session only.
 */
export async function signInWithCode(tx: Tx, context: Context, { phone, codeId, device, language }: { phone: string; codeId: string; device: string; language: Language }): Promise<OpenedSession> {
  const used = await tx
    .updateTable('access.sign_in_code')
    .set({ used_at: context.now })
    .where('phone_hash', '=', phoneHash(phone))
    .where('id', '=', codeId)
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!used) throw new CodeOver()
  const account = await accountOfPhone(tx, context, phone, language)
  await audit(tx, context, { action: 'access.sign-in', personId: account.personId, subject: `account/${account.id}`, detail: { by: 'code' } })
  return openSession(tx, context, { accountId: account.id, kind: 'patient', stage: account.personId ? 'full' : 'details', device })
}

async function accountOfPhone(tx: Tx, context: Context, phone: string, language: Language): Promise<{ id: string; personId: string | null }> {
  await tx
    .insertInto('access.account')
    .values({ id: newId(), kind: 'patient', phone_hash: phoneHash(phone), phone_sealed: seal(phone), phone_masked: maskPhone(phone), language, created_at: context.now })
    .onConflict((conflict) => conflict.column('phone_hash').where('kind', '=', 'patient').where('active', '=', true).doNothing())
    .execute()
  const account = await tx
    .selectFrom('access.account')
    .select(['id', 'person_id'])
    .where('phone_hash', '=', phoneHash(phone))
    .where('kind', '=', 'patient')
    .where('active', '=', true)
    .executeTakeFirstOrThrow()
  return { id: account.id, personId: account.person_id }
}
