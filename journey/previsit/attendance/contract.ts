import { z } from 'zod'

const Id = z.number().int().positive()
const Instant = z.iso.datetime({ offset: true })
const Day = z.iso.date()

export const marks = ['72h', '24h', '2h'] as const
export type Mark = (typeof marks)[number]

export const answers = ['confirmed', 'on-my-way', 'cancelled'] as const
export const Answer = z.enum(answers)
export type Answer = z.infer<typeof Answer>

/** One visit of a link, as the page shows it: nothing that a stranger with the link should not read. */
export const LinkedVisit = z.object({
  institutionId: Id,
  appointmentId: z.uuid(),
  startsAt: Instant,
  endsAt: Instant,
  status: z.string(),
  hospital: z.string(),
  hospitalEn: z.string(),
  address: z.string(),
  phone: z.string(),
  department: z.string(),
  departmentEn: z.string(),
  where: z.string(),
  doctor: z.string().nullable(),
  doctorEn: z.string().nullable(),
  answer: Answer.nullable(),
  may: z.object({ confirm: z.boolean(), onMyWay: z.boolean(), cancel: z.boolean(), move: z.boolean(), cancelIsLate: z.boolean() }),
  cancelBy: Instant,
})
export type LinkedVisit = z.infer<typeof LinkedVisit>

export const ReminderLink = z.object({
  nameMasked: z.string(),
  /** The page begins in large letters. */
  elder: z.boolean(),
  visits: z.array(LinkedVisit),
})
export type ReminderLink = z.infer<typeof ReminderLink>

export const AnswerRequest = z.object({ appointmentId: z.uuid(), answer: Answer })
export type AnswerRequest = z.infer<typeof AnswerRequest>

/** What a person said about an appointment, and whether they were reminded. */
export const Attendance = z.object({
  answer: Answer.nullable(),
  answeredAt: Instant.nullable(),
  reminders: z.array(z.object({ mark: z.enum(marks), at: Instant })),
  mayConfirm: z.boolean(),
})
export type Attendance = z.infer<typeof Attendance>

export const DayAnswer = z.object({ appointmentId: z.uuid(), answer: Answer, via: z.enum(['link', 'page', 'call']), answeredAt: Instant })
export type DayAnswer = z.infer<typeof DayAnswer>

export const callResults = ['confirmed', 'cancelled', 'wants-another-time', 'no-answer', 'wrong-number'] as const
export const CallResult = z.enum(callResults)
export type CallResult = z.infer<typeof CallResult>

/** Somebody to ring. Why is said in words; a likelihood is not. */
export const CallEntry = z.object({
  appointmentId: z.uuid(),
  startsAt: Instant,
  reason: z.enum(['no-phone', 'please-call']),
  person: z.object({ personId: z.uuid(), name: z.string(), sex: z.enum(['male', 'female', 'unknown']), age: z.number().int(), phoneMasked: z.string() }).nullable(),
  department: z.string(),
  departmentEn: z.string(),
  doctor: z.string().nullable(),
  doctorEn: z.string().nullable(),
  tries: z.number().int(),
  result: CallResult.nullable(),
  closed: z.boolean(),
  rungAt: Instant.nullable(),
  answer: Answer.nullable(),
})
export type CallEntry = z.infer<typeof CallEntry>

export const CallMark = z.object({ result: CallResult })
export type CallMark = z.infer<typeof CallMark>

export const ExtraUnits = z.object({ periodId: Id, units: z.number().int().positive() })
export type ExtraUnits = z.infer<typeof ExtraUnits>

export const PeriodAdvice = z.object({
  periodId: Id, startsAt: Instant, endsAt: Instant, units: z.number().int(), taken: z.number().int(), expected: z.number(), extra: z.number().int(),
})
export type PeriodAdvice = z.infer<typeof PeriodAdvice>

export const SessionAdvice = z.object({
  sessionId: Id,
  serviceId: Id,
  service: z.string(),
  serviceEn: z.string(),
  department: z.string(),
  departmentEn: z.string(),
  doctor: z.string().nullable(),
  doctorEn: z.string().nullable(),
  day: Day,
  startsAt: Instant,
  endsAt: Instant,
  units: z.number().int(),
  taken: z.number().int(),
  expected: z.number(),
  /** How likely 0, 1, 2 … of those booked come. */
  distribution: z.array(z.number()),
  periods: z.array(PeriodAdvice),
  extra: z.number().int(),
  /** How likely somebody waits longer than the bound: as it is, and with the extra units taken. */
  breakingNow: z.number(),
  breakingThen: z.number(),
  /** Why nothing is advised, when nothing is. */
  because: z.enum(['room-left', 'all-come', 'bound-reached', 'over-soon', 'kept-for-elders']).nullable(),
  decided: z.object({
    decision: z.enum(['accepted', 'declined']), added: z.number().int(), at: Instant, came: z.number().int().nullable(), waitedLonger: z.boolean().nullable(),
  }).nullable(),
})
export type SessionAdvice = z.infer<typeof SessionAdvice>

export const DayAdvice = z.object({ waitMinutes: z.number().int(), breakingAtMost: z.number(), sessions: z.array(SessionAdvice) })
export type DayAdvice = z.infer<typeof DayAdvice>

export const Decision = z.object({ decision: z.enum(['accepted', 'declined']), units: z.array(ExtraUnits).max(60) })
export type Decision = z.infer<typeof Decision>

export const Figures = z.object({
  from: Day,
  to: Day,
  marks: z.array(z.object({ mark: z.enum(marks), sent: z.number().int(), noPhone: z.number().int(), visits: z.number().int() })),
  /** Of the visits in these days that anybody was reminded of. */
  reminded: z.number().int(),
  confirmed: z.number().int(),
  onTheWay: z.number().int(),
  cancelledByLink: z.number().int(),
  calls: z.object({ asked: z.number().int(), reached: z.number().int(), open: z.number().int() }),
  overbooking: z.object({ accepted: z.number().int(), added: z.number().int(), measured: z.number().int(), waitedLonger: z.number().int(), promised: z.number() }),
  calibration: z.object({ at: Instant, visits: z.number().int(), missed: z.number().int() }).nullable(),
  /** Of the visits of these days that are over: how many were missed, and how many had been expected to be. */
  outcomes: z.object({ over: z.number().int(), missed: z.number().int(), expected: z.number() }),
})
export type Figures = z.infer<typeof Figures>
