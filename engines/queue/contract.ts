import { z } from 'zod'

export const ticketStatuses = ['waiting', 'called', 'serving', 'passed', 'parked', 'done', 'left'] as const
export const ticketClasses = ['booked', 'walk-in', 'returning', 'emergency'] as const
export const placeReasons = ['booked', 'walk-in', 'late', 'priority', 'returning', 'rejoined', 'moved', 'emergency'] as const
export const pointStates = ['open', 'paused', 'closed'] as const

export type TicketStatus = (typeof ticketStatuses)[number]
export type TicketClass = (typeof ticketClasses)[number]
export type PlaceReason = (typeof placeReasons)[number]
export type PointState = (typeof pointStates)[number]

const Minutes = z.number().int().min(0).max(120)

/** The published rule of order, as a hospital may set it; each number is explained in README.md. */
export const RuleOfOrder = z.object({
  graceMinutes: Minutes.max(60),
  periodMinutes: Minutes.min(5),
  advanceMinutes: z.object({ 'elder-80': Minutes, disabled: Minutes, 'service-member': Minutes, urgent: Minutes }),
  returnAfter: z.number().int().min(0).max(10),
  returnEvery: z.number().int().min(0).max(10),
})
export type RuleOfOrder = z.infer<typeof RuleOfOrder>

/** One person in today's lines: the place the rule in force gives, and the place the other rule would give. */
export const PreviewEntry = z.object({
  label: z.string(),
  displayName: z.string(),
  class: z.enum(ticketClasses),
  why: z.enum(placeReasons),
  placeNow: z.number().int(),
  placeThen: z.number().int(),
})
export const RulePreview = z.object({
  queues: z.array(z.object({ queueId: z.number().int(), name: z.string(), nameEn: z.string(), entries: z.array(PreviewEntry) })),
  waiting: z.number().int(),
  forward: z.number().int(),
  back: z.number().int(),
})
export type RulePreview = z.infer<typeof RulePreview>

