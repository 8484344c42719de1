import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { campusesOf, institutionById } from '#journey/throughout/directory/index.ts'
import type { Guide } from '../contract.ts'
import { PlanNotFound } from '../errors.ts'
import { closuresOf } from './closures.ts'
import { readyPlans } from './ready-plan.ts'
import { pacesOf } from './walk-between.ts'

/** The published plan of a campus (the first one with a plan, when none is named) with what is closed. */
export async function guideOf(tx: Tx, context: Context, { institutionId, campusId }: { institutionId: number; campusId: number | undefined }): Promise<Guide> {
  const plans = await readyPlans(tx, institutionId)
  const shown = plans.find((plan) => plan.campusId === campusId) ?? (campusId === undefined ? plans[0] : undefined)
  const institution = await institutionById(tx, institutionId)
  if (!shown || !institution) throw new PlanNotFound({ institutionId, campusId })
  const campuses = (await campusesOf(tx, institutionId)).filter(({ id }) => plans.some((plan) => plan.campusId === id)).map(({ id, name }) => ({ id, name }))
  return {
    institutionId, institutionName: institution.name, institutionNameEn: institution.nameEn, campuses, campusId: shown.campusId, version: shown.version, plan: shown.graph.plan, spellings: shown.spellings,
    closures: (await closuresOf(tx, institutionId, context.now)).filter((closure) => closure.campusId === shown.campusId), paces: await pacesOf(tx, institutionId, context.now), now: context.now.toISOString(),
  }
}
