import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { CallResult } from '../contract.ts'
import { CallNotFound } from '../errors.ts'
import { answerVisit } from './answer-visit.ts'

interface MarkCall {
  readonly institutionId: number
  readonly appointmentId: string
  readonly result: CallResult
}

/** After so many calls nobody answered the list lets go. */
const MOST_TRIES = 3

/**
 * Notes what came of a call. Who says they come has confirmed, who says they do not has given the time back: the desk need not
 * do it again. Nobody answering leaves the call on the list, up to three times. Throws {@link CallNotFound}.
 */
export async function markCall(tx: Tx, context: Context, { institutionId, appointmentId, result }: MarkCall): Promise<void> {
  const { rows } = await sql<{ personId: string }>`update attendance.call set tries = tries + 1, result = ${result}, rung_at = ${context.now}, rung_by = ${actorId(context.actor)},
      closed = ${result} <> 'no-answer' or tries + 1 >= ${MOST_TRIES}
    where institution_id = ${institutionId} and appointment_id = ${appointmentId} and not closed returning person_id as "personId"`.execute(tx)
  if (!rows[0]) throw new CallNotFound()
  await audit(tx, context, { action: 'attendance.mark-call', personId: rows[0].personId, subject: `appointment/${appointmentId}`, institutionId, detail: { result } })
  if (result === 'confirmed' || result === 'cancelled') await answerVisit(tx, context, { institutionId, appointmentId, answer: result, via: 'call' })
}

/** The mark was a slip: the call is to be made again. An answer that came of it is not taken back by this. */
export async function reopenCall(tx: Tx, context: Context, { institutionId, appointmentId }: Omit<MarkCall, 'result'>): Promise<void> {
  const { rows } = await sql<{ personId: string }>`update attendance.call set tries = greatest(tries - 1, 0), result = null, closed = false, rung_at = null, rung_by = null
    where institution_id = ${institutionId} and appointment_id = ${appointmentId} and result in ('no-answer', 'wrong-number', 'wants-another-time')
    returning person_id as "personId"`.execute(tx)
  if (!rows[0]) throw new CallNotFound()
  await audit(tx, context, { action: 'attendance.reopen-call', personId: rows[0].personId, subject: `appointment/${appointmentId}`, institutionId })
}
