import { z } from 'zod'
import { Point } from './plan/format.ts'

export * from './plan/format.ts'

/** How one wants to go: by the shortest way, without stairs, or without a single step. */
export const Way = z.enum(['any', 'lift', 'barrier-free'])
export type Way = z.infer<typeof Way>

/** A place one can be shown the way to. */
export const PlaceRef = z.object({ institutionId: z.number().int(), campusId: z.number().int(), unitId: z.string(), name: z.string(), nameEn: z.string(), building: z.string(), floor: z.string() })
export type PlaceRef = z.infer<typeof PlaceRef>

/** What other modules know of a place: the words on its door. */
export interface RoomWords {
  readonly building?: string | undefined
  readonly floor?: string | undefined
  readonly room?: string | undefined
  readonly name?: string | undefined
  readonly departmentId?: number | undefined
}

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
export type Leg = z.infer<typeof Leg>

export const Walk = z.object({ metres: z.number(), seconds: z.number(), floors: z.array(z.string()), turns: z.array(Turn), legs: z.array(Leg), closuresAvoided: z.array(z.string()) })
export type Walk = z.infer<typeof Walk>

