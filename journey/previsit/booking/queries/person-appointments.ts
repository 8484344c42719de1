import { sql } from 'kysely'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { appointmentsWhere } from '../appointment-row.ts'
import type { PersonAtDesk } from '../contract.ts'
import { describeAll } from './appointment-detail.ts'

/**
 * Whom the desk speaks with: who they are, what they have here to come and what they had lately. Only somebody registered here;
 * row-level security leaves other hospitals' appointments out.
 */
export async function personAtDesk(tx: Tx, context: Context, snapshot: Snapshot, personId: string): Promise<PersonAtDesk> {
  const { name, sex, age, phoneMasked } = await personSummary(tx, context, personId)
  const active = sql`status in ('held', 'booked', 'arrived')`
  const found = [
    ...(await appointmentsWhere(tx, sql`person_id = ${personId} and ${active} and ends_at > ${context.now} order by starts_at limit 20`)),
    ...(await appointmentsWhere(tx, sql`person_id = ${personId} and status in ('fulfilled', 'no-show') order by starts_at desc limit 5`)),
  ]
  for (const one of found) await audit(tx, context, { action: 'booking.read-appointment', personId, subject: `appointment/${one.id}`, institutionId: one.institutionId })
  return { personId, name, sex, age, phoneMasked, appointments: await describeAll(tx, context, snapshot, found) }
}
