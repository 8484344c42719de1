import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { NewItem } from '../contract.ts'
import { ItemExists, ItemNotFound, ItemOut } from '../errors.ts'
import { deskChanged } from '../events.ts'
import { atDesk } from '../policy.ts'

/** A thing that can be lent, with the code that stands on it. One of a code: {@link ItemExists}. */
export async function addItem(tx: Tx, context: Context, { kind, code, home, depositCents, hours }: NewItem): Promise<string> {
  const { institutionId } = atDesk(context)
  const id = newId()
  await sql`insert into servicedesk.item (institution_id, id, kind, code, home, deposit_cents, hours, added_at)
    values (${institutionId}, ${id}, ${kind}, ${code}, ${home}, ${depositCents}, ${hours}, ${context.now})`.execute(tx).catch((error: unknown) => {
    throw violates(error, 'item_one_of_a_code') ? new ItemExists({ code }) : error
  })
  await audit(tx, context, { action: 'servicedesk.add-item', subject: `item/${id}`, institutionId, detail: { kind, code } })
  await announce(tx, context, deskChanged(institutionId))
  return id
}

/** Repaired, found again, or out of use. What is lent comes back first: {@link ItemOut}. */
export async function setItemState(tx: Tx, context: Context, id: string, state: 'ready' | 'repair' | 'lost' | 'retired'): Promise<void> {
  const { institutionId } = atDesk(context)
  const { rows } = await sql<{ state: string }>`select state from servicedesk.item where institution_id = ${institutionId} and id = ${id} for update`.execute(tx)
  if (!rows[0]) throw new ItemNotFound({ id })
  if (rows[0].state === 'lent') throw new ItemOut()
  await sql`update servicedesk.item set state = ${state} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'servicedesk.set-item-state', subject: `item/${id}`, institutionId, detail: { state } })
  await announce(tx, context, deskChanged(institutionId))
}
