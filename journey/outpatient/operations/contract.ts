import { z } from 'zod'
import { PoolCode } from '#engines/capacity/contract.ts'
import { practitionerTitles } from '#journey/throughout/directory/contract.ts'

const Moment = z.iso.datetime()
const Named = z.object({ departmentId: z.int(), name: z.string(), nameEn: z.string() })

export const HourNow = z.object({
  hour: z.int(),
  /** Null: not yet. */
  came: z.int().nullable(), expected: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(),
})

export const WaitNow = Named.extend({
  waiting: z.int(), seen: z.int(),
  /** Minutes from check-in to being seen, of those seen today; null before the first. */
  median: z.number().nullable(), p90: z.number().nullable(),
  longestNow: z.number().nullable(),
})
export type WaitNow = z.infer<typeof WaitNow>

export const Bottleneck = Named.extend({
  kind: z.enum(['no-room-open', 'longest-line', 'over-full']), waiting: z.int(),
  /** no-room-open: rooms that are closed · longest-line: minutes the first has waited · over-full: per cent of the doctors' time */
  figure: z.number(),
})
export type Bottleneck = z.infer<typeof Bottleneck>

export const HeatCell = z.object({ hour: z.int(), came: z.int().nullable(), expected: z.number().nullable(), wait: z.number().nullable(), fact: z.boolean() })
export const HeatRow = Named.extend({ cells: z.array(HeatCell) })
export type HeatRow = z.infer<typeof HeatRow>

/** Minutes; the middle one was not kept before, and is null there. */
export const Effect = z.object({ meanWait: z.number(), medianWait: z.number().nullable(), p90Wait: z.number(), unseen: z.number() })
export type Effect = z.infer<typeof Effect>

const Clock = z.string()

/** The session that accepting made, as it stands now. */
export const ExtraSession = z.object({
  sessionId: z.int(), practitionerId: z.int(), doctor: z.string(), doctorEn: z.string(), clinic: z.string(), clinicEn: z.string(), room: z.string(), from: Clock, to: Clock,
  units: z.int(), taken: z.int(), feeCents: z.int().nullable(), status: z.enum(['open', 'suspended', 'closed']),
  /** When the doctor said they have seen it. */
  seenByDoctorAt: Moment.nullable(),
  /** Until then it can be taken back while nobody has booked; null: no longer. */
  undoBy: Moment.nullable(),
})
export type ExtraSession = z.infer<typeof ExtraSession>

/** What the day brought, of people and of waits, beside what was said. */
export const Outcome = z.object({
  arrived: z.int(), expected: z.number(), low: z.number().nullable(), high: z.number().nullable(), seen: z.int(), unseen: z.int().nullable(),
  meanWait: z.number().nullable(), medianWait: z.number().nullable(), p90Wait: z.number().nullable(),
  /** In the extra session: units, booked, and who of them came. */
  extra: z.object({ units: z.int(), booked: z.int(), came: z.int() }).nullable(),
})
export type Outcome = z.infer<typeof Outcome>

export const Advice = Named.extend({
  id: z.uuid(), day: z.iso.date(), kind: z.enum(['staffing', 'evening']), fromHour: z.int(), toHour: z.int(), movedFrom: Named.nullable(),
  reason: z.object({ worstHour: z.int(), arrivals: z.number(), room: z.number(), unseen: z.number() }), before: Effect, after: Effect,
  /** Nine of ten should wait no longer: the hospital's rule. */
  waitMinutes: z.int(),
  status: z.enum(['open', 'accepted', 'declined']), decision: z.string(), decidedAt: Moment.nullable(), decidedBy: z.string().nullable(),
  session: ExtraSession.nullable(), outcome: Outcome.nullable(),
})
export type Advice = z.infer<typeof Advice>

/** Units of each pool by its code. */
const Units = z.partialRecord(PoolCode, z.int())
export const ExtraClinic = z.object({
  serviceId: z.int(), name: z.string(), nameEn: z.string(), feeCents: z.int().nullable(), periodMinutes: z.int(),
  /** Of each period, as the clinic usually has them. */
  pools: Units,
})
export type ExtraClinic = z.infer<typeof ExtraClinic>

