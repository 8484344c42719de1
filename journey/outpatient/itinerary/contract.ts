import { z } from 'zod'

const Instant = z.iso.datetime({ offset: true })

export const stepKinds = ['visit', 'stop', 'walk', 'meal', 'pay', 'wait-result', 'take-home'] as const
export const stepStates = ['done', 'now', 'next', 'later', 'blocked'] as const
export type StepKind = (typeof stepKinds)[number]
export type StepState = (typeof stepStates)[number]

/** One thing of the day. It names the place and the kind of thing, never a test or a diagnosis. */
export const Step = z.object({
  id: z.string(),
  kind: z.enum(stepKinds),
  title: z.string(),
  titleEn: z.string(),
  /** Where, in the words on the doors; '' where it is nowhere in particular. */
  place: z.string(),
  placeEn: z.string(),
  state: z.enum(stepStates),
  /** When it begins: between these two. A step that is done says when it ended, in both. */
  fromAt: Instant,
  toAt: Instant,
  /** Why here, or what to mind; one sentence or ''. */
  why: z.string(),
  whyEn: z.string(),
  institutionId: z.int().nullable(),
  /** Where its words stand in the building, for a map. */
  at: z.object({ building: z.string(), floor: z.string(), room: z.string(), departmentId: z.int().optional() }).nullable(),
  /** Minutes on the way here from the step before; 0: no way. */
  walkMinutes: z.int(),
  /** How many stand before this person, where they have a place in line. */
  ahead: z.int().nullable(),
  /** The number on the ticket, once there is one. */
  label: z.string().nullable(),
  dueCents: z.int().nullable(),
  visitId: z.uuid().optional(),
  stopId: z.uuid().optional(),
  /** The page that leads on. */
  href: z.string().optional(),
}).meta({ id: 'DayStep' })
export type Step = z.infer<typeof Step>

/** What a plan can become another one for. */
export const changeKinds = [
  'doctor-late', 'doctor-here', 'result-ready', 'result-late', 'station-closed', 'station-open', 'patient-late', 'patient-missed-call', 'way-closed', 'way-open', 'way-closes',
  'paid', 'step-added', 'step-gone', 'visit-moved', 'line-faster', 'line-slower', 'order-changed',
] as const
export type ChangeKind = (typeof changeKinds)[number]

export const Change = z.object({
  version: z.int(),
  kind: z.enum(changeKinds),
  sentence: z.string(),
  sentenceEn: z.string(),
  stepId: z.string().nullable(),
  at: Instant,
}).meta({ id: 'DayChange' })
export type Change = z.infer<typeof Change>

export const dayStates = ['planned', 'under-way', 'done'] as const

/** One person's day in the building: the same object for phone, kiosk, desk and companion. */
export const Itinerary = z.object({
  personId: z.uuid(),
  day: z.iso.date(),
  version: z.int(),
  state: z.enum(dayStates),
  /** In the order they are best done; at most one is `now`. */
  steps: z.array(Step),
  /** When everything is done: in four of five days between these two. Null when nothing can honestly be said. */
  endsAround: z.object({ fromAt: Instant, toAt: Instant }).nullable(),
  /** Newest first. */
  changes: z.array(Change),
  asOf: Instant,
}).meta({ id: 'Itinerary' })
export type Itinerary = z.infer<typeof Itinerary>

export const milestones = ['arrived', 'called', 'seen', 'all-done'] as const
export type Milestone = (typeof milestones)[number]

/** `itinerary.day-changed.v1`: read the day again. */
export interface DayChanged {
  readonly personId: string
  readonly day: string
  readonly version: number
  /** What has happened since the version before, for those who are told by message. */
  readonly milestones: readonly Milestone[]
}

/** How far promised ends came true. */
export const PromiseFigures = z.object({
  moment: z.enum(['morning', 'check-in', 'after-doctor']),
  days: z.int(),
  within: z.int(),
  medianErrorMinutes: z.int().nullable(),
})
export type PromiseFigures = z.infer<typeof PromiseFigures>
