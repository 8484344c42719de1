import { z } from 'zod'
import { drawOrder, sha256 } from './draw-order.ts'

const Id = z.number().int().positive()
const Instant = z.iso.datetime({ offset: true })
const Day = z.iso.date()

export const drawStates = ['planned', 'open', 'closed', 'drawn', 'finished', 'cancelled'] as const
export const applicationStates = ['applied', 'withdrawn', 'offered', 'confirmed', 'declined', 'lapsed', 'next', 'lost', 'void'] as const

export const Weights = z.object({
  base: z.number().int(),
  /** For each application within `withinDays` that was not drawn. */
  perEarlier: z.number().int(),
  withinDays: z.number().int(),
  referral: z.number().int(),
  cap: z.number().int().max(20),
})
export type Weights = z.infer<typeof Weights>

export const Draw = z.object({
  institutionId: Id,
  id: z.uuid(),
  serviceId: Id,
  departmentName: z.string(),
  departmentNameEn: z.string(),
  doctorName: z.string(),
  doctorNameEn: z.string(),
  institutionName: z.string(),
  institutionNameEn: z.string(),
  firstDay: Day,
  lastDay: Day,
  appliesFrom: Instant,
  appliesUntil: Instant,
  drawsAt: Instant,
  offersUntil: Instant,
  confirmMinutes: z.number().int(),
  weights: Weights,
  seedHash: z.string(),
  seed: z.string().nullable(),
  drawnAt: Instant.nullable(),
  state: z.enum(drawStates),
  /** To give; before the draw as many as are free now. */
  units: z.number().int(),
  applied: z.number().int(),
  offered: z.number().int(),
  confirmed: z.number().int(),
  next: z.number().int(),
  /** Went to everybody in the end. */
  flowed: z.number().int(),
  now: Instant,
})
export type Draw = z.infer<typeof Draw>

export const Application = z.object({
  institutionId: Id,
  drawId: z.uuid(),
  id: z.uuid(),
  personId: z.uuid(),
  appliedAt: Instant,
  weight: z.number().int(),
  earlier: z.number().int(),
  referred: z.boolean(),
  status: z.enum(applicationStates),
  place: z.number().int().nullable(),
  confirmBy: Instant.nullable(),
  appointmentId: z.uuid().nullable(),
})
export type Application = z.infer<typeof Application>

export const DrawPage = z.object({
  draw: Draw,
  /** Of me and whom I may act for. */
  mine: z.array(Application),
  /** What can be chosen by whoever was drawn. */
  times: z.array(z.object({ periodId: Id, startsAt: Instant, endsAt: Instant, left: z.number().int() })),
})
export type DrawPage = z.infer<typeof DrawPage>

export const Apply = z.object({ personId: z.uuid(), referred: z.boolean().default(false) })
export const Confirm = z.object({ periodId: Id })

export const SetUpDraw = z.object({
  serviceId: Id,
  firstDay: Day,
  lastDay: Day,
  appliesFrom: Instant,
  appliesUntil: Instant,
  drawsAt: Instant,
  confirmMinutes: z.number().int().min(10).max(2880).optional(),
  /** How many of each period's free places for everybody go into the draw. */
  unitsPerPeriod: z.number().int().min(1).max(20).default(1),
})
export type SetUpDraw = z.infer<typeof SetUpDraw>

export const DrawRecord = z.object({
  draw: Draw,
  order: z.array(z.object({ id: z.uuid(), weight: z.number().int(), place: z.number().int(), status: z.enum(applicationStates) })),
})
export type DrawRecord = z.infer<typeof DrawRecord>

/** Draws again, in a browser or anywhere, and tells each one's key: null when seed, promise and order do not belong together. */
export async function redraw({ seed, seedHash, order }: { seed: string | null; seedHash: string; order: DrawRecord['order'] }): Promise<Map<string, number> | null> {
  if (seed === null || (await sha256(seed)) !== seedHash) return null
  const again = await drawOrder(seed, order)
  const places = new Map(order.map(({ id, place }) => [id, place]))
  return again.every(({ id, place }) => places.get(id) === place) ? new Map(again.map(({ id, key }) => [id, key])) : null
}