export const Candidate = z.object({
  practitionerId: z.int(), name: z.string(), nameEn: z.string(), title: z.enum(practitionerTitles), department: Named,
  borrowed: z.boolean(),
  /** Of the department that stays within the rule without one. */
  canSpare: z.boolean(),
  /** Has no clinic of their own, and the department's general clinic is open then: ask first. */
  mayBeOnDuty: z.boolean(),
  minutesThatDay: z.int(),
  /** A free room: the usual one where it is free; '' when none is known. */
  room: z.string(),
  clinics: z.array(ExtraClinic),
})
export type Candidate = z.infer<typeof Candidate>

/** busy: sits elsewhere then · away: suspended or off that day · long-day: more than a doctor may work. */
export const cannotCome = ['busy', 'away', 'long-day'] as const
export type CannotCome = (typeof cannotCome)[number]

export const Choices = z.object({
  from: Clock, to: Clock,
  /** It begins sooner than a doctor is to know of it. */
  tooLate: z.boolean(), noticeHours: z.int(),
  candidates: z.array(Candidate),
  cannot: z.array(z.object({ practitionerId: z.int(), name: z.string(), nameEn: z.string(), why: z.enum(cannotCome) })),
  rooms: z.array(z.object({ name: z.string(), taken: z.boolean() })),
})
export type Choices = z.infer<typeof Choices>

const Id = z.int().positive()
export const Choice = z.object({ practitionerId: Id, serviceId: Id, room: z.string().trim().min(1).max(40) })
export type Choice = z.infer<typeof Choice>

/** Exactly what confirming makes. */
export const ExtraPreview = z.object({
  /** Sent back with the decision: it is made as it was shown, or not at all. */
  seen: z.string(),
  doctor: z.string(), doctorEn: z.string(), clinic: z.string(), clinicEn: z.string(), room: z.string(), day: z.iso.date(), from: Clock, to: Clock,
  periodMinutes: z.int(), periods: z.int(), units: z.int(), feeCents: z.int().nullable(), fee: z.string(), feeEn: z.string(),
  /** Units of each pool, and from when whom it is for can book them. */
  pools: z.array(z.object({ pool: PoolCode, name: z.string(), nameEn: z.string(), units: z.int(), opensAt: Moment, isOpen: z.boolean() })),
  /** So many wait for just that: they are asked first. */
  waiting: z.int(),
  /** The planner of schedules says no, in its codes. */
  problems: z.array(z.string()),
})
export type ExtraPreview = z.infer<typeof ExtraPreview>

/** What a doctor is told: a session was added for them, or is taken back. */
export const Notice = z.object({
  id: z.uuid(), kind: z.enum(['added', 'taken-back']), day: z.iso.date(), from: Clock, to: Clock, room: z.string(), units: z.int(), clinic: z.string(), clinicEn: z.string(),
  madeAt: Moment, seenAt: Moment.nullable(),
})
export type Notice = z.infer<typeof Notice>

export const OperationsNow = z.object({
  asOf: Moment,
  arrivals: z.object({ soFar: z.int(), expectedSoFar: z.number().nullable(), lowSoFar: z.number().nullable(), highSoFar: z.number().nullable(), expectedDay: z.number().nullable(), byHour: z.array(HourNow) }),
  waiting: z.int(), median: z.number().nullable(), p90: z.number().nullable(), seen: z.int(),
  waits: z.array(WaitNow), bottlenecks: z.array(Bottleneck), heat: z.array(HeatRow),
  forecast: z.object({
    madeAt: Moment, historyDays: z.int(), inside80: z.number().nullable(), synthetic: z.boolean(),
    signals: z.array(Named.extend({ times: z.number(), daysAbove: z.int() })),
  }).nullable(),
})
export type OperationsNow = z.infer<typeof OperationsNow>

export const Decision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('accepted'), choice: Choice, seen: z.string() }),
  z.object({ decision: z.literal('declined'), reason: z.string().trim().max(300).default('') }),
])
export type Decision = z.infer<typeof Decision>

/** The rows behind a figure. */
export const DrillQuery = z.object({
  figure: z.enum(['arrivals', 'waiting', 'seen']), departmentId: z.coerce.number().int().positive().optional(), hour: z.coerce.number().int().min(0).max(23).optional(),
})
export type DrillQuery = z.infer<typeof DrillQuery>
export const DrillRow = Named.extend({ visitId: z.uuid(), nameMasked: z.string(), checkedInAt: Moment, startedAt: Moment.nullable(), waited: z.number(), room: z.string(), status: z.string() })
export type DrillRow = z.infer<typeof DrillRow>
