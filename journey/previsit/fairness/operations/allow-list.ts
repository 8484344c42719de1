import { sql } from 'kysely'
import { endHelping, nameHelper } from '#journey/previsit/booking/index.ts'
import { maskPhone, phoneHash } from '#journey/throughout/people/index.ts'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import type { AddHelper, Helper } from '../contract.ts'
import { HelperKnown, HelperNotFound } from '../errors.ts'

/**
 * Names the telephone of a care home, a village doctor, a school nurse or a volunteer: whoever signs in with it books under the caps of
 * a helper, and that they book for many is no signal. How they book still is.
 */
export async function addHelper(tx: Tx, context: Context, { phone, organisation, note, until }: AddHelper): Promise<{ id: string }> {
  const id = newId()
  const hash = phoneHash(phone).toString('hex')
  try {
    await sql`insert into fairness.helper (institution_id, id, phone_hash, phone_masked, organisation, note, added_by, added_at, until)
      values (${placeOf(context)}, ${id}, ${hash}, ${maskPhone(phone)}, ${organisation}, ${note}, ${actorId(context.actor)}, ${context.now}, ${until})`.execute(tx)
  } catch (error) {
    if (violates(error, 'helper_once')) throw new HelperKnown()
    throw error
  }
  await nameHelper(tx, { institutionId: placeOf(context), id, phoneHash: hash, until })
  await audit(tx, context, { action: 'fairness.add-helper', subject: `helper/${id}`, detail: { organisation, until } })
  return { id }
}

export async function removeHelper(tx: Tx, context: Context, id: string): Promise<void> {
  const { rows } = await sql`update fairness.helper set removed_by = ${actorId(context.actor)}, removed_at = ${context.now}
    where institution_id = ${placeOf(context)} and id = ${id} and removed_at is null returning id`.execute(tx)
  if (rows.length === 0) throw new HelperNotFound()
  await endHelping(tx, context, { institutionId: placeOf(context), id })
  await audit(tx, context, { action: 'fairness.remove-helper', subject: `helper/${id}` })
}

export async function helpers(tx: Tx, context: Context): Promise<Helper[]> {
  const { rows } = await sql<Omit<Helper, 'addedAt'> & { addedAt: Date }>`select id, phone_masked as "phoneMasked", organisation, note, added_at as "addedAt", until
    from fairness.helper where institution_id = ${placeOf(context)} and removed_at is null order by organisation`.execute(tx)
  return rows.map((row) => ({ ...row, addedAt: row.addedAt.toISOString() }))
}

/** 0: named by the region, for all of its hospitals. */
const placeOf = ({ institutionId }: Context): number => institutionId ?? 0
