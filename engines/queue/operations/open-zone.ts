import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface ZoneToOpen {
  readonly institutionId: number
  /** Proposed address; a zone of this name that exists already keeps its own. */
  readonly id: string
  readonly name: string
  readonly nameEn: string
}

/** Makes the waiting zone once; whoever asks again, or at the same moment, gets the same one. Answers its id. */
export async function openZone(tx: Tx, { institutionId, id, name, nameEn }: ZoneToOpen): Promise<string> {
  await sql`
    insert into queue.zone (institution_id, id, name, name_en) values (${institutionId}, ${id}, ${name}, ${nameEn})
    on conflict do nothing`.execute(tx)
  // A zone made before its hospital said its English name takes it now.
  await sql`
    update queue.zone set name_en = ${nameEn}
    where institution_id = ${institutionId} and name = ${name} and name_en in ('', name) and ${nameEn} not in ('', ${name})`.execute(tx)
  const { rows } = await sql<{ id: string }>`
    select id from queue.zone where institution_id = ${institutionId} and (name = ${name} or id = ${id})
    order by name = ${name} desc limit 1`.execute(tx)
  return rows[0]!.id
}
