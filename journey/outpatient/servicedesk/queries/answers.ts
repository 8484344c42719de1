import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Answer } from '../contract.ts'
import { atDesk } from '../policy.ts'

/** What this desk answers: the hospital's own before the region's, what is asked most first. Narrowed by words in any order. */
export async function answersHere(tx: Tx, context: Context, words: string): Promise<Answer[]> {
  const { institutionId } = atDesk(context)
  const terms = words.trim().split(/\s+/).filter(Boolean).map((term) => `%${term}%`)
  const { rows } = await sql<Answer>`select a.id, a.institution_id = ${institutionId} as ours, a.topic, a.question, a.question_en as "questionEn", a.answer, a.answer_en as "answerEn", a.place,
      (select count(*) from servicedesk.contact c where c.institution_id = ${institutionId} and c.answer_id = a.id and c.withdrawn_at is null)::int as asked
    from servicedesk.answer a where a.institution_id in (0, ${institutionId}) and a.retired_at is null
      and (a.question || ' ' || a.question_en || ' ' || a.answer || ' ' || a.answer_en || ' ' || a.place) ilike all (${terms}::text[])
    order by asked desc, ours desc, a.id limit 100`.execute(tx)
  return rows
}
