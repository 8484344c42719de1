import { sql } from 'kysely'
import { addDays } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Notice } from '../contract.ts'

type Row = Omit<Notice, 'madeAt' | 'seenAt'> & { readonly madeAt: Date; readonly seenAt: Date | null }

/** What a doctor is told of sessions added for them and taken back: of days to come, and of the last week. */
export async function myNotices(tx: Tx, context: Context): Promise<Notice[]> {
  const { institutionId, staffId } = context.actor as StaffActor
  const { rows } = await sql<Row>`
    select n.id, n.kind, n.day::text as day, to_char(n.from_time, 'HH24:MI') as "from", to_char(n.to_time, 'HH24:MI') as "to", n.room, n.units, coalesce(s.name, '') as clinic, coalesce(s.name_en, '') as "clinicEn",
      n.made_at as "madeAt", n.seen_at as "seenAt"
    from operations.notice n left join directory.service s on s.institution_id = n.institution_id and s.id = n.service_id
    where n.institution_id = ${institutionId} and n.practitioner_id = ${staffId} and n.day >= ${addDays(localDay(context.now), -7)}::date order by n.seen_at is not null, n.day, n.made_at desc limit 50`.execute(tx)
  return rows.map((row) => ({ ...row, madeAt: row.madeAt.toISOString(), seenAt: row.seenAt?.toISOString() ?? null }))
}
