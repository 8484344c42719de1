import { sql } from 'kysely'
import { queueOfSubject } from '#engines/queue/index.ts'
import { findVisit, subjectOf } from '#journey/outpatient/arrival/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { type AwayAnswer, againAnswers } from '../contract.ts'
import { entryAnswered } from '../events.ts'
import type { MachineContext } from '../machine-context.ts'
import type { Outcome } from './check-in-entry.ts'

/** Writes down what became of an entry, and forgets the document unless it can still be asked for once more. */
export async function answerEntry(tx: Tx, context: MachineContext, id: string, outcome: Outcome): Promise<AwayAnswer> {
  const { institutionId, machine, now } = context
  const { answer, detail = {}, personId = null, visitId = null, label = '' } = outcome as Outcome & { personId?: string | null }
  const zoneId = answer === 'merged' && visitId !== null ? await zoneOf(tx, institutionId, visitId) : ''
  await sql`update kiosk.away_entry set answer = ${answer}, detail = ${JSON.stringify(detail)}, person_id = ${personId}, visit_id = ${visitId}, label = ${label},
      answered_at = ${now}, zone_id = ${zoneId}, sealed = case when ${againAnswers.includes(answer)} then sealed else '' end
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'kiosk.take-in-entry', ...(personId ? { personId } : {}), subject: `away-entry/${id}`, institutionId, detail: { answer, machine } })
  await announce(tx, context, entryAnswered(institutionId, id, answer))
  return { id, answer, label }
}

/** The zone whose board calls them. */
async function zoneOf(tx: Tx, institutionId: number, visitId: string): Promise<string> {
  const visit = await findVisit(tx, institutionId, visitId)
  const queue = visit && (await queueOfSubject(tx, institutionId, subjectOf(visit)))
  return queue?.zoneId ?? ''
}
