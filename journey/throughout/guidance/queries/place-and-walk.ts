import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { PlaceAndWalk, PlaceRef, PlaceWords } from '../contract.ts'
import { placeOfRoom, placeRef } from './place-of-room.ts'
import { readyPlans } from './ready-plan.ts'
import { walkBetween } from './walk-between.ts'

/** The place that words or a number of the plan mean, and the way there from another place, or from the main entrance. */
export async function placeAndWalk(tx: Tx, context: Context, institutionId: number, words: PlaceWords): Promise<PlaceAndWalk> {
  const place = words.to ? await placeOfNumber(tx, institutionId, words.to) : await placeOfRoom(tx, institutionId, words)
  if (!place) return { place: null, walk: null }
  const from = words.from ? await placeOfNumber(tx, institutionId, words.from) : null
  return { place, walk: await walkBetween(tx, context, { institutionId, from, to: place, way: words.way ?? 'any' }) }
}

/** "campus.unit", as addresses of pages say it. */
async function placeOfNumber(tx: Tx, institutionId: number, number: string): Promise<PlaceRef | null> {
  const [campusId, ...unit] = number.split('.')
  const plan = (await readyPlans(tx, institutionId)).find((each) => each.campusId === Number(campusId))
  return plan ? placeRef(institutionId, plan, unit.join('.')) : null
}
