import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { calibrationOf } from '../queries/calibration.ts'
import { brierOf, expected, type Outcome, recalibrate } from '../risk/calibrate.ts'
import { MODEL, shippedModel } from '../risk/model.ts'
import { riskRules } from '../rules.ts'

const DAYS_BACK = 180
const MOST = 50_000

/**
 * Bends the shipped numbers to what this institution has seen in the last half year, once it has seen enough. Answers whether
 * it did. Without own outcomes everything stays as the rule expects it.
 */
export async function learn(tx: Tx, context: Context, institutionId: number): Promise<boolean> {
  const rules = await riskRules(tx, institutionId, context.now)
  const { rows } = await sql<Outcome>`select raw_score as score, missed from attendance.watch
    where institution_id = ${institutionId} and model = ${MODEL} and missed is not null and starts_at > ${context.now}::timestamptz - make_interval(days => ${DAYS_BACK})
    order by starts_at desc limit ${MOST}`.execute(tx)
  if (rows.length < rules.learnFromVisits) return false
  const before = await calibrationOf(tx, institutionId, context.now)
  const learned = recalibrate(rows, expected(rules.expectedShare, shippedModel().share))
  await sql`insert into attendance.calibration (institution_id, fitted_at, model, shift, slope, visits, missed, brier_before, brier_after)
    values (${institutionId}, ${context.now}, ${MODEL}, ${learned.shift}, ${learned.slope}, ${rows.length}, ${rows.filter(({ missed }) => missed).length},
      ${brierOf(rows, before)}, ${brierOf(rows, learned)}) on conflict do nothing`.execute(tx)
  await audit(tx, context, { action: 'attendance.recalibrate', subject: `institution/${institutionId}`, institutionId, detail: { visits: rows.length } })
  return true
}

/** Institutions that have outcomes and have not learned for a week. */
export async function dueToLearn(tx: Tx, now: Date): Promise<number[]> {
  const { rows } = await sql<{ institutionId: number }>`select distinct w.institution_id as "institutionId" from attendance.watch w where w.missed is not null and w.model = ${MODEL}
    and not exists (select from attendance.calibration c where c.institution_id = w.institution_id and c.model = w.model and c.fitted_at > ${now}::timestamptz - interval '7 days')`.execute(tx)
  return rows.map((row) => row.institutionId)
}
