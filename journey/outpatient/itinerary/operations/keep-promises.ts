import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Itinerary, PromiseFigures } from '../contract.ts'
import type { LessonHere } from '../queries/lessons.ts'
import type { Plan, Thing } from '../solve/facts.ts'
import { isPromised, type Shape } from '../solve/lesson.ts'
import { clock } from '../solve/solve.ts'

export type Moment = PromiseFigures['moment']

interface Promised {
  readonly personId: string
  readonly day: string
  readonly plan: Plan
  readonly things: readonly Thing[]
  readonly state: Itinerary['state']
  readonly moment: Moment
  readonly shape: Shape
  readonly lesson: LessonHere
  /** Whose experience it teaches: the hospital of the last thing promised. */
  readonly institutionId: number | null
}

/** Which promise is said now: before somebody comes, while they wait for the doctor, or once the doctor has seen them. */
export const momentOf = (things: readonly Thing[], reached: readonly string[], isHere: boolean): Moment =>
  reached.some((one) => one.startsWith('seen:')) || things.some((one) => one.kind === 'visit' && one.state === 'done') ? 'after-doctor' : isHere ? 'check-in' : 'morning'

/**
 * Notes what was said about the end at nine, at check-in and after the doctor, what it was about, and at last when that was over.
 * First words count. Whoever goes without being seen leaves a promise that is never judged.
 */
export async function keepPromises(tx: Tx, { now }: Context, { personId, day, plan, things, state, moment, shape, lesson, institutionId }: Promised): Promise<void> {
  if (day !== localDay(now)) return
  await cameTrue(tx, now, { personId, day, things })
  if (state === 'done') {
    await sql`update itinerary.promise set day_ended_at = ${now} where person_id = ${personId} and day = ${day}::date and day_ended_at is null`.execute(tx)
    return
  }
  if (!plan.ends || !plan.worked || (moment === 'morning' && now.getTime() < clock(day, '9:00'))) return
  const at = (time: number) => new Date(time)
  await sql`insert into itinerary.promise (person_id, day, moment, from_at, to_at, made_at, institution_id, shape, waits_for, worked_from, worked_middle, worked_to, lesson)
    values (${personId}, ${day}::date, ${moment}, ${at(plan.ends.from)}, ${at(plan.ends.to)}, ${now}, ${institutionId}, ${shape}, ${things.filter(isPromised).map((one) => one.id)}::text[],
      ${at(plan.worked.from)}, ${at(plan.worked.middle)}, ${at(plan.worked.to)}, ${lesson.version}) on conflict do nothing`.execute(tx)
}

/** A promise is over when everything it was about is done; what was taken off the day is not waited for, as long as something was done. */
async function cameTrue(tx: Tx, now: Date, { personId, day, things }: Pick<Promised, 'personId' | 'day' | 'things'>): Promise<void> {
  const [done, open] = [things.filter((one) => one.state === 'done'), things.filter((one) => one.state !== 'done')].map((those) => those.map((one) => one.id))
  await sql`update itinerary.promise set ended_at = ${now} where person_id = ${personId} and day = ${day}::date and ended_at is null
    and waits_for && ${done}::text[] and not waits_for && ${open}::text[]`.execute(tx)
}

interface FiguresRow {
  readonly moment: Moment
  readonly days: number
  readonly within: number
  readonly earlier: number
  readonly later: number
  readonly seconds: number | null
  readonly width: number | null
  readonly whole_days: number
  readonly within_whole: number
}

/** How far the promised ends came true between two days, in numbers that name nobody. For those who run a hospital. */
export async function promiseFigures(tx: Tx, from: string, until: string): Promise<PromiseFigures[]> {
  const { rows } = await sql<FiguresRow>`select * from itinerary.promise_figures(${from}::date, ${until}::date)`.execute(tx)
  const minutes = (seconds: number | null) => (seconds === null ? null : Math.round(seconds / 60))
  return rows.map(({ moment, days, within, earlier, later, seconds, width, ...whole }) =>
    ({ moment, days, within, earlier, later, medianErrorMinutes: minutes(seconds), medianWidthMinutes: minutes(width), wholeDays: whole.whole_days, withinWholeDay: whole.within_whole }))
}
