import { z } from 'zod'

const Cents = z.int()
const Moment = z.iso.datetime()
const Day = z.iso.date()

/** What came in or went back through one channel for one department; department null: for none in particular. */
export const Taking = z.object({
  departmentId: z.int().nullable(), departmentName: z.string(), departmentNameEn: z.string(), channel: z.string(),
  paymentCount: z.int(), paymentCents: Cents, refundCount: z.int(), refundCents: Cents,
})
export type Taking = z.infer<typeof Taking>

/** One channel of a day beside what the ledger says moved on its account. */
export const ChannelDay = z.object({
  channel: z.string(), paymentCount: z.int(), paymentCents: Cents, refundCount: z.int(), refundCents: Cents,
  bookedInCents: Cents, bookedOutCents: Cents,
})
export type ChannelDay = z.infer<typeof ChannelDay>

export const ShiftLine = z.object({
  id: z.uuid(), counter: z.string(), cashier: z.string(), status: z.enum(['open', 'closed']), openedAt: Moment, closedAt: Moment.nullable(),
  openingFloatCents: Cents, cashInCents: Cents, cashOutCents: Cents, expectedCents: Cents.nullable(), countedCents: Cents.nullable(), differenceCents: Cents.nullable(),
})
export type ShiftLine = z.infer<typeof ShiftLine>

/** The boxes of a machine that takes notes: what people put in that day, and what was found in the boxes taken out of it. */
export const BoxLine = z.object({
  machine: z.string(), takenCents: Cents,
  counts: z.array(z.object({ id: z.uuid(), takenOutAt: Moment, takenOutBy: z.string(), countedBy: z.string(), expectedCents: Cents.nullable(), countedCents: Cents.nullable(), differenceCents: Cents.nullable() })),
})
export type BoxLine = z.infer<typeof BoxLine>

/** What came to light about a day after it was closed: it stands in the next day's figures. */
export const Correction = z.object({
  day: Day, departmentId: z.int().nullable(), channel: z.string(),
  paymentCount: z.int(), paymentCents: Cents, refundCount: z.int(), refundCents: Cents,
})
export type Correction = z.infer<typeof Correction>

export const DayFigures = z.object({
  day: Day,
  takings: z.array(Taking),
  channels: z.array(ChannelDay),
  shifts: z.array(ShiftLine),
  /** Absent from days that were closed before machines took cash. */
  boxes: z.array(BoxLine).optional(),
  unknown: z.array(z.object({ paymentId: z.uuid(), channel: z.string(), cents: Cents, since: Moment })),
  statements: z.array(z.object({ channel: z.string(), fileName: z.string(), hash: z.string(), lineCount: z.int(), paymentCents: Cents, refundCents: Cents, feeCents: Cents })),
  differences: z.array(z.object({ channel: z.string(), class: z.string(), open: z.int(), closed: z.int(), openCents: Cents })),
  corrections: z.array(Correction),
})
export type DayFigures = z.infer<typeof DayFigures>

/** What should be so before a day is closed. Some of it may be named instead: then the reason is frozen with the figures. */
export const conditionCodes = ['shifts-open', 'boxes-uncounted', 'earlier-day-open', 'books-differ', 'unknown-payments', 'statements-missing', 'differences-open', 'day-not-over'] as const
export const Condition = z.object({ code: z.enum(conditionCodes), mayBeNamed: z.boolean(), count: z.int(), cents: Cents, about: z.array(z.string()) })
export type Condition = z.infer<typeof Condition>

export const Closed = z.object({
  hash: z.string(), previousHash: z.string().nullable(), closedBy: z.string(), closedAt: Moment, named: z.record(z.string(), z.string()),
  /** True: the figures give this hash when it is computed again. */
  isIntact: z.boolean(),
})

export const FinanceDay = z.object({ figures: DayFigures, conditions: z.array(Condition), seen: z.string(), closed: Closed.nullable() })
export type FinanceDay = z.infer<typeof FinanceDay>

export const CloseDay = z.object({
  /** The hash of the figures that were shown: what is closed is what was seen. */
  seen: z.string().length(64),
  named: z.partialRecord(z.enum(conditionCodes), z.string().trim().min(2).max(300)).default({}),
})
export type CloseDay = z.infer<typeof CloseDay>

export const DayInList = z.object({ day: Day, paymentCents: Cents, refundCents: Cents, corrected: z.boolean(), closedBy: z.string(), closedAt: Moment, hash: z.string() })
export type DayInList = z.infer<typeof DayInList>

/** One payment or refund behind a figure. */
export const TrailLine = z.object({
  kind: z.enum(['payment', 'refund']), id: z.uuid(), billId: z.uuid(), channel: z.string(), at: Moment, cents: Cents, title: z.string(), channelNumber: z.string().nullable(),
})
export type TrailLine = z.infer<typeof TrailLine>

export const TrailEntry = z.object({ transferId: z.uuid(), transferKind: z.string(), reference: z.string(), at: Moment, account: z.string(), owner: z.string(), cents: Cents })
export type TrailEntry = z.infer<typeof TrailEntry>

export const ShiftReport = ShiftLine.extend({
  institutionName: z.string(), institutionNameEn: z.string(), note: z.string(), counted: z.record(z.string(), z.int()),
  payments: z.array(z.object({ channel: z.string(), count: z.int(), cents: Cents })),
  refunds: z.array(z.object({ channel: z.string(), count: z.int(), cents: Cents })),
  receipts: z.object({ first: z.string(), last: z.string(), count: z.int() }).nullable(),
})
export type ShiftReport = z.infer<typeof ShiftReport>

export const Dashboard = z.object({
  from: Day, to: Day,
  days: z.array(z.object({ day: Day, paymentCents: Cents, refundCents: Cents, closed: z.boolean() })),
  departments: z.array(z.object({ departmentId: z.int().nullable(), name: z.string(), nameEn: z.string(), paymentCents: Cents, refundCents: Cents })),
  channels: z.array(z.object({ channel: z.string(), paymentCents: Cents, refundCents: Cents })),
  unknown: z.object({ count: z.int(), cents: Cents, oldest: Moment.nullable() }),
  /** Open differences by how long they have been open. */
  aging: z.array(z.object({ bucket: z.enum(['today', 'days-3', 'days-7', 'older']), count: z.int(), cents: Cents })),
})
export type Dashboard = z.infer<typeof Dashboard>
