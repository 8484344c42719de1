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

/** `doctor`: only seeing the doctor is known yet; what they order comes on top. */
export const EndsAround = z.object({ fromAt: Instant, toAt: Instant, of: z.enum(['doctor', 'day']) }).meta({ id: 'DayEndsAround' })

/** One person's day in the building: the same object for phone, kiosk, desk and companion. */
export const Itinerary = z.object({
  personId: z.uuid(),
  day: z.iso.date(),
  version: z.int(),
  state: z.enum(dayStates),
  /** In the order they are best done; at most one is `now`. */
  steps: z.array(Step),
  /** When everything that is known is done: in four of five days between these two. Null when nothing can honestly be said. */
  endsAround: EndsAround.nullable(),
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

/** How far promised ends came true: judged by what the promise was about, and by the whole day with all that was ordered. */
export const PromiseFigures = z.object({
  moment: z.enum(['morning', 'check-in', 'after-doctor']),
  days: z.int(),
  within: z.int(),
  earlier: z.int(),
  later: z.int(),
  medianErrorMinutes: z.int().nullable(),
  medianWidthMinutes: z.int().nullable(),
  wholeDays: z.int(),
  withinWholeDay: z.int(),
})
export type PromiseFigures = z.infer<typeof PromiseFigures>

/** What kept promises taught: `low` and `high` say where the range begins and ends, in times its worked out half, seen from the middle. */
export const PromiseLesson = z.object({
  /** 0: the region. */
  institutionId: z.int(),
  moment: PromiseFigures.shape.moment,
  shape: z.enum(['doctor', 'visits', 'counters', 'results']),
  version: z.int(),
  fromDay: z.iso.date(),
  untilDay: z.iso.date(),
  holdsFrom: z.iso.date(),
  learnedAt: Instant,
  learnedBy: z.string(),
  samples: z.int(),
  days: z.int(),
  /** Share of those learned from that lay inside what had been said. */
  inside: z.number(),
  low: z.number(),
  high: z.number(),
})
export type PromiseLesson = z.infer<typeof PromiseLesson>
