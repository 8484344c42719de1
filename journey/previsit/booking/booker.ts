import { availableParallelism } from 'node:os'
import type { Pool } from 'pg'
import { createLanes } from '#platform/batching/index.ts'
import { isPassing, violates } from '#platform/database/index.ts'
import { TooBusy } from './errors.ts'
import { asParameters, bookBatch, type BookAnswer, type Wish } from './wish.ts'

const CALL = { name: 'booking.book-batch', text: bookBatch }
const ATTEMPTS = 5

/** `later`: it could not be judged beside another of this batch, and comes with the next. */
type Answered = { readonly answer: BookAnswer } | { readonly error: unknown } | { readonly later: true }

export interface Booker {
  /** Books or holds; the caller gets their own answer, or the error that was theirs alone. */
  submit(wish: Wish): Promise<BookAnswer>
  stats(): { batches: number; members: number }
}

export interface BookerOptions {
  /** A lane keeps one connection busy; more than half of the processors would only make the batches smaller. */
  readonly lanes?: number
  readonly maxBatch?: number
  /** Whoever finds more than this waiting is asked to come again rather than kept for seconds. */
  readonly mostWaiting?: number
}

/**
 * Books for many at once: while one batch is with the database the next gathers. Wishes for one period share a lane, so
 * that a rush on it takes its lock once per batch and not once per person.
 */
export function createBooker(pool: Pick<Pool, 'query'>, options: BookerOptions = {}): Booker {
  const { lanes = Math.max(1, Math.floor(availableParallelism() / 2)), maxBatch = 128, mostWaiting = 4000 } = options
  const gathered = createLanes<Wish, Answered>({ lanes, maxBatch, gatherMs: 3, laneOf: (wish) => wish.period_id, run: (batch) => runBatch(pool, batch) })
  return {
    stats: gathered.stats,
    async submit(wish) {
      if (maxBatch === 1) return outcomeOf(await alone(pool, wish))
      if (gathered.waiting(wish) >= mostWaiting) throw new TooBusy({ retryAfterSeconds: 2 })
      for (;;) {
        const done = await gathered.submit(wish)
        if (!('later' in done)) return outcomeOf(done)
      }
    },
  }
}

function outcomeOf(done: Exclude<Answered, { later: true }>): BookAnswer {
  if ('error' in done) throw done.error
  return done.answer
}

async function runBatch(pool: Pick<Pool, 'query'>, batch: readonly Wish[]): Promise<Answered[]> {
  const now = eachOnce(batch)
  const together = await call(pool, [...now]).catch((error: unknown) => {
    // Only what the database itself refused is known to have left nothing behind; a lost connection is told to all.
    if (!isRefusal(error)) throw error
    return undefined
  })
  const answers: Answered[] = []
  for (const wish of batch) {
    const answer = together?.get(wish)
    if (!now.has(wish)) answers.push({ later: true })
    else answers.push(answer ? { answer } : await alone(pool, wish))
  }
  return answers
}

/**
 * Whatever is counted, a person, a key, a patient's account and device, comes once in a batch: limits are judged by what stands
 * when the batch begins, and somebody who presses a hundred times at once must not have a hundred first times.
 */
function eachOnce(batch: readonly Wish[]): Set<Wish> {
  const seen = new Set<string>()
  return new Set(batch.filter((wish) => {
    const counted = [wish.person_id, wish.key === null ? wish.id : `${wish.actor_id} ${wish.key}`]
    if (wish.actor_kind === 'patient') counted.push(`by ${wish.actor_id}`)
    if (wish.device !== null) counted.push(`on ${wish.device}`)
    const isFirst = counted.every((one) => !seen.has(one))
    if (isFirst) for (const one of counted) seen.add(one)
    return isFirst
  }))
}

/** For a member whose batch broke: asked for singly. */
async function alone(pool: Pick<Pool, 'query'>, wish: Wish): Promise<Exclude<Answered, { later: true }>> {
  let failure: unknown = new TooBusy({ retryAfterSeconds: 1 })
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const answer = (await call(pool, [wish])).get(wish)
      if (answer) return { answer }
    } catch (error) {
      if (!isPassing(error) && !lostToSomebody(error)) return { error }
      failure = error
    }
  }
  return { error: failure }
}

/**
 * What another transaction did a moment ago, on a way that takes no turn, stands in the way: asked again, it is seen and
 * named. A key that another process stored is answered with what is stored.
 */
function lostToSomebody(error: unknown): boolean {
  return violates(error, 'idempotency_pkey') || violates(error, 'holder_time_in_one_place') || violates(error, 'claim_one_per_holder_service_day')
}

async function call(pool: Pick<Pool, 'query'>, wishes: readonly Wish[]): Promise<Map<Wish, BookAnswer>> {
  const { rows } = await pool.query<BookAnswer>({ ...CALL, values: asParameters(wishes) })
  return new Map(rows.map((row) => [wishes[row.ord - 1]!, row]))
}

/** Constraint violations and transactions rolled back: classes 22, 23, 40. */
function isRefusal(error: unknown): boolean {
  return /^(22|23|40)/.test((error as { code?: string } | null)?.code ?? '')
}
