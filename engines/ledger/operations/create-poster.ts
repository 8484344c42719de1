import type { Pool } from 'pg'
import { createLanes, type LaneStats } from '#platform/batching/index.ts'
import type { Context } from '#platform/context/context.ts'
import { type Db, isPassing, poolOf } from '#platform/database/index.ts'
import { columns } from '../accounts.ts'
import { refusalOf, refusedAs } from '../errors.ts'
import type { Transfer } from './post-transfer.ts'

interface Member {
  readonly context: Context
  readonly transfers: readonly Transfer[]
}

/** Done now, done before by the same ids, or why not. */
type Outcome = 'done' | 'before' | Error

export interface Poster {
  /** As `postTransfer`, and linked as `postLinked` when several are given, in a transaction of the poster's own: answered once it is on disk. */
  post(context: Context, ...transfers: readonly Transfer[]): Promise<boolean>
  stats(): LaneStats
}

/**
 * Posts what comes at the same time in one transaction: one commit for many. Every posting has its own outcome, and one that
 * is refused takes none of the others with it. An idle poster adds no wait.
 */
export function createPoster(db: Db, { lanes = 2, maxBatch = 128 }: { readonly lanes?: number; readonly maxBatch?: number } = {}): Poster {
  const queue = createLanes<Member, Outcome>({
    lanes,
    maxBatch,
    laneOf: ({ transfers }) => parseInt(transfers[0]?.lines[0]?.accountId.slice(0, 6) ?? '0', 16),
    run: (batch) => postBatch(poolOf(db), batch),
  })
  return {
    async post(context, ...transfers) {
      const outcome = await queue.submit({ context, transfers })
      if (outcome instanceof Error) throw outcome
      return outcome === 'done'
    },
    stats: queue.stats,
  }
}

const BATCH = {
  name: 'ledger.post-batch',
  text: `select member, outcome from ledger.post_batch($1::integer[], $2::integer[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[],
    $7::text[], $8::integer[], $9::integer[], $10::uuid[], $11::bigint[])`,
}

async function postBatch(pool: Pool, batch: readonly Member[]): Promise<Outcome[]> {
  const [first] = batch
  if (batch.length === 1 && first!.transfers.length === 1) return [await postAlone(pool, first!.context, first!.transfers[0]!)]
  const steps = batch.flatMap(({ context, transfers }, m) => transfers.map((transfer) => ({ ...transfer, ...columns(transfer.lines), member: m + 1, context })))
  const counts = steps.map((step) => step.accounts.length)
  const values = [
    steps.map((s) => s.member), steps.map((s) => s.institutionId), steps.map((s) => s.id), steps.map((s) => s.kind), steps.map((s) => s.reference),
    steps.map((s) => s.context.now), steps.map((s) => s.context.actor.kind), steps.map((s) => s.context.institutionId),
    counts.flatMap((count, n) => Array<number>(count).fill(n + 1)), steps.flatMap((s) => s.accounts), steps.flatMap((s) => s.cents),
  ]
  const { rows } = await againWhenPassing(() => pool.query<{ member: number; outcome: string }>({ ...BATCH, values }))
  const outcomes = new Map(rows.map((row) => [row.member, row.outcome]))
  return batch.map((_, m) => {
    const outcome = outcomes.get(m + 1) ?? 'before'
    return outcome === 'done' || outcome === 'before' ? outcome : refusalOf(outcome)
  })
}

const ALONE = { name: 'ledger.post-alone', text: 'select ledger.post_alone($1, $2, $3, $4, $5, $6, $7, $8::uuid[], $9::bigint[]) as done' }

/** Nobody came beside it: the shorter way, with the same outcome. */
async function postAlone(pool: Pool, { actor, institutionId, now }: Context, transfer: Transfer): Promise<Outcome> {
  const { accounts, cents } = columns(transfer.lines)
  const values = [actor.kind, institutionId, transfer.institutionId, transfer.id, transfer.kind, transfer.reference, now, accounts, cents]
  const { rows } = await refusedAs(againWhenPassing(() => pool.query<{ done: boolean }>({ ...ALONE, values })))
  return rows[0]!.done ? 'done' : 'before'
}

/** One statement is one transaction; a deadlock or a race for an id may well succeed when it is run again. */
async function againWhenPassing<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === 3 || !isPassing(error)) throw error
    }
  }
}
