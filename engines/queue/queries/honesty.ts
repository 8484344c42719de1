import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/** How honest a queue's waits were on a day. */
export interface HonestyOfQueue {
  readonly institutionId: number
  readonly queueId: number
  readonly subject: string
  readonly name: string
  readonly nameEn: string
  readonly day: string
  /** Promises with a range that came true one way or the other. */
  readonly promises: number
  readonly inside: number
  readonly earlier: number
  readonly later: number
  /** Told when to be back, and how many of them were called before. */
  readonly toldToComeBack: number
  readonly calledBefore: number
  /** Middle of the real waits and of the width of the ranges, in minutes. */
  readonly medianWait: number
  readonly medianWidth: number
}

/** What was promised and what came true, by queue and day; sums over them are a hospital's. */
export async function waitHonesty(tx: Tx, _context: Context, of: { readonly institutionId: number; readonly fromDay: string; readonly toDay: string }): Promise<HonestyOfQueue[]> {
  const { rows } = await sql<HonestyOfQueue>`
    select p.institution_id as "institutionId", p.queue_id as "queueId", q.subject, q.name, q.name_en as "nameEn", p.day::text as day,
      count(*)::integer as promises,
      count(*) filter (where p.called_at between p.from_at and p.to_at)::integer as inside,
      count(*) filter (where p.called_at < p.from_at)::integer as earlier,
      count(*) filter (where p.called_at > p.to_at)::integer as later,
      count(p.come_back_at)::integer as "toldToComeBack",
      count(*) filter (where p.called_at < p.come_back_at)::integer as "calledBefore",
      (percentile_cont(0.5) within group (order by extract(epoch from p.called_at - p.shown_at)) / 60)::double precision as "medianWait",
      (percentile_cont(0.5) within group (order by extract(epoch from p.to_at - p.from_at)) / 60)::double precision as "medianWidth"
    from queue.promise p join queue.queue q on q.institution_id = p.institution_id and q.id = p.queue_id
    where p.institution_id = ${of.institutionId} and p.day between ${of.fromDay}::date and ${of.toDay}::date
      and p.outcome = 'called' and p.from_at is not null
    group by p.institution_id, p.queue_id, q.subject, q.name, q.name_en, p.day
    order by p.day, q.name`.execute(tx)
  return rows
}

export interface LearnedHere {
  readonly queueId: number
  readonly learnedAt: Date
  readonly samples: number
  readonly pace: number
  readonly spread: number
}

/** By how much the figures are moved and widened now, and since when; queue 0 is the whole institution. */
export async function correctionsOf(tx: Tx, institutionId: number): Promise<LearnedHere[]> {
  const { rows } = await sql<LearnedHere>`
    select queue_id as "queueId", learned_at as "learnedAt", samples, pace, spread from queue.correction
    where institution_id = ${institutionId}`.execute(tx)
  return rows
}