export const RuleVersion = z.object({
  version: z.number().int(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  rule: RuleOfOrder,
  reason: z.string(),
  publishedBy: z.string(),
  publishedAt: z.iso.datetime(),
})
export type RuleVersion = z.infer<typeof RuleVersion>

/** What stands behind a reason: only the fields that belong to it are there. */
export const PlaceDetail = z.object({
  lateMinutes: z.number().int().optional(),
  group: z.string().optional(),
  advanceMinutes: z.number().int().optional(),
  after: z.number().int().optional(),
  /** Back by the time they were told: the old place stands. */
  kept: z.boolean().optional(),
})
export type PlaceDetail = z.infer<typeof PlaceDetail>

export const Ticket = z.object({
  institutionId: z.number().int(),
  id: z.uuid(),
  queueId: z.number().int(),
  day: z.string(),
  number: z.number().int(),
  label: z.string(),
  holderId: z.uuid(),
  visitId: z.uuid(),
  displayName: z.string(),
  class: z.enum(ticketClasses),
  priorityGroup: z.string(),
  dueFrom: z.iso.datetime().nullable(),
  dueTo: z.iso.datetime().nullable(),
  joinedAt: z.iso.datetime(),
  orderAt: z.iso.datetime(),
  why: z.enum(placeReasons),
  whyDetail: PlaceDetail,
  status: z.enum(ticketStatuses),
  parkedReason: z.string(),
  servicePointId: z.number().int().nullable(),
  calledAt: z.iso.datetime().nullable(),
  callCount: z.number().int(),
  servingAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  version: z.number().int(),
})
export type Ticket = z.infer<typeof Ticket>

export const ServicePoint = z.object({
  institutionId: z.number().int(),
  id: z.number().int(),
  zoneId: z.string(),
  name: z.string(),
  nameEn: z.string(),
  serves: z.array(z.number().int()),
  staffedBy: z.number().int().nullable(),
  staffedLabel: z.string(),
  staffedLabelEn: z.string(),
  staffedRole: z.string(),
  state: z.enum(pointStates),
  lateUntil: z.iso.datetime().nullable(),
  lateReason: z.string(),
})
export type ServicePoint = z.infer<typeof ServicePoint>

/** How long it may still take: four in five people are called between `fromMinutes` and `toMinutes`, one in ten earlier, one in ten later. */
export const WaitRange = z.object({
  fromMinutes: z.number().int(),
  toMinutes: z.number().int(),
  fromAt: z.iso.datetime(),
  toAt: z.iso.datetime(),
  /** False: nobody remembers this queue and fewer than five people were served today, so this is a first guess. */
  sure: z.boolean(),
})
export type WaitRange = z.infer<typeof WaitRange>

/** Somebody in an emergency was taken first: how many, when last, and how many minutes it moved those who wait. It names nobody. */
export const EmergencyNotice = z.object({
  queueId: z.number().int(),
  queueName: z.string(),
  queueNameEn: z.string(),
  count: z.number().int(),
  at: z.iso.datetime(),
  until: z.iso.datetime(),
  longerFrom: z.number().int().nullable(),
  longerTo: z.number().int().nullable(),
})
export type EmergencyNotice = z.infer<typeof EmergencyNotice>

/** The same as it is told in the moment. */
export interface EmergencyPayload {
  readonly institutionId: number
  readonly queueId: number
  readonly zoneId: string
  readonly at: string
  readonly longerFrom: number | null
  readonly longerTo: number | null
}

export const PlaceInLine = z.object({
  ticketId: z.uuid(),
  queueId: z.number().int(),
  queueName: z.string(),
  queueNameEn: z.string(),
  zoneId: z.string(),
  zoneName: z.string(),
  label: z.string(),
  status: z.enum(ticketStatuses),
  /** How many stand before this person; null when the ticket is not waiting. */
  ahead: z.number().int().nullable(),
  range: WaitRange.nullable(),
  /** Half of people are called by then, and four in five by the other. */
  middleMinutes: z.number().int().nullable(),
  mostlyMinutes: z.number().int().nullable(),
  /** When the wait is long: whoever is back by then does not lose the place, even if they were called before. */
  comeBackAt: z.iso.datetime().nullable(),
  why: z.enum(placeReasons),
  whyDetail: PlaceDetail,
  pointName: z.string().nullable(),
  pointNameEn: z.string().nullable(),
  calledAt: z.iso.datetime().nullable(),
  callCount: z.number().int(),
  lateUntil: z.iso.datetime().nullable(),
  lateReason: z.string(),
  /** Told for some minutes to those who were waiting then. */
  emergency: EmergencyNotice.nullable(),
  asOf: z.iso.datetime(),
})
export type PlaceInLine = z.infer<typeof PlaceInLine>

/** A ticket as the staff of the zone see it: with its place and when it will probably be called. */
export const LineEntry = z.object({ ticket: Ticket, place: z.number().int().nullable(), range: WaitRange.nullable() })
export type LineEntry = z.infer<typeof LineEntry>

export const QueueState = z.object({
  queueId: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  zoneId: z.string(),
  zoneName: z.string(),
  points: z.array(ServicePoint),
  entries: z.array(LineEntry),
  /** Middle of the recent times of service, in seconds; null before the first five. */
  usualSeconds: z.number().int().nullable(),
  asOf: z.iso.datetime(),
})
export type QueueState = z.infer<typeof QueueState>

export const BoardTicket = z.object({ label: z.string(), displayName: z.string() })
export type BoardTicket = z.infer<typeof BoardTicket>

export const BoardPoint = z.object({
  pointId: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  staffedLabel: z.string(),
  staffedLabelEn: z.string(),
  staffedRole: z.string(),
  state: z.enum(['calling', 'serving', 'waiting', 'late', 'paused', 'closed']),
  current: BoardTicket.nullable(),
  calledAt: z.iso.datetime().nullable(),
  callCount: z.number().int(),
  next: z.array(BoardTicket),
  waitingCount: z.number().int(),
  range: WaitRange.nullable(),
  lateUntil: z.iso.datetime().nullable(),
  lateReason: z.string(),
})
export type BoardPoint = z.infer<typeof BoardPoint>

/** Everything one board shows, and nothing that leads to a person. */
export const Board = z.object({
  institutionId: z.number().int(),
  zoneId: z.string(),
  zoneName: z.string(),
  zoneNameEn: z.string(),
  points: z.array(BoardPoint),
  emergencies: z.array(EmergencyNotice),
  asOf: z.iso.datetime(),
})
export type Board = z.infer<typeof Board>

/** What a call says to boards and to the phone of the person called. */
export const CallPayload = z.object({
  institutionId: z.number().int(),
  zoneId: z.string(),
  queueId: z.number().int(),
  label: z.string(),
  displayName: z.string(),
  pointId: z.number().int(),
  pointName: z.string(),
  pointNameEn: z.string(),
  callCount: z.number().int(),
  calledAt: z.string(),
})
export type CallPayload = z.infer<typeof CallPayload>

/** When somebody will be called who has not come yet, and how long it takes then. */
export interface TurnAhead {
  /** Equal parts of all that may happen, earliest first: milliseconds. */
  readonly called: readonly number[]
  /** Minutes once called: half of people, and four in five. */
  readonly minutes: readonly [number, number]
}
