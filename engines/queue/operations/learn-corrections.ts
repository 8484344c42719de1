import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { type Kept, learn } from '../wait-correction.ts'
import { type Correction, uncorrected } from '../wait-range.ts'

interface Row extends Kept {
  institution_id: number
  queue_id: number
  day: string
  inside: boolean
}

const DAYS = 14
const MOST_EACH = 400
/** People of one queue and day share its luck: together they teach as much as so many who know nothing of each other. */
const TAUGHT_BY_A_DAY = 8

/**
 * Looks at what was promised in the last two weeks and what came true, and learns by how much the next promises must be moved
 * and widened: for the institution, and for each queue leaning on it. What was told before anything was remembered was wide for
 * good reason, and teaches nothing. Answers for how many queues.
 */
export async function learnCorrections(tx: Tx, context: Context, institutionId: number): Promise<number> {
  const { rows } = await sql<Row>`
    select institution_id, queue_id, day::text as day, played_from as "from", played_middle as middle, played_to as "to",
      extract(epoch from called_at - shown_at)::double precision as real, called_at between from_at and to_at as inside
    from (select *, row_number() over (partition by queue_id order by shown_at desc) as nth from queue.promise
      where institution_id = ${institutionId} and day between ${localDay(context.now)}::date - ${DAYS}::integer and ${localDay(context.now)}::date
        and outcome = 'called' and from_at is not null and remembered) recent
    where nth <= ${MOST_EACH}`.execute(tx)
  if (rows.length === 0) return 0
  const everybody = learn(rows, uncorrected, weightOf(rows))
  await keep(tx, context, institutionId, 0, everybody, rows)
  const queues = Map.groupBy(rows, (row) => row.queue_id)
  for (const [queueId, own] of queues) await keep(tx, context, institutionId, queueId, learn(own, everybody, weightOf(own)), own)
  return queues.size
}

const weightOf = (rows: readonly Row[]): number => Math.min(rows.length, TAUGHT_BY_A_DAY * new Set(rows.map((row) => `${row.queue_id} ${row.day}`)).size)

async function keep(tx: Tx, { now }: Context, institutionId: number, queueId: number, learned: Correction & { readonly samples: number }, rows: readonly Row[]): Promise<void> {
  await sql`
    insert into queue.correction (institution_id, queue_id, learned_at, samples, pace, spread, inside)
    values (${institutionId}, ${queueId}, ${now}, ${learned.samples}, ${learned.pace}, ${learned.spread},
      ${rows.filter((row) => row.inside).length / rows.length})
    on conflict (institution_id, queue_id) do update set learned_at = excluded.learned_at, samples = excluded.samples,
      pace = excluded.pace, spread = excluded.spread, inside = excluded.inside`.execute(tx)
}

/** Where promises came true since the last lesson. */
export async function institutionsToLearn(tx: Tx, { now }: Context): Promise<number[]> {
  const { rows } = await sql<{ institution_id: number }>`
    select distinct p.institution_id from queue.promise p
    left join queue.correction c on c.institution_id = p.institution_id and c.queue_id = 0
    where p.day >= ${localDay(now)}::date - 1 and p.outcome = 'called' and p.remembered and (c.learned_at is null or p.called_at > c.learned_at)`.execute(tx)
  return rows.map((row) => row.institution_id)
}
