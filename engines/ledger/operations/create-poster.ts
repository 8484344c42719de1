import { sql } from 'kysely'
import { createLanes, type LaneStats } from '#platform/batching/index.ts'
import type { Context } from '#platform/context/context.ts'
import { isPassing, type Db } from '#platform/database/index.ts'
import { columns } from '../accounts.ts'
import { refusalOf } from '../errors.ts'
import type { Transfer } from './post-transfer.ts'

interface Member {
  readonly context: Context
  readonly transfers: readonly Transfer[]
}

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
  const queue = createLanes<Member, string>({
    lanes,
    maxBatch,
    laneOf: ({ transfers }) => parseInt(transfers[0]?.lines[0]?.accountId.slice(0, 6) ?? '0', 16),
    run: (batch) => postBatch(db, batch),
  })
  return {
    async post(context, ...transfers) {
      const outcome = await queue.submit({ context, transfers })
      if (outcome === 'done' || outcome === 'before') return outcome === 'done'
      throw refusalOf(outcome)
    },
    stats: queue.stats,
  }
}

async function postBatch(db: Db, batch: readonly Member[]): Promise<string[]> {
  const steps = batch.flatMap(({ context, transfers }, m) => transfers.map((transfer) => ({ ...transfer, ...columns(transfer.lines), member: m + 1, context })))
  const counts = steps.map((step) => step.accounts.length)
  const post = sql<{ member: number; outcome: string }>`
    select member, outcome from ledger.post_batch(${steps.map((s) => s.member)}::integer[], ${steps.map((s) => s.institutionId)}::integer[], ${steps.map((s) => s.id)}::uuid[],
      ${steps.map((s) => s.kind)}::text[], ${steps.map((s) => s.reference)}::text[], ${steps.map((s) => s.context.now)}::timestamptz[],
      ${steps.map((s) => s.context.actor.kind)}::text[], ${steps.map((s) => s.context.institutionId)}::integer[],
      ${counts.flatMap((count, n) => Array<number>(count).fill(n + 1))}::integer[], ${steps.flatMap((s) => s.accounts)}::uuid[], ${steps.flatMap((s) => s.cents)}::bigint[])`
  const { rows } = await againWhenPassing(() => post.execute(db))
  const outcomes = new Map(rows.map((row) => [row.member, row.outcome]))
  return batch.map((_, m) => outcomes.get(m + 1) ?? 'before')
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
