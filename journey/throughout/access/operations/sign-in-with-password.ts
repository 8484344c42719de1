import { hash, verify } from '@node-rs/argon2'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { password as limits } from '../limits.ts'
import { openSession, type OpenedSession } from './session.ts'
import { forgetTries, spendTry, takeAllowance } from './take-attempt.ts'

/** argon2id with 19 MiB and two passes (OWASP's minimum of 2023); 16 to 32 ms here. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost)
}

/** Compared against when there is no such account, so that the answer takes as long. */
let nobody: Promise<string> | undefined

/** Step one, its own transaction: counts the try and finds what to compare with. */
export async function beginPasswordSignIn(tx: Tx, context: Context, { username, address }: { username: string; address: string | null }): Promise<{ accountId: string | null; passwordHash: string | null }> {
  if (address !== null) {
    await takeAllowance(tx, context.now, { bucket: 'password-address', key: address, most: limits.perAddressPerTenMinutes, windowSeconds: 600 })
  }
  await spendTry(tx, context.now, 'password', username)
  const account = await tx
    .selectFrom('access.account')
    .select(['id', 'password_hash'])
    .where('username', '=', username)
    .where('kind', '=', 'staff')
    .where('active', '=', true)
    .executeTakeFirst()
  return { accountId: account?.id ?? null, passwordHash: account?.password_hash ?? null }
}

/** Step two, without a connection held: takes the same time whether or not there is such an account. */
export async function isRightPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('nobody has this password')
  const right = await verify(passwordHash ?? (await nobody), password.normalize('NFKC'))
  return right && passwordHash !== null
}

/** Step three: a session in which only the second factor can be given. Earlier wrong tries are forgotten. */
export async function passwordAccepted(tx: Tx, context: Context, { accountId, username, device }: { accountId: string; username: string; device: string }): Promise<OpenedSession> {
  await forgetTries(tx, 'password', username)
  await audit(tx, context, { action: 'access.password-accepted', subject: `account/${accountId}` })
  return openSession(tx, context, { accountId, kind: 'staff', stage: 'password', device })
}
