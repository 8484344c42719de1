import { sql } from 'kysely'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DrawRecord } from '../contract.ts'
import { OpeningNotFound } from '../errors.ts'
import { findOpening } from '../opening-row.ts'
import { openingView } from './opening-view.ts'

/** The draw for whoever wants to check it: promise, seed, and everybody's number with the place it got; no person. */
export async function drawRecord(tx: Tx, snapshot: Snapshot, { institutionId, id }: { institutionId: number; id: string }, now: Date): Promise<DrawRecord> {
  const opening = await findOpening(tx, institutionId, id)
  if (!opening) throw new OpeningNotFound()
  const { rows } = await sql<{ id: string; place: number }>`select id, place from release.order_of(${institutionId}, ${id}) order by place`.execute(tx)
  return {
    opening: openingView(snapshot, opening, now), seedHash: opening.seedHash.toString('hex'), seed: opening.seed,
    drawnAt: opening.drawnAt?.toISOString() ?? null, order: rows,
  }
}
