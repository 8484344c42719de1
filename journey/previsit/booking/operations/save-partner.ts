import { sql } from 'kysely'
import { institutionById } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { SavePartner } from '../contract.ts'
import { NotAPartner } from '../errors.ts'

/**
 * A hospital says that another institution's staff may book for their residents here, from which pools and until when.
 * Saying an earlier last day ends it; what was booked stays.
 */
export async function savePartner(tx: Tx, context: Context, institutionId: number, fromInstitutionId: number, { pools, validTo }: SavePartner): Promise<void> {
  if (institutionId === fromInstitutionId || !(await institutionById(tx, fromInstitutionId))) throw new NotAPartner()
  await sql`insert into booking.partner (institution_id, from_institution_id, pools, valid_from, valid_to)
    values (${institutionId}, ${fromInstitutionId}, ${[...new Set(pools)]}, ${localDay(context.now)}, ${validTo})
    on conflict (institution_id, from_institution_id) do update set pools = excluded.pools, valid_to = excluded.valid_to`.execute(tx)
  await audit(tx, context, { action: 'booking.save-partner', subject: `institution/${fromInstitutionId}`, institutionId, detail: { pools, validTo } })
}
