import { z } from 'zod'
import { Half, PoolCode } from '#engines/capacity/contract.ts'
import { serviceKinds } from '#journey/throughout/directory/contract.ts'

export { halves, type Half, type PoolCode } from '#engines/capacity/contract.ts'
export { columns as importColumns } from './import/columns.ts'

const Id = z.number().int().positive()
const Day = z.iso.date()
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** Midnight at the end of a day is 24:00. */
const ClockTo = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)
const Room = z.string().trim().max(40)
const Minutes = z.number().int().min(5).max(60)
/** Units of each period by pool. */
const Units = z.partialRecord(PoolCode, z.number().int().min(0).max(100))
export type Units = z.infer<typeof Units>
/** Equal units give equal text; none at all is as good as zero. */
export const unitsAsText = (units: Units): string => Object.entries(units).filter(([, count]) => count > 0).map(([code, count]) => `${code} ${count}`).sort((a, b) => a.localeCompare(b)).join(', ')

export const MOST_EDITS = 500

/** A weekly pattern. weekdays: 1 Monday … 7 Sunday, 8 a public holiday. */
export const TemplateBody = z.object({
  weekdays: z.array(z.number().int().min(1).max(8)).min(1).max(8),
  half: Half,
  from: Clock,
  to: ClockTo,
  periodMinutes: Minutes,
  pools: Units,
  room: Room,
  validFrom: Day,
  validTo: Day.nullable(),
})
export type TemplateBody = z.infer<typeof TemplateBody>

const NewTemplate = z.object({ kind: z.literal('template-new'), serviceId: Id, template: TemplateBody })
const TemplateChange = z.object({
  kind: z.literal('template-change'), templateId: Id,
  /** From this day on; what was before stays as it was. */
  from: Day,
  change: TemplateBody.omit({ validFrom: true }).partial(),
})
const TemplateEnd = z.object({ kind: z.literal('template-end'), templateId: Id, lastDay: Day })
const TemplateException = z.object({
  kind: z.literal('exception'), templateId: Id, day: Day,
  /** off: no session that day · hours: other hours · back: as the pattern says again. */
  what: z.enum(['off', 'hours', 'back']), from: Clock.optional(), to: ClockTo.optional(), room: Room.optional(),
})
const SessionAdd = z.object({
  kind: z.literal('session-add'), serviceId: Id, day: Day, half: Half, from: Clock, to: ClockTo, periodMinutes: Minutes, pools: Units, room: Room,
  /** Who sits there, for a clinic that is nobody's own: their time is kept, and they are nowhere else then. */
  practitionerId: Id.optional(),
})
const SessionMove = z.object({ kind: z.literal('session-move'), sessionId: Id, day: Day, from: Clock, half: Half.optional(), room: Room.optional() })
const SessionChange = z.object({
  kind: z.literal('session-change'), sessionId: Id, pools: Units.optional(), periodMinutes: Minutes.optional(), room: Room.optional(),
  from: Clock.optional(), to: ClockTo.optional(),
})
const SessionClose = z.object({ kind: z.literal('session-close'), sessionId: Id })
const SessionHandOver = z.object({ kind: z.literal('session-hand-over'), sessionId: Id, serviceId: Id })

/** One thing to change in the schedule. Every change, from a page, a spreadsheet or taken back, is a list of these. */
export const Edit = z.discriminatedUnion('kind', [
  NewTemplate, TemplateChange, TemplateEnd, TemplateException, SessionAdd, SessionMove, SessionChange, SessionClose, SessionHandOver,
])
export type Edit = z.infer<typeof Edit>

