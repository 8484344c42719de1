import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Screens } from '../contract.ts'
import { staffAt } from '../policy.ts'

interface Row {
  id: string
  name: string
  layout_id: string
  seen_at: Date | null
  shows_version: number | null
  page_version: string
}

/** The screens of my institution and when each was last heard of. */
export async function screensHere(tx: Tx, context: Context): Promise<Screens> {
  const { rows } = await sql<Row>`
    select id, name, layout_id, seen_at, shows_version, page_version from boards.screen
    where institution_id = ${staffAt(context).institutionId} and ended_at is null order by name`.execute(tx)
  return {
    screens: rows.map((row) => ({
      id: row.id, name: row.name, layoutId: row.layout_id, seenAt: row.seen_at?.toISOString() ?? null, showsVersion: row.shows_version, pageVersion: row.page_version,
    })),
    asOf: context.now.toISOString(),
  }
}
