import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { PromiseLesson } from '../contract.ts'
import { asWorkedOut, type Kept, learn, type Lesson, type Shape } from '../solve/lesson.ts'

interface Row extends Kept {
  readonly institution_id: number
  readonly moment: PromiseLesson['moment']
  readonly shape: Shape
  readonly day: string
  readonly inside: boolean
}

const DAYS = 28
/** Promises of one hospital and day share its luck: together they are worth as much as so many that know nothing of each other. */
const TAUGHT_BY_A_DAY = 30
const MOST = 20_000

const ms = (column: 'worked_from' | 'worked_middle' | 'worked_to' | 'ended_at') => sql`(extract(epoch from ${sql.ref(column)}) * 1000)::double precision`

/**
 * Learns from the promises of the last four weeks that came true, by moment and kind of day: for the region, and for each hospital
 * leaning on the region's. A lesson is a new row with its version; it holds from today and knows nothing of today. Learning twice
 * on one day is learning once. Answers how many lessons were written.
 */
export async function learnFromPromises(tx: Tx, context: Context): Promise<number> {
  const today = localDay(context.now)
  await sql`select pg_advisory_xact_lock(hashtext('itinerary.learn'))`.execute(tx)
  const { rows: already } = await sql`select 1 from itinerary.lesson where holds_from >= ${today}::date limit 1`.execute(tx)
  if (already.length > 0) return 0
  const { rows } = await sql<Row>`
    select institution_id, moment, shape, day::text as day, ended_at between from_at and to_at as inside, ${ms('worked_from')} as "from", ${ms('worked_middle')} as middle, ${ms('worked_to')} as "to", ${ms('ended_at')} as real
    from itinerary.promise
    where day >= ${today}::date - ${DAYS}::integer and day < ${today}::date and ended_at is not null and worked_middle is not null and institution_id is not null
    order by day desc limit ${MOST}`.execute(tx)
  let written = 0
  for (const own of Map.groupBy(rows, (row) => `${row.moment} ${row.shape}`).values()) {
    const region = await keep(tx, context, 0, own, asWorkedOut)
    written++
    for (const [institutionId, here] of Map.groupBy(own, (row) => row.institution_id)) {
      await keep(tx, context, institutionId, here, region)
      written++
    }
  }
  return written
}

async function keep(tx: Tx, context: Context, institutionId: number, rows: readonly Row[], believed: Lesson): Promise<Lesson> {
  const days = new Set(rows.map((row) => `${row.institution_id} ${row.day}`)).size
  const lesson = learn(rows, believed, Math.min(rows.length, days * TAUGHT_BY_A_DAY))
  const each = rows.map((row) => row.day).sort()
  const { moment, shape } = rows[0]!
  const today = localDay(context.now)
  await sql`insert into itinerary.lesson (institution_id, moment, shape, version, from_day, until_day, holds_from, learned_at, learned_by, samples, days, inside, low, high)
    select ${institutionId}, ${moment}, ${shape}, coalesce(max(version), 0) + 1, ${each[0]}::date, ${each.at(-1)}::date, ${today}::date, ${context.now},
      ${context.actor.kind === 'system' ? context.actor.name : context.actor.kind}, ${rows.length}, ${days}, ${rows.filter((row) => row.inside).length / rows.length}, ${lesson.low}, ${lesson.high}
    from itinerary.lesson where institution_id = ${institutionId} and moment = ${moment} and shape = ${shape}`.execute(tx)
  return lesson
}