export const problemCodes = [
  'no-such-template', 'no-such-session', 'no-such-clinic', 'no-such-doctor', 'ends-before-starts', 'no-period-fits', 'no-units', 'unknown-pool', 'starts-too-soon', 'past',
  'suspended', 'not-in-pattern', 'doctor-busy', 'doctor-busy-weekly', 'holder-busy', 'people-arrived', 'nothing-changes', 'session-exists',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** Why an edit cannot be applied. */
export const PlanProblem = z.object({
  /** Which of the edits, from 0. */
  edit: z.number().int(),
  code: z.enum(problemCodes),
  day: Day.nullable(),
  /** The session or clinic in the way, in words. */
  with: z.string().nullable(),
  sessionId: z.number().int().nullable(),
  /** The booked person who would be in two places. */
  personName: z.string().nullable(),
})
export type PlanProblem = z.infer<typeof PlanProblem>

const sessionActions = ['appears', 'changes', 'vanishes', 'stays', 'moves', 'handed-over', 'reopens'] as const
export type SessionAction = (typeof sessionActions)[number]

export const SessionEffect = z.object({
  action: z.enum(sessionActions),
  sessionId: z.number().int().nullable(),
  day: Day,
  half: Half,
  from: Clock,
  to: ClockTo,
  room: z.string(),
  /** Where and when it was, for what moves or changes its hours. */
  before: z.object({ day: Day, from: Clock, to: ClockTo, room: z.string(), practitionerName: z.string().nullable() }).nullable(),
  serviceId: Id,
  serviceName: z.string(),
  serviceNameEn: z.string(),
  practitionerName: z.string().nullable(),
  practitionerNameEn: z.string().nullable(),
  unitsAdded: z.number().int(),
  unitsWithdrawn: z.number().int(),
  /** Units somebody has: they stay. */
  taken: z.number().int(),
})
export type SessionEffect = z.infer<typeof SessionEffect>

export const PoolEffect = z.object({ pool: PoolCode, added: z.number().int(), withdrawn: z.number().int(), kept: z.number().int() })
export type PoolEffect = z.infer<typeof PoolEffect>

const counts = {
  appear: z.number().int(), change: z.number().int(), vanish: z.number().int(), stay: z.number().int(), move: z.number().int(), handOver: z.number().int(), reopen: z.number().int(),
  unitsAdded: z.number().int(), unitsWithdrawn: z.number().int(),
  /** Asked to be withdrawn, but somebody has them. */
  unitsKept: z.number().int(),
  /** Booked people who get another time, doctor or room, and are told. */
  peopleTold: z.number().int(),
  /** Booked people whose time is no longer in the pattern; it stays theirs. */
  peopleStaying: z.number().int(),
}
export const PlanCounts = z.object(counts)
export type PlanCounts = z.infer<typeof PlanCounts>

/** Exactly what applying would do. */
export const Plan = z.object({
  /** Send it back with apply: it is applied as it was shown, or not at all. */
  seen: z.string(),
  counts: PlanCounts,
  sessions: z.array(SessionEffect),
  pools: z.array(PoolEffect),
  problems: z.array(PlanProblem),
  /** Until which day sessions exist; later ones appear by the pattern. */
  until: Day,
  /** Years whose public holidays are not published yet. */
  unpublishedYears: z.array(z.string()),
})
export type Plan = z.infer<typeof Plan>

const Edits = z.array(Edit).min(1).max(MOST_EDITS)
export const PreviewRequest = z.object({ edits: Edits })
export const ApplyRequest = z.object({ edits: Edits, seen: z.string(), reason: z.string().trim().max(300).default('') })
export type ApplyRequest = z.infer<typeof ApplyRequest>

export const changeKinds = ['template', 'exception', 'session', 'substitution', 'import', 'take-back'] as const
export const Change = z.object({
  id: z.uuid(), kind: z.enum(changeKinds), reason: z.string(), counts: PlanCounts, fileName: z.string().nullable(), madeAt: z.iso.datetime({ offset: true }),
  by: z.string(), mayTakeBack: z.boolean(), takenBack: z.boolean(),
})
export type Change = z.infer<typeof Change>
export const Applied = z.object({ changeId: z.uuid(), plan: Plan, mayTakeBack: z.boolean() })
export type Applied = z.infer<typeof Applied>

const QueryId = z.coerce.number().int().positive()
export const CalendarQuery = z.object({ from: Day, to: Day, departmentId: QueryId.optional(), practitionerId: QueryId.optional() })
export type CalendarQuery = z.infer<typeof CalendarQuery>

export const CalendarSession = z.object({
  id: Id, day: Day, half: Half, from: Clock, to: ClockTo, room: z.string(), status: z.enum(['open', 'suspended', 'closed']),
  serviceId: Id, serviceName: z.string(), serviceNameEn: z.string(), kind: z.enum(serviceKinds), departmentId: Id,
  practitionerId: Id.nullable(), practitionerName: z.string().nullable(), practitionerNameEn: z.string().nullable(),
  templateId: Id.nullable(), periodMinutes: z.number().int(), units: z.number().int(), taken: z.number().int(),
  pools: z.array(z.object({ code: PoolCode, units: z.number().int(), taken: z.number().int() })),
})
export type CalendarSession = z.infer<typeof CalendarSession>

export const CalendarDay = z.object({ day: Day, weekday: z.number().int(), festival: z.string().nullable(), makesUp: z.boolean() })
export const Calendar = z.object({
  days: z.array(CalendarDay), sessions: z.array(CalendarSession), until: Day, unpublishedYears: z.array(z.string()),
  /** Whether the reader may change what they see. */
  mayChange: z.boolean(),
})
export type Calendar = z.infer<typeof Calendar>

export const Template = TemplateBody.extend({
  id: Id, serviceId: Id, serviceName: z.string(), serviceNameEn: z.string(), departmentId: Id, practitionerName: z.string().nullable(), practitionerNameEn: z.string().nullable(),
  exceptions: z.array(z.object({ day: Day, from: Clock.nullable(), to: ClockTo.nullable(), room: z.string().nullable(), reason: z.string() })),
})
export type Template = z.infer<typeof Template>

/** What the pages need once: clinics, doctors, pools, rooms' words. */
export const Clinic = z.object({
  id: Id, departmentId: Id, practitionerId: Id.nullable(), kind: z.enum(serviceKinds), name: z.string(), nameEn: z.string(), feeCode: z.string(),
  feeCents: z.number().int().nullable(), active: z.boolean(),
})
export type Clinic = z.infer<typeof Clinic>
export const Setup = z.object({
  departments: z.array(z.object({ id: Id, name: z.string(), nameEn: z.string() })),
  practitioners: z.array(z.object({ id: Id, departmentId: Id, name: z.string(), nameEn: z.string(), room: z.string() })),
  clinics: z.array(Clinic),
  pools: z.array(z.object({ code: PoolCode, name: z.string(), nameEn: z.string() })),
  fees: z.array(z.object({ code: z.string(), name: z.string(), nameEn: z.string(), priceCents: z.number().int() })),
  today: Day,
})
export type Setup = z.infer<typeof Setup>

export const rowFaultCodes = [
  'missing-column', 'empty', 'required', 'not-a-number', 'out-of-range', 'not-a-time', 'not-a-date', 'not-a-weekday', 'not-one-of', 'unknown-clinic', 'ambiguous-clinic',
  'unknown-pool', 'no-units', 'ends-before-starts', 'no-period-fits', 'starts-too-soon', 'twice', 'doctor-busy', 'doctor-busy-weekly', 'too-many-rows', 'holder-busy', 'cannot',
] as const
export type RowFaultCode = (typeof rowFaultCodes)[number]
/** What is wrong in a row of the file, in which column. */
export const RowFault = z.object({ row: z.number().int(), column: z.string(), value: z.string(), code: z.enum(rowFaultCodes), with: z.string().nullable() })
export type RowFault = z.infer<typeof RowFault>

/** A file as base64. goodRowsOnly: leave rows with faults out; otherwise any fault stops all. */
export const ImportRequest = z.object({ file: z.base64().min(1).max(6_000_000), fileName: z.string().trim().max(200), goodRowsOnly: z.boolean().default(false) })
export type ImportRequest = z.infer<typeof ImportRequest>
export const ImportApply = ImportRequest.extend({ seen: z.string(), reason: z.string().trim().max(300).default('') })
export const ImportCheck = z.object({
  rows: z.number().int(), good: z.number().int(),
  /** Rows that say what is already so. */
  unchanged: z.number().int(),
  faults: z.array(RowFault), plan: Plan.nullable(),
})
export type ImportCheck = z.infer<typeof ImportCheck>
