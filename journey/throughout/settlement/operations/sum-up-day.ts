import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/**
 * Says of a day whose bank was told where it stands: posted when every hospital is and somebody asked for it, part-posted when
 * it was asked for and one is settled or refused and another is not. The caller has locked the day.
 */
export async function sumUpDay(tx: Tx, context: Context, day: string): Promise<void> {
  await sql`
    update settlement.day d set status = s.status, posted_at = case when s.status = 'posted' then coalesce(d.posted_at, ${context.now}) end
    from (
      select case when d.posting_asked_at is not null and count(*) filter (where l.state <> 'posted') = 0 then 'posted'
          when count(*) filter (where l.state = 'posted' or (l.state = 'refused' and d.posting_asked_at is not null)) > 0 then 'part-posted' else 'instructed' end as status
      from settlement.day d left join (
        select distinct on (institution_id) institution_id, day, state from settlement.instruction where day = ${day} order by institution_id, attempt desc) l on l.day = d.day
      where d.day = ${day} group by d.posting_asked_at) s
    where d.day = ${day} and d.status in ('instructed', 'part-posted')`.execute(tx)
}
