import { sql } from 'kysely'
import { addDays } from '#engines/capacity/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { type Figures, type Mark, marks } from '../contract.ts'
import { dayStart } from './answers.ts'
import { learnedCalibration } from './calibration.ts'

interface Asked {
  readonly institutionId: number
  readonly from: string
  readonly to: string
}

type Counts = Omit<Figures, 'from' | 'to' | 'marks' | 'calibration'>

/** What the reminders did for the visits of these days: counts only, nobody by name. */
export async function figures(tx: Tx, _context: Context, { institutionId, from, to }: Asked): Promise<Figures> {
  const during = sql`institution_id = ${institutionId} and starts_at >= ${dayStart(from)}::timestamptz and starts_at < ${dayStart(addDays(to, 1))}::timestamptz`
  const { rows: byMark } = await sql<{ mark: Mark; sent: number; noPhone: number; visits: number }>`
    select mark, count(distinct notice_id) filter (where outcome = 'sent')::integer as sent,
      count(distinct notice_id) filter (where outcome = 'no-phone')::integer as "noPhone", count(*)::integer as visits
    from attendance.reminder where ${during} group by mark`.execute(tx)
  const { rows: [counts] } = await sql<Counts>`select
      (select count(distinct (appointment_id, starts_at))::integer from attendance.reminder where ${during}) as reminded,
      count(*) filter (where answer = 'confirmed')::integer as confirmed,
      count(*) filter (where answer = 'on-my-way')::integer as "onTheWay",
      count(*) filter (where answer = 'cancelled' and via = 'link')::integer as "cancelledByLink",
      (select json_build_object('asked', count(*), 'reached', count(*) filter (where result in ('confirmed', 'cancelled', 'wants-another-time')),
        'open', count(*) filter (where not closed)) from attendance.call where ${during}) as calls,
      (select json_build_object('accepted', count(*), 'added', coalesce(sum(added), 0), 'measured', count(measured_at),
        'waitedLonger', count(*) filter (where waited_longer), 'promised', coalesce(max(at_most), 0))
        from attendance.overbooking where institution_id = ${institutionId} and decision = 'accepted' and day between ${from} and ${to}) as overbooking,
      (select json_build_object('over', count(*), 'missed', count(*) filter (where missed), 'expected', coalesce(round(sum(likely)::numeric, 1), 0))
        from attendance.watch where ${during} and missed is not null) as outcomes
    from attendance.confirmation where ${during}`.execute(tx)
  const learned = await learnedCalibration(tx, institutionId)
  const known = new Map(byMark.map((row) => [row.mark, row]))
  return {
    from, to, ...counts!,
    marks: marks.map((mark) => known.get(mark) ?? { mark, sent: 0, noPhone: 0, visits: 0 }),
    calibration: learned ? { at: learned.fittedAt.toISOString(), visits: learned.visits, missed: learned.missed } : null,
  }
}
