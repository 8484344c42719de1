import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/** Something of this day changed: the worker works it out again. Makes the day where there is none. Marking twice is once. */
export async function markDay(tx: Tx, { now }: Context, personId: string, day: string): Promise<void> {
  await sql`insert into itinerary.day (person_id, day, dirty_at) values (people.current_entry(${personId}), ${day}::date, ${now})
    on conflict (person_id, day) do update set dirty_at = coalesce(itinerary.day.dirty_at, excluded.dirty_at)`.execute(tx)
}

/**
 * Every day that hangs on this line. A day that is being worked out at this moment is waited for and marked after that: it
 * had read the line as it was before.
 */
export async function markWatchers(tx: Tx, { now }: Context, institutionId: number, queueId: number, day: string): Promise<void> {
  await sql`with those as (
      select d.person_id, d.day from itinerary.day d
      join itinerary.watched_line w on w.person_id = d.person_id and w.day = d.day
      where w.institution_id = ${institutionId} and w.queue_id = ${queueId} and w.day = ${day}::date and d.state <> 'done'
      order by d.person_id for update of d)
    update itinerary.day d set dirty_at = coalesce(d.dirty_at, ${now}) from those where d.person_id = those.person_id and d.day = those.day`.execute(tx)
}

/** Every day of a hospital: a way in the building was closed or opened. */
export async function markHospital(tx: Tx, { now }: Context, institutionId: number, day: string): Promise<void> {
  await sql`with those as (
      select d.person_id, d.day from itinerary.day d where d.day = ${day}::date and ${institutionId} = any (d.institution_ids) and d.state <> 'done' order by d.person_id for update)
    update itinerary.day d set dirty_at = coalesce(d.dirty_at, ${now}) from those where d.person_id = those.person_id and d.day = those.day`.execute(tx)
}
