import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { LeaveOver } from '../errors.ts'
import { leaveEnded } from '../events.ts'

/** Nobody follows with it any more, from this moment; open pages are told. Ending it twice changes nothing. Throws {@link LeaveOver}. */
export async function endLeave(tx: Tx, context: Context, id: string, by: 'patient' | 'companion'): Promise<void> {
  const { rows } = await sql<{ personId: string; fresh: boolean }>`update companion.leave l set ended_at = coalesce(l.ended_at, ${context.now}), ended_by = coalesce(l.ended_by, ${by})
    from companion.leave was where was.person_id = l.person_id and was.id = l.id and l.id = ${id} returning l.person_id as "personId", was.ended_at is null as fresh`.execute(tx)
  if (!rows[0]) throw new LeaveOver()
  if (!rows[0].fresh) return
  const { personId } = rows[0]
  await audit(tx, context, { action: 'companion.end-leave', personId, subject: `leave/${id}`, detail: { by } })
  await announce(tx, context, leaveEnded({ personId, leaveId: id }))
}
