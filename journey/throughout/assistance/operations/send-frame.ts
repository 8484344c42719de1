import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { cleanPatch, isOwnSheet, pageOf, placeOf, type SendFrame } from '../contract.ts'
import { FrameOld, PageHidden } from '../errors.ts'
import { frameSent } from '../events.ts'
import { watchedBy } from '../session-row.ts'

/**
 * The person's browser says how the page stands. Whatever it sent, only the vocabulary is kept, masked once more; a page that is
 * not shown may only be sent empty. The same or an older state again is refused. Throws {@link FrameOld}, {@link PageHidden}.
 */
export async function sendFrame(tx: Tx, context: Context, id: string, frame: SendFrame): Promise<void> {
  const row = await watchedBy(tx, context, id, 'person')
  if (frame.sequence <= row.sequence) throw new FrameOld()
  const place = placeOf(frame.path)
  const isShown = place !== 'hidden' && (place !== 'health' || row.showsHealth)
  if (!isShown && frame.patches.length > 0) throw new PageHidden()
  const body = {
    ...frame, path: pageOf(frame.path), view: { ...frame.view, sheets: frame.view.sheets.filter(isOwnSheet) },
    patches: frame.patches.map(cleanPatch).filter(({ nodes }) => nodes.length > 0),
  }
  if (frame.whole) await sql`delete from assistance.frame where person_id = ${row.personId} and session_id = ${id}`.execute(tx)
  await sql`insert into assistance.frame (person_id, session_id, sequence, body) values (${row.personId}, ${id}, ${frame.sequence}, ${JSON.stringify(body)})`.execute(tx)
  await sql`update assistance.session set sequence = ${frame.sequence}, place = ${place}, person_seen_at = ${context.now} where person_id = ${row.personId} and id = ${id}`.execute(tx)
  await announce(tx, context, frameSent(id, frame.sequence))
}
