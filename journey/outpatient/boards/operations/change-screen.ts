import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { ChangeScreen } from '../contract.ts'
import { ScreenNotFound } from '../errors.ts'
import { screenChanged } from '../events.ts'
import { staffAt } from '../policy.ts'
import { layoutAt } from '../queries/layout-at.ts'

/** Gives a screen another layout, at once, from the desk; or takes it down: its pass is worth nothing from then on. */
export async function changeScreen(tx: Tx, context: Context, screenId: string, { layoutId, isDown = false }: ChangeScreen): Promise<void> {
  const { institutionId } = staffAt(context)
  if (layoutId !== undefined) await layoutAt(tx, institutionId, layoutId)
  const { rows } = await sql`
    update boards.screen set layout_id = coalesce(${layoutId ?? null}, layout_id), ended_at = case when ${isDown} then ${context.now}::timestamptz end
    where institution_id = ${institutionId} and id = ${screenId} and ended_at is null returning id`.execute(tx)
  if (rows.length === 0) throw new ScreenNotFound()
  await audit(tx, context, { action: isDown ? 'boards.take-screen-down' : 'boards.change-screen', subject: `screen/${screenId}`, institutionId, detail: { layoutId: layoutId ?? null } })
  await announce(tx, context, screenChanged({ institutionId, screenId }))
}
