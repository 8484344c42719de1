import { sql } from 'kysely'
import { entriesOf, mayPayFor } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/** payment: shown by a code · withdrawal: shown by an identity document. */
export type ConsentPurpose = 'payment' | 'withdrawal'

/**
 * Who may see a balance: the person, those who may pay for them, and a window that was shown the code, until it has
 * taken its one payment or the time is over; one that was shown an identity document may give back, and nothing else. Nobody else at a hospital, whatever their role.
 */
export async function mayUse(tx: Tx, context: Context, personId: string, purpose: ConsentPurpose = 'payment'): Promise<boolean> {
  const { actor, institutionId, now } = context
  if (actor.kind === 'system') return true
  if (actor.kind === 'patient') return mayPayFor(tx, context, personId)
  if (actor.kind !== 'staff' || institutionId === null) return false
  const { rows } = await sql`select from wallet.consent where institution_id = ${institutionId}
    and person_id = any (${await entriesOf(tx, personId)}::uuid[]) and purpose = ${purpose} and expires_at > ${now} and used_for is null limit 1`.execute(tx)
  return rows.length > 0
}
