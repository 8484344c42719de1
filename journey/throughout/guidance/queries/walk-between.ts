import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { Paces, PlaceRef, Walk, Way } from '../contract.ts'
import type { PlanDocument } from '../plan/format.ts'
import { findWay } from '../router/find-way.ts'
import { paceRule } from '../rules.ts'
import { closedNow, closuresOf } from './closures.ts'
import { readyPlans } from './ready-plan.ts'

export interface WalkAsked {
  readonly institutionId: number
  /** Null: from the main entrance. */
  readonly from: PlaceRef | null
  readonly to: PlaceRef
  readonly way: Way
  /** At the pace of an older person. */
  readonly elder?: boolean | undefined
}

/** The way between two places of one campus at this moment, with its turns; null when there is none, or another campus. */
export async function walkBetween(tx: Tx, context: Context, { institutionId, from, to, way, elder = false }: WalkAsked): Promise<Walk | null> {
  if (from && from.campusId !== to.campusId) return null
  const plan = (await readyPlans(tx, institutionId)).find((each) => each.campusId === to.campusId)
  const start = plan && (from?.unitId ?? entranceOf(plan.graph.plan))
  if (!plan || start === undefined) return null
  const closed = closedNow(await closuresOf(tx, institutionId, context.now), to.campusId, context.now)
  const paces = await pacesOf(tx, institutionId, context.now)
  const found = findWay(plan.graph, { from: start, to: to.unitId, way, closed, pace: elder ? paces.elder : paces.usual })
  if (!found.found) return null
  const { metres, seconds, floors, legs, closuresAvoided } = found
  const turns = found.turns.map(({ kind, text, textEn, metres: far, seconds: long, floor, level, at }) => ({ kind, text, textEn, metres: far, seconds: long, floor, level, at }))
  return { metres, seconds, floors: [...floors], turns, legs: legs.map((leg) => ({ level: leg.level, points: [...leg.points] })), closuresAvoided: closuresAvoided.map((id) => named(plan.graph.plan, id)) }
}

/** What is closed as a person would call it; a door by the room it leads to, else by its floor. */
export function named(plan: PlanDocument, id: string): Walk['closuresAvoided'][number] {
  const opening = plan.openings.find((one) => one.id === id)
  const behind = opening?.between?.flatMap((unitId) => plan.units.filter((one) => one.id === unitId && one.name !== '')) ?? []
  const found = [...plan.connectors, ...plan.units].find((one) => one.id === id && one.name !== '') ?? behind[0]
    ?? plan.levels.find((one) => one.id === (opening ?? plan.units.find((unit) => unit.id === id))?.level)
  return { id, name: found?.name ?? '', nameEn: found?.nameEn ?? '' }
}

export async function pacesOf(tx: Tx, institutionId: number, now: Date): Promise<Paces> {
  return ruleAt(tx, paceRule, institutionId, now)
}

/** Where one comes in: the first entrance of the plan, else its first hall. */
export function entranceOf(plan: PlanDocument): string | undefined {
  return (plan.units.find(({ kind }) => kind === 'entrance') ?? plan.units.find(({ kind }) => kind === 'hall') ?? plan.units[0])?.id
}
