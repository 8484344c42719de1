import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { SteerOpening } from '../contract.ts'
import { OpeningNotFound, OpeningOver } from '../errors.ts'
import { findOpening } from '../opening-row.ts'

/** Calls faster or slower, or holds still for a while. Nobody's place changes. */
export async function steerOpening(tx: Tx, context: Context, { institutionId, id, perSecond, insideAtMost, paused }: { institutionId: number; id: string } & SteerOpening): Promise<void> {
  const found = await findOpening(tx, institutionId, id)
  if (!found) throw new OpeningNotFound()
  if (found.closedAt || context.now >= found.gateUntil) throw new OpeningOver()
  await sql`update release.opening set per_second = coalesce(${perSecond ?? null}, per_second), inside_at_most = coalesce(${insideAtMost ?? null}, inside_at_most),
      paused_at = case ${paused ?? null}::boolean when true then coalesce(paused_at, ${context.now}) when false then null else paused_at end
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'release.steer-opening', subject: `opening/${id}`, institutionId, detail: { perSecond, insideAtMost, paused } })
  await announce(tx, context, { type: 'release.opening-steered.v1', institutionId, topics: [`release:${institutionId}`], payload: { institutionId, openingId: id } })
}

/** Ends the gate: from now on everybody books as on any day. */
export async function closeOpening(tx: Tx, context: Context, { institutionId, id }: { institutionId: number; id: string }): Promise<void> {
  const found = await findOpening(tx, institutionId, id)
  if (!found) throw new OpeningNotFound()
  if (found.closedAt) return
  await sql`update release.opening set closed_at = ${context.now} where institution_id = ${institutionId} and id = ${id} and closed_at is null`.execute(tx)
  await audit(tx, context, { action: 'release.close-opening', subject: `opening/${id}`, institutionId })
  await announce(tx, context, { type: 'release.opening-closed.v1', institutionId, topics: [`release:${institutionId}`], payload: { institutionId, openingId: id } })
}
