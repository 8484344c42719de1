import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PoolCode } from '../contract.ts'

/** A pool's terms for whoever asks for its units; what they mean is the asker's to judge. */
export async function eligibilityOf(tx: Tx, institutionId: number, code: PoolCode): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { rows } = await sql<{ eligibility: Record<string, unknown> }>`
    select eligibility from capacity.pool where institution_id = ${institutionId} and code = ${code}`.execute(tx)
  return rows[0]?.eligibility
}
