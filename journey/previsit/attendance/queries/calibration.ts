import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { type Calibration, expected } from '../risk/calibrate.ts'
import { MODEL, shippedModel } from '../risk/model.ts'
import { riskRules } from '../rules.ts'

export interface StoredCalibration extends Calibration {
  readonly fittedAt: Date
  readonly visits: number
  readonly missed: number
}

/** What an institution learned from its own outcomes last, with the model as it is now; undefined before it has enough of them. */
export async function learnedCalibration(tx: Tx, institutionId: number): Promise<StoredCalibration | undefined> {
  const { rows } = await sql<StoredCalibration>`select shift, slope, fitted_at as "fittedAt", visits, missed from attendance.calibration
    where institution_id = ${institutionId} and model = ${MODEL} order by fitted_at desc limit 1`.execute(tx)
  return rows[0]
}

/** How the shipped numbers are read at this institution: by its own outcomes, or at the level its rule expects. */
export async function calibrationOf(tx: Tx, institutionId: number, at: Date): Promise<Calibration> {
  const learned = await learnedCalibration(tx, institutionId)
  if (learned) return learned
  return expected((await riskRules(tx, institutionId, at)).expectedShare, shippedModel().share)
}
