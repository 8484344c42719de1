import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { PlanNotFound } from '../errors.ts'
import { signCode } from '../plan/sign-code.ts'
import { readyPlans } from '../queries/ready-plan.ts'

/** Gives every place of the published plan that has a name a code for its sign. One that has one keeps it, whatever is published later. */
export async function makeSigns(tx: Tx, context: Context, { institutionId, campusId }: { institutionId: number; campusId: number }): Promise<{ made: number }> {
  const plan = (await readyPlans(tx, institutionId)).find((each) => each.campusId === campusId)?.graph.plan
  if (!plan) throw new PlanNotFound({ campusId })
  const { rows } = await sql<{ code: string; unitId: string; campusId: number }>`select code, unit_id as "unitId", campus_id as "campusId" from guidance.sign where institution_id = ${institutionId}`.execute(tx)
  const taken = new Set(rows.map(({ code }) => code))
  const signed = new Set(rows.filter((row) => row.campusId === campusId).map(({ unitId }) => unitId))
  const made: { code: string; unitId: string }[] = []
  for (const unit of plan.units) {
    if (signed.has(unit.id) || unit.kind === 'closed' || unit.name === '') continue
    let turn = 0
    while (taken.has(signCode(institutionId, campusId, unit.id, turn))) turn++
    const code = signCode(institutionId, campusId, unit.id, turn)
    taken.add(code)
    made.push({ code, unitId: unit.id })
  }
  await sql`insert into guidance.sign (institution_id, code, campus_id, unit_id, made_at)
    select ${institutionId}, code, ${campusId}, unit_id, ${context.now} from unnest(${made.map(({ code }) => code)}::text[], ${made.map(({ unitId }) => unitId)}::text[]) as t (code, unit_id)
    on conflict do nothing`.execute(tx)
  return { made: made.length }
}
