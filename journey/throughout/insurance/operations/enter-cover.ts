import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Cover, NewCover } from '../contract.ts'
import { CoverTwice } from '../errors.ts'

/** Notes that another payer helps this person at this hospital: a commercial policy, or relief the hospital granted. What it pays is the hospital's rule. Throws {@link CoverTwice}. */
export async function enterCover(tx: Tx, context: Context, institutionId: number, cover: NewCover): Promise<{ id: string }> {
  const standing = await coversOf(tx, context, institutionId, cover.personId)
  if (standing.some((one) => one.payer === cover.payer)) throw new CoverTwice()
  const id = newId()
  await sql`insert into insurance.cover (institution_id, id, person_id, payer, name, valid_from, valid_to, entered_by, entered_at)
    values (${institutionId}, ${id}, ${cover.personId}, ${cover.payer}, ${cover.name}, ${cover.validFrom}, ${cover.validTo}, ${actorId(context.actor)}, ${context.now})`.execute(tx)
  await audit(tx, context, { action: 'insurance.enter-cover', personId: cover.personId, subject: `cover/${id}`, institutionId, detail: { payer: cover.payer, name: cover.name } })
  return { id }
}

/** The further payers that hold for a person here today: at most one of each kind. */
export async function coversOf(tx: Tx, context: Context, institutionId: number, personId: string): Promise<Cover[]> {
  const { rows } = await sql<Cover>`select distinct on (payer) id, person_id as "personId", payer, name, valid_from::text as "validFrom", valid_to::text as "validTo" from insurance.cover
    where institution_id = ${institutionId} and person_id = ${personId} and valid_from <= ${localDay(context.now)} and (valid_to is null or valid_to >= ${localDay(context.now)})
    order by payer, entered_at`.execute(tx)
  return rows
}
