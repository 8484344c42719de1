import { sql } from 'kysely'
import { institutionById } from '#journey/throughout/directory/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { type Context, mayActFor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { MyDesk } from '../contract.ts'
import { PersonNotHere } from '../errors.ts'
import { complaintsWhere } from './complaints.ts'
import { loansWhere } from './loans.ts'

/** What I borrowed anywhere in the region, what is out first, and what became of what I complained about. */
export async function myDesk(tx: Tx, context: Context, personId: string): Promise<MyDesk> {
  if (context.actor.kind !== 'patient' || !mayActFor(context.actor, personId)) throw new PersonNotHere()
  const entries = await entriesOf(tx, personId)
  const loans = await loansWhere<{ home: string; institutionId: number }>(tx, context, sql`l.person_id = any (${entries}::uuid[]) order by l.status = 'out' desc, l.lent_at desc limit 50`, sql`, i.home, l.institution_id as "institutionId"`)
  const complaints = await complaintsWhere(tx, context, sql`person_id = any (${entries}::uuid[])`)
  await audit(tx, context, { action: 'servicedesk.read-mine', personId, subject: `person/${personId}` })
  const shown: MyDesk['loans'] = []
  for (const { institutionId, ...loan } of loans) {
    const institution = await institutionById(tx, institutionId)
    shown.push({ ...loan, institutionName: institution?.name ?? '', institutionNameEn: institution?.nameEn ?? '' })
  }
  return { loans: shown, complaints }
}
