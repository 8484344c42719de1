import type { Tx } from '#platform/database/index.ts'
import type { PlaceRef } from '../contract.ts'
import { findPlace, type RoomWords } from '../plan/find-place.ts'
import { type ReadyPlan, readyPlans } from './ready-plan.ts'

/**
 * The place on a published plan that these words mean, over all campuses of the institution; null when no plan has it
 * or nothing fits well enough to send somebody there.
 */
export async function placeOfRoom(tx: Tx, institutionId: number, words: RoomWords): Promise<PlaceRef | null> {
  const found = (await readyPlans(tx, institutionId)).flatMap((plan) => {
    const place = findPlace(plan.graph.plan, words)
    return place ? [{ plan, ...place }] : []
  })
  const best = found.toSorted((a, b) => b.score - a.score)[0]
  return best ? placeRef(institutionId, best.plan, best.unit.id) : null
}

/** A unit of a plan as others may speak of it; null when the plan has no such unit. */
export function placeRef(institutionId: number, { campusId, graph: { plan } }: ReadyPlan, unitId: string): PlaceRef | null {
  const unit = plan.units.find((each) => each.id === unitId)
  if (!unit) return null
  const level = plan.levels.find((each) => each.id === unit.level)
  const building = plan.buildings.find((each) => each.id === level?.building)
  return { institutionId, campusId, unitId, name: unit.name, nameEn: unit.nameEn, building: building?.name ?? '', floor: level?.name ?? '' }
}
