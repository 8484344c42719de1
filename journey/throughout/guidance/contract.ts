import { z } from 'zod'
import { PlanDocument, Point } from './plan/format.ts'
import { PlanFault, PlanRepair } from './plan/report.ts'

export * from './plan/format.ts'
export { diffOf, type PlanDiff } from './plan/diff.ts'
export { faultsOf } from './plan/check.ts'
export { findPlace, type RoomWords } from './plan/find-place.ts'
export { boundsOf, distance, distanceToArea, isInside, middle, nearestOn, placeIn } from './plan/geometry.ts'
export { PlanFault, PlanRepair } from './plan/report.ts'
export { shutOn } from './plan/shut.ts'
export { readSignCode, signCode } from './plan/sign-code.ts'
export { findWay, type NoWay, type WayFound } from './router/find-way.ts'
export { buildGraph, type Graph } from './router/graph.ts'
export { joinsOf } from './router/joins.ts'
export { partsOf } from './router/reach.ts'

/** How one wants to go: by the shortest way, without stairs, or without a single step. */
export const Way = z.enum(['any', 'lift', 'barrier-free'])
export type Way = z.infer<typeof Way>

/** A place one can be shown the way to. */
export const PlaceRef = z.object({ institutionId: z.number().int(), campusId: z.number().int(), unitId: z.string(), name: z.string(), nameEn: z.string(), building: z.string(), floor: z.string() })
export type PlaceRef = z.infer<typeof PlaceRef>

export const TurnKind = z.enum(['start', 'straight', 'left', 'right', 'slight-left', 'slight-right', 'back', 'up', 'down', 'out', 'arrive'])
/** One thing to do on the way, said in both languages. */
export const Turn = z.object({
  kind: TurnKind, text: z.string(), textEn: z.string(), metres: z.number(), seconds: z.number(),
  floor: z.string(), level: z.string(),
  /** Where on the drawn way this turn begins. */
  at: Point,
})
export type Turn = z.infer<typeof Turn>

export const Leg = z.object({ level: z.string(), points: z.array(Point) })

export const Walk = z.object({ metres: z.number(), seconds: z.number(), floors: z.array(z.string()), turns: z.array(Turn), legs: z.array(Leg), closuresAvoided: z.array(z.object({ id: z.string(), name: z.string(), nameEn: z.string() })) })
export type Walk = z.infer<typeof Walk>

/** How fast one goes: seconds and metres. */
export const Pace = z.object({ metresPerSecond: z.number().positive(), stairsSecondsPerFloor: z.number(), escalatorSecondsPerFloor: z.number(), liftWaitSeconds: z.number(), liftSecondsPerFloor: z.number() })
export type Pace = z.infer<typeof Pace>
export const Paces = z.object({ usual: Pace, elder: Pace, elderFromAge: z.number() })
export type Paces = z.infer<typeof Paces>

export const Closure = z.object({ id: z.uuid(), campusId: z.number().int(), elementId: z.string(), reason: z.string(), reasonEn: z.string(), fromAt: z.iso.datetime(), untilAt: z.iso.datetime().nullable() })
export type Closure = z.infer<typeof Closure>

const Campus = z.object({ id: z.number().int(), name: z.string() })

/** Everything a phone needs to show any way in one campus, even when the line is cut afterwards. */
export const Guide = z.object({
  institutionId: z.number().int(), institutionName: z.string(), institutionNameEn: z.string(),
  campuses: z.array(Campus), campusId: z.number().int(), version: z.number().int(),
  plan: PlanDocument, spellings: z.record(z.string(), z.string()), closures: z.array(Closure), paces: Paces, now: z.iso.datetime(),
})
export type Guide = z.infer<typeof Guide>

export const PlaceWords = z.object({
  building: z.string().max(80).optional(), floor: z.string().max(40).optional(), room: z.string().max(80).optional(), name: z.string().max(120).optional(), departmentId: z.coerce.number().int().optional(),
  /** A place of the plan, "campus.unit". */
  to: z.string().max(100).optional(),
  from: z.string().max(100).optional(),
  way: Way.optional(),
})
export type PlaceWords = z.infer<typeof PlaceWords>
/** A place and the way to it, from the main entrance when nothing else is said; no way when nothing leads there. */
export const PlaceAndWalk = z.object({ place: PlaceRef.nullable(), walk: Walk.nullable() })
export type PlaceAndWalk = z.infer<typeof PlaceAndWalk>

export const PlanStatus = z.enum(['draft', 'published', 'retired'])
export const PlanListed = z.object({
  campusId: z.number().int(), version: z.number().int(), status: PlanStatus, source: z.enum(['drawn', 'imdf', 'plan-file', 'sample']), note: z.string(),
  units: z.number().int(), levels: z.number().int(), madeAt: z.iso.datetime(), publishedAt: z.iso.datetime().nullable(),
})
export type PlanListed = z.infer<typeof PlanListed>
export const PlanList = z.object({ campuses: z.array(Campus), plans: z.array(PlanListed), closures: z.array(Closure.extend({ name: z.string(), nameEn: z.string() })) })
export type PlanList = z.infer<typeof PlanList>

export const PlanOpened = z.object({
  campusId: z.number().int(), version: z.number().int(), revision: z.number().int(), status: PlanStatus, plan: PlanDocument, published: PlanDocument.nullable(), repairs: z.array(PlanRepair), closures: z.array(Closure),
})
export type PlanOpened = z.infer<typeof PlanOpened>

export const SaveDraft = z.object({ campusId: z.number().int().positive(), plan: PlanDocument, revision: z.number().int(), note: z.string().max(200).default('') })
export const ImportPlan = z.object({
  campusId: z.number().int().positive(),
  /** Files as they are: a zip, the parts of an IMDF folder, or one of our own plans. */
  files: z.array(z.object({ name: z.string().max(200), base64: z.string() })).min(1).max(40),
  write: z.boolean(),
})
export const PlanImported = z.object({
  written: z.boolean(), version: z.number().int().nullable(), faults: z.array(PlanFault), repairs: z.array(PlanRepair),
  units: z.number().int(), openings: z.number().int(), connectors: z.number().int(), levels: z.number().int(),
  /** How many units can be reached from each other, with what was concluded and without. */
  joined: z.number().int(), joinedAsDrawn: z.number().int(),
})
export type PlanImported = z.infer<typeof PlanImported>

export const SetClosure = z.object({
  campusId: z.number().int().positive(), elementId: z.string().min(1).max(80), reason: z.string().trim().min(1).max(200), reasonEn: z.string().trim().max(200).default(''),
  fromAt: z.iso.datetime({ offset: true }).optional(), untilAt: z.iso.datetime({ offset: true }).nullable().default(null),
})
export const Sign = z.object({ code: z.string(), campusId: z.number().int(), unitId: z.string(), name: z.string(), nameEn: z.string(), floor: z.string(), building: z.string() })
export type Sign = z.infer<typeof Sign>
