import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { AppealShown } from '../contract.ts'

export interface AppealRow extends Omit<AppealShown, 'askedAt'> {
  readonly personId: string
  readonly incidentId: string | null
  readonly restrictionId: string | null
  readonly askedBy: string
  readonly askedAt: Date
}

/** Appeals by a condition on the table, newest first; row-level security decides which may be seen. */
export async function appealsWhere(tx: Tx, condition: ReturnType<typeof sql>): Promise<AppealRow[]> {
  const { rows } = await sql<AppealRow>`select id, person_id as "personId", incident_id as "incidentId", restriction_id as "restrictionId", reason, said,
      asked_by_staff as "byStaff", asked_by as "askedBy", asked_at as "askedAt", answer_by as "answerBy", state, answer
    from fairness.appeal where ${condition} order by asked_at desc limit 300`.execute(tx)
  return rows
}

export function asShown({ id, reason, said, byStaff, askedAt, answerBy, state, answer }: AppealRow): AppealShown {
  return { id, reason, said, byStaff, askedAt: askedAt.toISOString(), answerBy, state, answer }
}
