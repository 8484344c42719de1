import { z } from 'zod'

const Id = z.number().int().positive()
const Instant = z.iso.datetime({ offset: true })

export const openingStates = ['planned', 'gathering', 'admitting', 'paused', 'over'] as const

/** A release of units at a set time, with a waiting room before it. */
export const Opening = z.object({
  institutionId: Id,
  id: z.uuid(),
  departmentId: Id.nullable(),
  serviceId: Id.nullable(),
  /** What is released, as a page says it; empty when it is the whole institution. */
  name: z.string(),
  nameEn: z.string(),
  institutionName: z.string(),
  institutionNameEn: z.string(),
  /** Whose units they are. */
  day: z.iso.date(),
  roomOpensAt: Instant,
  opensAt: Instant,
  gateUntil: Instant,
  state: z.enum(openingStates),
  /** SHA-256 of the seed, shown from the beginning. */
  seedHash: z.string(),
  now: Instant,
})
export type Opening = z.infer<typeof Opening>

export const JoinRequest = z.object({ personId: z.uuid() })
export type JoinRequest = z.infer<typeof JoinRequest>

export const ticketStates = ['before-draw', 'waiting', 'your-turn', 'inside', 'missed', 'over-time', 'booked', 'left', 'closed'] as const
export const chances = ['sure', 'good', 'even', 'small', 'hardly'] as const

/** Where somebody is in the line, in honest numbers. */
export const TicketView = z.object({
  id: z.uuid(),
  institutionId: Id,
  openingId: z.uuid(),
  personId: z.uuid(),
  state: z.enum(ticketStates),
  early: z.boolean(),
  /** How many are called before this one; null before the draw. */
  ahead: z.number().int().nullable(),
  place: z.number().int().nullable(),
  /** Everybody who came so far. */
  joined: z.number().int(),
  aboutSeconds: z.number().int().nullable(),
  unitsLeft: z.number().int(),
  /** That something is left when it is their turn; null where nothing honest can be said. */
  chance: z.object({ percent: z.number().int(), word: z.enum(chances) }).nullable(),
  opensAt: Instant,
  /** Of the turn, or of choosing. */
  until: Instant.nullable(),
  paused: z.boolean(),
  now: Instant,
  /** Ask again after so long; sooner brings nothing. */
  askAgainMs: z.number().int(),
})
export type TicketView = z.infer<typeof TicketView>

export const PlanOpening = z.object({
  departmentId: Id.nullable().default(null),
  serviceId: Id.nullable().default(null),
  day: z.iso.date(),
  opensAt: Instant,
  minutesBefore: z.number().int().min(0).max(120).optional(),
})
export type PlanOpening = z.infer<typeof PlanOpening>

export const SteerOpening = z.object({
  perSecond: z.number().min(0.1).max(200).optional(),
  insideAtMost: z.number().int().min(1).max(20_000).optional(),
  paused: z.boolean().optional(),
})
export type SteerOpening = z.infer<typeof SteerOpening>

export const OpeningDesk = Opening.extend({
  joined: z.number().int(),
  waiting: z.number().int(),
  called: z.number().int(),
  inside: z.number().int(),
  entered: z.number().int(),
  booked: z.number().int(),
  unitsLeft: z.number().int(),
  perSecond: z.number(),
  insideAtMost: z.number().int(),
  seed: z.string().nullable(),
})
export type OpeningDesk = z.infer<typeof OpeningDesk>

/** Everything that is needed to do the draw again. */
export const DrawRecord = z.object({
  opening: Opening,
  seedHash: z.string(),
  /** Null until it was used. */
  seed: z.string().nullable(),
  drawnAt: Instant.nullable(),
  order: z.array(z.object({ id: z.uuid(), place: z.number().int() })),
})
export type DrawRecord = z.infer<typeof DrawRecord>

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Does the draw again, in a browser or anywhere: true when seed, promise and order belong together. */
export async function drawIsRight({ seed, seedHash, order }: Pick<DrawRecord, 'seed' | 'seedHash' | 'order'>): Promise<boolean> {
  if (seed === null || (await sha256(seed)) !== seedHash) return false
  const keyed = await Promise.all(order.map(async ({ id, place }) => ({ id, place, key: await sha256(`${seed}:${id}`) })))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id < b.id ? -1 : 1))
  return keyed.every(({ place }, at) => place === at + 1)
}
