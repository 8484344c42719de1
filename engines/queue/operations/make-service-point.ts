import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { ServicePoint } from '../contract.ts'
import { servicePointById } from '../queries/service-points.ts'

export interface PointToMake {
  readonly institutionId: number
  readonly zoneId: string
  readonly name: string
  readonly nameEn: string
  /** The queues it serves; those it already serves stay. */
  readonly serves: readonly number[]
}

/** Makes the room or counter once, closed, and lets it serve these queues; asked again it only adds queues. */
export async function makeServicePoint(tx: Tx, context: Context, point: PointToMake): Promise<ServicePoint> {
  const { rows } = await sql<{ id: number }>`
    insert into queue.service_point as p (institution_id, zone_id, name, name_en, serves, changed_at)
    values (${point.institutionId}, ${point.zoneId}, ${point.name}, ${point.nameEn}, ${point.serves}::integer[], ${context.now})
    on conflict (institution_id, zone_id, name) do update
      set serves = array(select distinct unnest(p.serves || excluded.serves) order by 1),
        name_en = case when p.name_en in ('', p.name) then excluded.name_en else p.name_en end
    returning id`.execute(tx)
  return servicePointById(tx, point.institutionId, rows[0]!.id)
}
