import { generateSecret, generateURI, verifySync } from 'otplib'
import QRCode from 'qrcode'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { seal, unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Enrolment } from '../contract.ts'
import { SecondFactorWrong, StepNotDue } from '../errors.ts'
import { workplacesOf } from '../queries/workplaces.ts'
import { rotateSession, type OpenedSession } from './session.ts'
import { forgetTries, spendTry } from './take-attempt.ts'

/**
 * The secret for an authenticator app, until it is confirmed by a first code. Asked again before that, it is the same
 * one, so a page that is loaded twice does not spoil what was scanned.
 */
export async function beginEnrolment(tx: Tx, context: Context, accountId: string): Promise<Enrolment> {
  const account = await tx
    .selectFrom('access.account')
    .select(['username', 'totp_sealed', 'totp_confirmed_at'])
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  if (!account?.username || account.totp_confirmed_at) throw new StepNotDue()
  const secret = account.totp_sealed ? unseal(account.totp_sealed) : generateSecret()
  if (!account.totp_sealed) {
    await tx.updateTable('access.account').set({ totp_sealed: seal(secret) }).where('id', '=', accountId).execute()
    await audit(tx, context, { action: 'access.begin-enrolment', subject: `account/${accountId}` })
  }
  const uri = generateURI({ issuer: 'Liuxin', label: account.username, secret })
  return { svg: await QRCode.toString(uri, { type: 'svg', margin: 2 }), secret, uri }
}

/** Counts a try of the second factor; commit it before the code is looked at. */
export async function spendSecondFactorTry(tx: Tx, context: Context, accountId: string): Promise<void> {
  await spendTry(tx, context.now, 'second-factor', accountId)
}

/**
 * Takes the sign-in past its second factor. A code is good once: the write that accepts it moves the account's last
 * step forward, so of two who send the same code one gets {@link SecondFactorWrong}. Someone with one workplace is
 * in; with several they choose. The first right code also confirms a new enrolment.
 */
export async function giveSecondFactor(tx: Tx, context: Context, { accountId, token, code }: { accountId: string; token: string; code: string }): Promise<OpenedSession> {
  const account = await tx.selectFrom('access.account').select(['totp_sealed', 'totp_confirmed_at']).where('id', '=', accountId).executeTakeFirst()
  if (!account?.totp_sealed) throw new StepNotDue()
  // One step (30 s) either way forgives clocks that disagree a little.
  const checked = verifySync({ secret: unseal(account.totp_sealed), token: code, epoch: Math.floor(context.now.getTime() / 1000), epochTolerance: 30 })
  const step = checked.valid && 'timeStep' in checked ? checked.timeStep : null
  if (step === null) throw new SecondFactorWrong()
  const moved = await tx
    .updateTable('access.account')
    .set({ totp_last_step: step, totp_confirmed_at: account.totp_confirmed_at ?? context.now })
    .where('id', '=', accountId)
    .where('totp_last_step', '<', step)
    .returning('id')
    .executeTakeFirst()
  if (!moved) throw new SecondFactorWrong()
  await forgetTries(tx, 'second-factor', accountId)
  await audit(tx, context, { action: 'access.sign-in', subject: `account/${accountId}`, detail: { by: 'password and second factor' } })
  const workplaces = await workplacesOf(tx, accountId)
  const only = workplaces.length === 1 ? workplaces[0] : undefined
  return rotateSession(tx, context, token, { from: 'password', to: only ? 'full' : 'institution', institutionId: only?.institutionId ?? null })
}
