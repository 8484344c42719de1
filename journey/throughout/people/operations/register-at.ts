import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { personRegistered } from '../events.ts'

/**
 * Gives a person their hospital number at an institution; from then on its staff may see who they are.
 * Doing it again, or twice at once, gives the same number: the primary key lets one in and the other reads it.
 */
export async function registerAt(tx: Tx, context: Context, institutionId: number, personId: string): Promise<string> {
  const known = await numberAt(tx, institutionId, personId)
  if (known) return known
  const { rows } = await sql<{ number: string }>`
    insert into people.hospital_number (institution_id, person_id, number, since)
    values (${institutionId}, ${personId}, people.next_hospital_number(${institutionId}), ${context.now})
    on conflict (institution_id, person_id) do nothing
    returning number`.execute(tx)
  const number = rows[0]?.number
  if (number === undefined) return (await numberAt(tx, institutionId, personId)) ?? ''
  await audit(tx, context, { action: 'people.register-at', personId, subject: `hospital-number/${number}`, institutionId })
  await announce(tx, context, personRegistered(institutionId, personId))
  return number
}

async function numberAt(tx: Tx, institutionId: number, personId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('people.hospital_number')
    .select('number')
    .where('institution_id', '=', institutionId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row?.number
}
