import { z } from 'zod'

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

export const Effect = z.object({ meanWait: z.number(), p90Wait: z.number(), unseen: z.number() })
export const Advice = Named.extend({
  id: z.uuid(), day: z.iso.date(), kind: z.enum(['staffing', 'evening']), fromHour: z.int(), toHour: z.int(), movedFrom: Named.nullable(),
  reason: z.object({ worstHour: z.int(), arrivals: z.number(), room: z.number(), unseen: z.number() }), before: Effect, after: Effect,
  status: z.enum(['open', 'accepted', 'declined']), decision: z.string(),
  outcome: z.object({ arrived: z.int(), expected: z.number(), seen: z.int(), meanWait: z.number().nullable(), p90Wait: z.number().nullable() }).nullable(),
})
export type Advice = z.infer<typeof Advice>

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

export const Decision = z.object({ decision: z.enum(['accepted', 'declined']), reason: z.string().trim().max(300).default('') })
export type Decision = z.infer<typeof Decision>

/** The rows behind a figure. */
export const DrillQuery = z.object({
  figure: z.enum(['arrivals', 'waiting', 'seen']), departmentId: z.coerce.number().int().positive().optional(), hour: z.coerce.number().int().min(0).max(23).optional(),
})
export type DrillQuery = z.infer<typeof DrillQuery>
export const DrillRow = Named.extend({ visitId: z.uuid(), nameMasked: z.string(), checkedInAt: Moment, startedAt: Moment.nullable(), waited: z.number(), room: z.string(), status: z.string() })
export type DrillRow = z.infer<typeof DrillRow>
