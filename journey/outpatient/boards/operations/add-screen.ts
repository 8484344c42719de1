import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import type { AddScreen } from '../contract.ts'
import { ScreenNameTaken } from '../errors.ts'
import { staffAt } from '../policy.ts'
import { layoutAt } from '../queries/layout-at.ts'

/** Registers a screen on a wall; the address it is opened with carries its pass. Throws {@link ScreenNameTaken}, BoardNotFound. */
export async function addScreen(tx: Tx, context: Context, { name, layoutId }: AddScreen): Promise<string> {
  const { institutionId } = staffAt(context)
  await layoutAt(tx, institutionId, layoutId)
  const id = newId()
  await sql`
    insert into boards.screen (institution_id, id, name, layout_id, added_by, added_at)
    values (${institutionId}, ${id}, ${name}, ${layoutId}, ${actorId(context.actor)}, ${context.now})`
    .execute(tx)
    .catch((error: unknown) => {
      throw violates(error, 'screen_name_once') ? new ScreenNameTaken({ name }) : error
    })
  await audit(tx, context, { action: 'boards.add-screen', subject: `screen/${id}`, institutionId, detail: { name } })
  return id
}
