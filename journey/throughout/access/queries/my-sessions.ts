import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { SessionInList } from '../contract.ts'

/** Where an account is signed in now, this device first. */
export async function mySessions(tx: Tx, context: Context, accountId: string, thisFamilyId: string): Promise<SessionInList[]> {
  const { rows } = await sql<{ family_id: string; device: string; created_at: Date; last_used_at: Date }>`
    select family_id, (array_agg(device order by issued_at desc))[1] as device, min(created_at) as created_at, max(last_used_at) as last_used_at
    from access.session
    where account_id = ${accountId} and stage = 'full' and ended_at is null and expires_at > ${context.now}
      and last_used_at + make_interval(secs => idle_seconds) > ${context.now}
    group by family_id order by max(last_used_at) desc limit 50`.execute(tx)
  return rows
    .map((row) => ({
      familyId: row.family_id,
      device: row.device,
      since: row.created_at.toISOString(),
      lastUsedAt: row.last_used_at.toISOString(),
      isThis: row.family_id === thisFamilyId,
    }))
    .sort((a, b) => Number(b.isThis) - Number(a.isThis))
}
