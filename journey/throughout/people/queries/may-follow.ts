import { sql } from 'kysely'
import { type Context, mayActFor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/**
 * Whether a patient may read somebody's visits and results: their own, or those of a person who agreed to that.
 * Booking or paying for somebody is not enough; whoever may only do that learns nothing of what the doctor wrote.
 */
export function mayFollow(tx: Tx, context: Context, personId: string): Promise<boolean> {
  return mayInScope(tx, context, personId, 'follow')
}

/** Whether a patient may see and use somebody's money: their own, or that of a person who agreed to be paid for. */
export function mayPayFor(tx: Tx, context: Context, personId: string): Promise<boolean> {
  return mayInScope(tx, context, personId, 'pay')
}

async function mayInScope(tx: Tx, context: Context, personId: string, scope: 'follow' | 'pay'): Promise<boolean> {
  const { actor, now } = context
  if (actor.kind !== 'patient' || !mayActFor(actor, personId)) return false
  const { rows } = await sql<{ may: boolean }>`
    select ${personId} = any (people.entries_of(${actor.personId})) or exists (
      select from people.relation r
      where r.proxy_id = any (people.entries_of(${actor.personId})) and r.person_id = any (people.entries_of(${personId}))
        and r.status = 'active' and ${scope} = any (r.scope) and r.active_from <= ${now} and (r.expires_at is null or r.expires_at > ${now})) as may`.execute(tx)
  return rows[0]!.may
}
