import { sql } from 'kysely'
import { keyedHash } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { AskedTooOften, SignInLocked } from '../errors.ts'
import { password } from '../limits.ts'

export interface Allowance {
  readonly bucket: string
  /** What is counted: a phone, an address, a user name. Kept as a keyed hash. */
  readonly key: string
  readonly most: number
  readonly windowSeconds: number
}

/**
 * Counts one use, or throws {@link AskedTooOften} with the seconds to wait. The row lock makes parallel uses queue up,
 * so no burst gets more than the allowance.
 */
export async function takeAllowance(tx: Tx, now: Date, { bucket, key, most, windowSeconds }: Allowance): Promise<void> {
  const expired = sql<boolean>`a.window_start + make_interval(secs => ${windowSeconds}) <= ${now}`
  const { rows } = await sql<{ count: number; window_start: Date }>`
    insert into access.attempt as a (bucket, key_hash, window_start, count) values (${bucket}, ${keyedHash(`${bucket} ${key}`)}, ${now}, 1)
    on conflict (bucket, key_hash) do update set
      count = case when ${expired} then 1 else a.count + 1 end,
      window_start = case when ${expired} then ${now} else a.window_start end
    returning count, window_start`.execute(tx)
  const { count, window_start } = rows[0]!
  if (count <= most) return
  const until = window_start.getTime() + windowSeconds * 1000
  throw new AskedTooOften({ retryAfterSeconds: Math.max(1, Math.ceil((until - now.getTime()) / 1000)) })
}

/**
 * Counts one try to prove who one is, before it is judged, and locks further tries for a growing time once the free
 * ones are spent. Known and unknown names are treated alike. Commit it before judging: a wrong try must stay counted.
 */
export async function spendTry(tx: Tx, now: Date, bucket: 'password' | 'second-factor', key: string): Promise<void> {
  const keyHash = keyedHash(`${bucket} ${key}`)
  const { freeTries, firstWaitSeconds, longestWaitSeconds, forgottenAfterSeconds } = password
  // Writing the row as it is locks it, also when it was deleted or made this very moment.
  const { rows } = await sql<{ count: number; locked_until: Date | null; window_start: Date }>`
    insert into access.attempt as a (bucket, key_hash, window_start, count) values (${bucket}, ${keyHash}, ${now}, 0)
    on conflict (bucket, key_hash) do update set count = a.count
    returning count, locked_until, window_start`.execute(tx)
  const seen = rows[0]!
  if (seen.locked_until && seen.locked_until > now) {
    throw new SignInLocked({ retryAfterSeconds: Math.ceil((seen.locked_until.getTime() - now.getTime()) / 1000) })
  }
  const isForgotten = seen.window_start.getTime() + forgottenAfterSeconds * 1000 < now.getTime()
  const count = (isForgotten ? 0 : seen.count) + 1
  const wait = count < freeTries ? 0 : Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** (count - freeTries))
  await sql`update access.attempt set count = ${count}, window_start = ${now},
      locked_until = ${wait > 0 ? new Date(now.getTime() + wait * 1000) : null}
    where bucket = ${bucket} and key_hash = ${keyHash}`.execute(tx)
}

/** The try was right: earlier wrong ones are forgotten. */
export async function forgetTries(tx: Tx, bucket: 'password' | 'second-factor', key: string): Promise<void> {
  await sql`delete from access.attempt where bucket = ${bucket} and key_hash = ${keyedHash(`${bucket} ${key}`)}`.execute(tx)
}
