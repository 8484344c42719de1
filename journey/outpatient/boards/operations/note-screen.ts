import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { ScreenHere } from '../contract.ts'
import { PassNotGood } from '../errors.ts'

export interface ScreenSays {
  readonly institutionId: number
  readonly screenId: string
  readonly shows: number | null
  readonly page: string
}

/** A screen says that it is there and what it shows, and hears which layout is its own. Throws {@link PassNotGood} when it was taken down. */
export async function noteScreen(tx: Tx, context: Context, { institutionId, screenId, shows, page }: ScreenSays): Promise<ScreenHere> {
  const { rows } = await sql<{ name: string; layoutId: string }>`
    update boards.screen set seen_at = ${context.now}, shows_version = coalesce(${shows}, shows_version), page_version = ${page}
    where institution_id = ${institutionId} and id = ${screenId} and ended_at is null returning name, layout_id as "layoutId"`.execute(tx)
  if (!rows[0]) throw new PassNotGood()
  return { institutionId, screenId, ...rows[0] }
}
