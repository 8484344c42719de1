import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { LinkPage } from '../contract.ts'
import { owedBy } from '../line.ts'
import { linkOf } from '../operations/make-link.ts'

/** What whoever holds the address sees. Throws {@link LinkOver}. */
export async function linkPage(tx: Tx, context: Context, code: string): Promise<LinkPage> {
  const { personId, endsAt } = await linkOf(tx, context, code)
  const { nameMasked } = await personSummary(tx, context, personId)
  await audit(tx, context, { action: 'credit.read-link', personId, subject: `person/${personId}` })
  return { nameMasked, ...(await owedBy(tx, context, personId)), endsAt: endsAt.toISOString() }
}
