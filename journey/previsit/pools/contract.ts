import { z } from 'zod'
import { Half, PoolCode } from '#engines/capacity/contract.ts'
import { serviceKinds } from '#journey/throughout/directory/contract.ts'

const Id = z.number().int().positive()
const Instant = z.iso.datetime({ offset: true })
const Day = z.iso.date()
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

export const channels = ['web', 'window', 'phone', 'kiosk', 'desk'] as const

export const LadderStep = z.object({ flowsTo: PoolCode, daysBefore: z.number().int().min(0).max(60), at: Time, sharePercent: z.number().int().min(1).max(100) })
export type LadderStep = z.infer<typeof LadderStep>

/** Whose pool it is; what is left out does not matter. All left out: given out by staff only. */
export const Eligibility = z.object({
  channels: z.array(z.string().max(20)).max(10).optional(),
  minAge: z.number().int().min(0).max(120).optional(),
  seenWithinDays: z.number().int().min(1).max(3650).optional(),
})
export type Eligibility = z.infer<typeof Eligibility>

export const Pool = z.object({
  code: PoolCode,
  name: z.string(),
  nameEn: z.string(),
  opensDaysBefore: z.number().int(),
  opensAt: Time,
  closesMinutesBefore: z.number().int(),
  eligibility: Eligibility,
  steps: z.array(LadderStep),
  /** Looked after by another part of the platform: its units come and go by themselves. */
  byItself: z.boolean(),
})
export type Pool = z.infer<typeof Pool>

export const PoolChange = z.object({
  opensDaysBefore: z.number().int().min(0).max(60),
  opensAt: Time,
  closesMinutesBefore: z.number().int().min(0).max(2880),
  eligibility: Eligibility,
  steps: z.array(LadderStep).max(9),
})
export type PoolChange = z.infer<typeof PoolChange>

export const Share = z.object({
  id: z.uuid(),
  kind: z.enum(serviceKinds).nullable(),
  departmentId: Id.nullable(),
  serviceId: Id.nullable(),
  pool: PoolCode,
  percent: z.number().int().min(0).max(100),
})
export type Share = z.infer<typeof Share>
export const ShareToSet = Share.omit({ id: true })
export type ShareToSet = z.infer<typeof ShareToSet>
export const PoolRules = z.object({ pools: z.array(Pool), shares: z.array(Share) })
export type PoolRules = z.infer<typeof PoolRules>

export const FillQuery = z.object({ departmentId: z.coerce.number().int().positive(), from: Day, days: z.coerce.number().int().min(1).max(14).default(7) })
export type FillQuery = z.infer<typeof FillQuery>

export const UnitsOfPool = z.object({ pool: PoolCode, units: z.number().int(), taken: z.number().int() })
export type UnitsOfPool = z.infer<typeof UnitsOfPool>

/** How many will be taken when the session begins; from the same clinic's past sessions on the same weekday. */
export const Forecast = z.object({
  state: z.enum(['known', 'not-enough']),
  /** How many past sessions it rests on. */
  sessions: z.number().int(),
  low: z.number().int().optional(),
  middle: z.number().int().optional(),
  high: z.number().int().optional(),
})
export type Forecast = z.infer<typeof Forecast>

export const SessionFill = z.object({
  sessionId: Id,
  day: Day,
  half: Half,
  startsAt: Instant,
  endsAt: Instant,
  status: z.enum(['open', 'suspended', 'closed']),
  pools: z.array(UnitsOfPool),
  units: z.number().int(),
  taken: z.number().int(),
  forecast: Forecast,
})
export type SessionFill = z.infer<typeof SessionFill>

export const ServiceFill = z.object({
  serviceId: Id,
  serviceName: z.string(),
  serviceNameEn: z.string(),
  kind: z.enum(serviceKinds),
  practitionerName: z.string().nullable(),
  practitionerNameEn: z.string().nullable(),
  sessions: z.array(SessionFill),
})
export type ServiceFill = z.infer<typeof ServiceFill>
export const Fill = z.object({ days: z.array(Day), services: z.array(ServiceFill) })
export type Fill = z.infer<typeof Fill>

/** One sentence of a period's story: how many units went from where to where, when, by whom, why. */
export const Movement = z.object({
  from: PoolCode.nullable(), to: PoolCode.nullable(), units: z.number().int(), reason: z.string(), byName: z.string().nullable(), movedAt: Instant,
})
export type Movement = z.infer<typeof Movement>
export const PeriodStory = z.object({
  periodId: Id, startsAt: Instant, endsAt: Instant, pools: z.array(UnitsOfPool),
  /** What the pattern of the clinic gave it in the first place. */
  began: z.array(z.object({ pool: PoolCode, units: z.number().int() })),
  movements: z.array(Movement),
})
export type PeriodStory = z.infer<typeof PeriodStory>
export const SessionStory = z.object({ session: SessionFill, serviceId: Id, periods: z.array(PeriodStory) })
export type SessionStory = z.infer<typeof SessionStory>

export const MoveRequest = z.object({
  periodId: Id, from: PoolCode, to: PoolCode, units: z.number().int().min(1).max(100), reason: z.string().trim().min(2).max(200),
})
export type MoveRequest = z.infer<typeof MoveRequest>

/** Indicator 2: units open to primary care over all outpatient units. `share` is null where there were no units. */
export const ReleaseShare = z.object({
  month: z.string(), group: z.enum(['all', 'expert', 'general']), units: z.number().int(), released: z.number().int(), taken: z.number().int(), share: z.number().nullable(),
})
export type ReleaseShare = z.infer<typeof ReleaseShare>
export const ReleaseFigures = z.object({
  institutionId: Id, institutionName: z.string(), institutionNameEn: z.string(), from: Day, to: Day, pools: z.array(PoolCode),
  target: z.object({ expertPercent: z.number(), basis: z.string(), basisEn: z.string(), source: z.string(), verified: z.boolean() }),
  rows: z.array(ReleaseShare),
})
export type ReleaseFigures = z.infer<typeof ReleaseFigures>
export const ReleaseQuery = z.object({ from: Day, to: Day })
export const ReleaseUnitsQuery = z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), group: z.enum(['all', 'expert', 'general']).default('all') })

export const ReleasedSession = z.object({
  serviceId: Id, serviceName: z.string(), serviceNameEn: z.string(), practitionerName: z.string().nullable(), practitionerNameEn: z.string().nullable(),
  sessionId: Id, day: Day, units: z.number().int(), released: z.number().int(), taken: z.number().int(),
})
export type ReleasedSession = z.infer<typeof ReleasedSession>
