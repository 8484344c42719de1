import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import { keyedHash, seal } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { SmsTemplate } from '../contract.ts'

export interface MessageToSend {
  /** About whom it is. */
  readonly personId: string
  readonly phone: string
  /** What it tells of, such as `restriction/<id>/began`: one phone is told the same once. */
  readonly key: string
  readonly template: SmsTemplate
  readonly params: readonly string[]
  /** Earlier it is not sent: nobody is woken for it. */
  readonly notBefore?: Date
  /** Later it is not sent any more; a day from the first moment when left out. */
  readonly notAfter?: Date
}

/**
 * Has somebody told by text message once this transaction is kept; the worker sends it. Telling the same twice sends once.
 * For reactions and tasks: a request that a person waits for sends nothing.
 */
export async function sendLater(tx: Tx, { now }: Context, { personId, phone, key, template, params, notBefore, notAfter }: MessageToSend): Promise<void> {
  const from = notBefore ?? now
  const until = notAfter ?? new Date(from.getTime() + 86_400_000)
  await sql`insert into messaging.message (person_id, id, key, phone_sealed, phone_hash, template, params, not_after, created_at, next_try_at)
    values (${personId}, ${newId()}, ${key}, ${seal(phone)}, ${keyedHash(`phone ${phone}`)}, ${template}, ${[...params]}, ${until}, ${now}, ${from})
    on conflict do nothing`.execute(tx)
}
