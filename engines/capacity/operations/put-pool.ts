import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PoolCode } from '../contract.ts'
import type { LadderStep } from '../queries/pool-story.ts'

export interface PoolChange {
  readonly opensDaysBefore: number
  readonly opensAt: string
  readonly closesMinutesBefore: number
  readonly eligibility: Readonly<Record<string, unknown>>
  readonly steps: readonly LadderStep[]
}

/** Changes what a pool is from now on: when it opens and closes, for whom, and its release ladder. False: there is no such pool. */
export async function putPool(tx: Tx, institutionId: number, code: PoolCode, change: PoolChange): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select capacity.put_pool(${institutionId}, ${code}, ${change.opensDaysBefore}, ${change.opensAt}::time,
    ${change.closesMinutesBefore}, ${JSON.stringify(change.eligibility)}::jsonb, ${JSON.stringify(change.steps)}::jsonb) as done`.execute(tx)
  return rows[0]!.done
}
