import { randomInt } from 'node:crypto'
import type { Context } from '#platform/context/context.ts'
import { keyedHash } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { phoneHash } from '#journey/throughout/people/index.ts'
import { code as limits } from '../limits.ts'
import { takeAllowance } from './take-attempt.ts'

/**
 * Makes a code for a phone; the caller sends it once the transaction has committed. An earlier code stops working.
 * Nothing here depends on whether the phone has an account, so neither answer nor time tells.
 * Throws `AskedTooOften` past one a minute, five an hour, ten a day for a phone, or 300 an hour from one address.
 */
export async function askCode(tx: Tx, context: Context, { phone, address }: { phone: string; address: string | null }): Promise<{ code: string }> {
  const { now } = context
  await takeAllowance(tx, now, { bucket: 'code-minute', key: phone, most: 1, windowSeconds: limits.askAgainSeconds })
  await takeAllowance(tx, now, { bucket: 'code-hour', key: phone, most: limits.perHour, windowSeconds: 3600 })
  await takeAllowance(tx, now, { bucket: 'code-day', key: phone, most: limits.perDay, windowSeconds: 86_400 })
  if (address !== null) await takeAllowance(tx, now, { bucket: 'code-address', key: address, most: limits.perAddressPerHour, windowSeconds: 3600 })
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const id = newId()
  await tx
    .insertInto('access.sign_in_code')
    .values({
      phone_hash: phoneHash(phone),
      id,
      code_hash: codeHash(id, code),
      sent_at: now,
      expires_at: new Date(now.getTime() + limits.validSeconds * 1000),
    })
    .execute()
  return { code }
}

/** A code is good for its own request only. */
export function codeHash(id: string, code: string): Buffer {
  return keyedHash(`sign-in-code ${id} ${code}`)
}
