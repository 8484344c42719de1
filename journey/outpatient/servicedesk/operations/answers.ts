import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { PutAnswer } from '../contract.ts'
import { AnswerNotFound } from '../errors.ts'
import { atDesk } from '../policy.ts'

/** The hospital's own answer to a question; with an id it is changed, and keeps its count of how often it was given. */
export async function putAnswer(tx: Tx, context: Context, put: PutAnswer, existing?: string): Promise<string> {
  const { institutionId } = atDesk(context)
  const { topic, question, questionEn, answer, answerEn, place } = put
  const id = existing ?? newId()
  const { rows } = existing === undefined
    ? await sql`insert into servicedesk.answer (institution_id, id, topic, question, question_en, answer, answer_en, place, changed_at)
        values (${institutionId}, ${id}, ${topic}, ${question}, ${questionEn}, ${answer}, ${answerEn}, ${place}, ${context.now}) returning id`.execute(tx)
    : await sql`update servicedesk.answer set topic = ${topic}, question = ${question}, question_en = ${questionEn}, answer = ${answer}, answer_en = ${answerEn}, place = ${place},
        changed_at = ${context.now} where institution_id = ${institutionId} and id = ${id} and retired_at is null returning id`.execute(tx)
  if (rows.length === 0) throw new AnswerNotFound({ id })
  await audit(tx, context, { action: 'servicedesk.put-answer', subject: `answer/${id}`, institutionId })
  return id
}

/** Nobody is told this any more; what was counted stays. */
export async function retireAnswer(tx: Tx, context: Context, id: string): Promise<void> {
  const { institutionId } = atDesk(context)
  const { rows } = await sql`update servicedesk.answer set retired_at = ${context.now} where institution_id = ${institutionId} and id = ${id} and retired_at is null returning id`.execute(tx)
  if (rows.length === 0) throw new AnswerNotFound({ id })
  await audit(tx, context, { action: 'servicedesk.retire-answer', subject: `answer/${id}`, institutionId })
}
