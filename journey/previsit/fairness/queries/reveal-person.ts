import { sql } from 'kysely'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Revealed } from '../contract.ts'
import { FindingNotFound } from '../errors.ts'

/** The name behind a masked one, for a person of this finding only. Who looked is on record, and the person may read it. */
export async function revealPerson(tx: Tx, context: Context, { id, personId }: { readonly id: string; readonly personId: string }): Promise<Revealed> {
  const { rows } = await sql`select from fairness.finding_member
    where institution_id = ${context.institutionId} and finding_id = ${id} and kind = 'person' and subject = ${personId}`.execute(tx)
  if (rows.length === 0) throw new FindingNotFound()
  await audit(tx, context, { action: 'fairness.reveal-person', personId, subject: `finding/${id}` })
  const { name, age, phoneMasked } = await personSummary(tx, context, personId)
  return { name, age, phoneMasked }
}
