import type { Pool } from 'pg'
import { createLanes } from '#platform/batching/index.ts'
import { isPassing, violates } from '#platform/database/index.ts'
import { TooBusy } from './errors.ts'
import { asParameters, type BookAnswer, type Wish } from './wish.ts'

const CALL = { name: 'booking.book-batch', text: 'select ord, outcome, reasons, body from booking.book_batch($1, $2)' }
const ATTEMPTS = 5

type Answered = { readonly answer: BookAnswer } | { readonly error: unknown }

export interface Booker {
  /** Books or holds; the caller gets their own answer, or the error that was theirs alone. */
  submit(wish: Wish): Promise<BookAnswer>
  stats(): { batches: number; members: number }
}

/**
 * Books for many at once: while one batch is with the database the next gathers. Wishes for one period share a lane, so
 * that a rush on it takes its lock once per batch and not once per person.
 */
export function createBooker(pool: Pick<Pool, 'query'>, { lanes = 2, maxBatch = 64 } = {}): Booker {
  const gathered = createLanes<Wish, Answered>({ lanes, maxBatch, laneOf: (wish) => wish.period_id, run: (batch) => runBatch(pool, batch) })
  return {
    stats: gathered.stats,
    async submit(wish) {
      const done = await gathered.submit(wish)
      if ('error' in done) throw done.error
      return done.answer
    },
  }
}

async function runBatch(pool: Pick<Pool, 'query'>, batch: readonly Wish[]): Promise<Answered[]> {
  const together = await call(pool, batch).catch((error: unknown) => {
    // Only what the database itself refused is known to have left nothing behind; a lost connection is told to all.
    if (!isRefusal(error)) throw error
    return undefined
  })
  const answers: Answered[] = []
  for (const [i, wish] of batch.entries()) {
    const answer = together?.[i]
    answers.push(answer && answer.outcome !== 'again' ? { answer } : await alone(pool, wish))
  }
  return answers
}

/** For a member that lost only to somebody who came at the same moment, or whose batch broke: ask again, singly. */
async function alone(pool: Pick<Pool, 'query'>, wish: Wish): Promise<Answered> {
  let failure: unknown = new TooBusy({ retryAfterSeconds: 1 })
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const [answer] = await call(pool, [wish])
      if (answer && answer.outcome !== 'again') return { answer }
    } catch (error) {
      // The same key was stored by another process a moment ago: asked again, it answers with what is stored.
      if (!isPassing(error) && !violates(error, 'idempotency_pkey')) return { error }
      failure = error
    }
  }
  return { error: failure }
}

async function call(pool: Pick<Pool, 'query'>, wishes: readonly Wish[]): Promise<BookAnswer[]> {
  const { rows } = await pool.query<BookAnswer>({ ...CALL, values: asParameters(wishes) })
  return rows
}

/** Constraint violations and transactions rolled back: classes 22, 23, 40. */
function isRefusal(error: unknown): boolean {
  return /^(22|23|40)/.test((error as { code?: string } | null)?.code ?? '')
}
