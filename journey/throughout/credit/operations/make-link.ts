import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { currentEntry } from '#journey/throughout/people/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { keyedHash } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { RepayLink } from '../contract.ts'
import { LinkOver, NothingOwed } from '../errors.ts'
import { owedBy } from '../line.ts'
import { refuseStrangers } from '../mine.ts'
import { linkRule } from '../rules.ts'

/** An address that the person hands to whoever wants to pay for them; the code in it is shown this once. Throws {@link NothingOwed}. */
export async function makeLink(tx: Tx, context: Context, personId: string): Promise<RepayLink> {
  await refuseStrangers(tx, context, personId)
  if ((await owedBy(tx, context, personId)).owedCents === 0) throw new NothingOwed()
  const owner = await currentEntry(tx, personId)
  const link = { id: newId(), code: randomBytes(12).toString('base64url'), endsAt: new Date(context.now.getTime() + (await linkRule(tx, context.now)).days * 86_400_000) }
  await sql`insert into credit.link (person_id, id, code_hash, made_by, made_at, ends_at)
    values (${owner}, ${link.id}, ${hashOf(link.code)}, ${actorId(context.actor)}, ${context.now}, ${link.endsAt})`.execute(tx)
  await audit(tx, context, { action: 'credit.make-link', personId: owner, subject: `link/${link.id}` })
  return { ...link, endsAt: link.endsAt.toISOString() }
}

/** Nobody can use it any more. Ending it twice changes nothing. */
export async function endLink(tx: Tx, context: Context, id: string): Promise<void> {
  const { rows } = await sql<{ personId: string }>`update credit.link set ended_at = coalesce(ended_at, ${context.now}) where id = ${id} returning person_id as "personId"`.execute(tx)
  if (!rows[0]) throw new LinkOver()
  await audit(tx, context, { action: 'credit.end-link', personId: rows[0].personId, subject: `link/${id}` })
}

/** Whose link this is. For those who hold it; the caller works as the system. Throws {@link LinkOver}. */
export async function linkOf(tx: Tx, context: Context, code: string): Promise<{ personId: string; endsAt: Date }> {
  const { rows } = await sql<{ personId: string; endsAt: Date }>`select person_id as "personId", ends_at as "endsAt" from credit.link
    where code_hash = ${hashOf(code)} and ended_at is null and ends_at > ${context.now}`.execute(tx)
  if (!rows[0]) throw new LinkOver()
  return rows[0]
}

function hashOf(code: string): Buffer {
  return keyedHash(`repay link ${code}`)
}
