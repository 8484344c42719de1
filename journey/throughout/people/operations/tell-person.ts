import { sql } from 'kysely'
import { type MessageToSend, sendLater } from '#journey/throughout/messaging/index.ts'
import type { Context } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'

/**
 * Tells a person something by text message, once: on their own phone, and where they have none on the phones of those who
 * book for them (a child, an old mother without a mobile). Answers how many phones. For reactions and tasks, which see everybody.
 */
export async function tellPerson(tx: Tx, context: Context, message: Omit<MessageToSend, 'phone'>): Promise<number> {
  const own = await phonesOf(tx, sql`select p.phone_sealed from people.person p where p.person_id = people.current_entry(${message.personId})`)
  const phones = own.length > 0 ? own : await phonesOf(tx, sql`select p.phone_sealed from people.relation r
    join people.person p on p.person_id = people.current_entry(r.proxy_id)
    where r.person_id = any (people.entries_of(${message.personId})) and r.status = 'active' and 'book' = any (r.scope)
      and r.active_from <= ${context.now} and (r.expires_at is null or r.expires_at > ${context.now})`)
  for (const phone of phones) await sendLater(tx, context, { ...message, phone })
  return phones.length
}

async function phonesOf(tx: Tx, found: ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = await sql<{ phone_sealed: Buffer | null }>`${found}`.execute(tx)
  return [...new Set(rows.flatMap((row) => (row.phone_sealed ? [unseal(row.phone_sealed)] : [])))]
}
