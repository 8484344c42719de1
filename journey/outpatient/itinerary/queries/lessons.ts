import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PromiseLesson } from '../contract.ts'
import { asWorkedOut, type Lesson, type Shape } from '../solve/lesson.ts'

/** What holds now, and which version of it; 0: nothing learned yet. */
export interface LessonHere extends Lesson {
  readonly version: number
}

/** What this hospital's promises of a kind taught by this day, or the region's where it has none of its own. */
export async function lessonOf(tx: Tx, of: { readonly institutionId: number | null; readonly moment: PromiseLesson['moment']; readonly shape: Shape; readonly day: string }): Promise<LessonHere> {
  const { rows } = await sql<LessonHere>`select version, low, high from itinerary.lesson
    where institution_id = any (${[0, of.institutionId ?? 0]}::integer[]) and moment = ${of.moment} and shape = ${of.shape} and holds_from <= ${of.day}::date
    order by institution_id desc, version desc limit 1`.execute(tx)
  return rows[0] ?? { ...asWorkedOut, version: 0 }
}

/** What was learned, newest first: the region's and what row-level security lets the one who asks see. */
export async function lessonsLearned(tx: Tx): Promise<PromiseLesson[]> {
  const { rows } = await sql<Omit<PromiseLesson, 'learnedAt'> & { learnedAt: Date }>`
    select distinct on (moment, shape, institution_id) institution_id as "institutionId", moment, shape, version, from_day::text as "fromDay", until_day::text as "untilDay",
      holds_from::text as "holdsFrom", learned_at as "learnedAt", learned_by as "learnedBy", samples, days, inside, low, high
    from itinerary.lesson order by moment, shape, institution_id, version desc`.execute(tx)
  return rows.map((row) => ({ ...row, learnedAt: row.learnedAt.toISOString() }))
}
