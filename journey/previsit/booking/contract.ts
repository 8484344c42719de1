import { z } from 'zod'
import { Half, PoolCode } from '#engines/capacity/contract.ts'
import { practitionerTitles, serviceKinds } from '#journey/throughout/directory/contract.ts'
import { Origin } from './modes.ts'

export { type Half, type PoolCode } from '#engines/capacity/contract.ts'
export {
  CalendarLink, Origin, type OriginKind, Partner, partnerPools, SavePartner, SaveTeam, SendPatient, SentBooking, SeriesRequest, Team, TeamDoctor, type TogetherDetails, TogetherEntry,
  TogetherRequest, WeekOfSeries, WeeksQuery,
} from './modes.ts'

const Id = z.number().int().positive()
const Instant = z.iso.datetime({ offset: true })
const Day = z.iso.date()

export const appointmentStatuses = ['held', 'booked', 'arrived', 'fulfilled', 'cancelled', 'expired', 'no-show', 'suspended'] as const
export const AppointmentStatus = z.enum(appointmentStatuses)
export type AppointmentStatus = z.infer<typeof AppointmentStatus>

export const WishedPeriod = z.object({
  institutionId: Id,
  periodId: Id,
  pool: PoolCode.default('public'),
  /** Who is it for. */
  personId: z.uuid(),
  note: z.string().trim().max(500).default(''),
  /** The visit this one follows up. */
  revisitOf: z.uuid().optional(),
  /** Staff say how the person asked: at the window, or by telephone. */
  channel: z.enum(['window', 'phone']).optional(),
  /** Places kept for others, opened by whoever may judge it: why. On record. */
  override: z.object({ reason: z.string().trim().min(4).max(200) }).optional(),
})
export type WishedPeriod = z.infer<typeof WishedPeriod>

/** Beyond a limit: nobody does it without saying why. */
export const ExceptionRequest = WishedPeriod.required({ override: true })

/** A time directly, or one that was held before. */
export const BookRequest = z.union([z.object({ institutionId: Id, holdId: z.uuid() }), WishedPeriod])
export type BookRequest = z.infer<typeof BookRequest>

export const MoveRequest = z.object({ periodId: Id, pool: PoolCode.default('public') })
export type MoveRequest = z.infer<typeof MoveRequest>

export const CancelRequest = z.object({ reason: z.string().trim().max(200).default('') })
export type CancelRequest = z.infer<typeof CancelRequest>

export const Appointment = z.object({
  institutionId: Id,
  id: z.uuid(),
  personId: z.uuid(),
  sessionId: Id,
  periodId: Id,
  pool: PoolCode,
  serviceId: Id,
  departmentId: Id,
  practitionerId: Id.nullable(),
  day: Day,
  startsAt: Instant,
  endsAt: Instant,
  room: z.string(),
  feeCode: z.string(),
  feeCents: z.number().int(),
  /** What basic insurance usually bears of the fee, in ten-thousandths. */
  insuranceShareBp: z.number().int(),
  status: AppointmentStatus,
  /** A hold ends by itself then. */
  expiresAt: Instant.nullable(),
  /** Cancelling or moving until then costs nothing. */
  cancelBy: Instant,
  channel: z.string(),
  note: z.string(),
  revisitOf: z.uuid().nullable(),
})
export type Appointment = z.infer<typeof Appointment>

export const Practitioner = z.object({ id: Id, name: z.string(), nameEn: z.string(), title: z.enum(practitionerTitles), speciality: z.string() })

/** Where and with whom: what a page says beside a time. */
export const Place = z.object({
  institutionId: Id,
  institutionName: z.string(),
  institutionNameEn: z.string(),
  distanceKm: z.number().nullable(),
  address: z.string(),
  phone: z.string(),
  departmentId: Id,
  departmentName: z.string(),
  departmentNameEn: z.string(),
  building: z.string(),
  floor: z.string(),
  zone: z.string(),
  /** Building, floor and zone in English; empty: as the signs say it. */
  placeEn: z.string(),
  serviceId: Id,
  serviceName: z.string(),
  serviceNameEn: z.string(),
  serviceKind: z.enum(serviceKinds),
  practitioner: Practitioner.nullable(),
  feeCents: z.number().int().nullable(),
  insuranceShareBp: z.number().int(),
})
export type Place = z.infer<typeof Place>

export const AppointmentDetail = Appointment.extend({
  place: Place,
  cancelledLate: z.boolean(),
  /** Who made it, when it was not the patient or their family alone. */
  origin: Origin.nullable(),
  movedFrom: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** What may still be done with it, and by when; the page need not know the rules. */
  may: z.object({ confirm: z.boolean(), cancel: z.boolean(), move: z.boolean(), cancelIsLate: z.boolean() }),
})
export type AppointmentDetail = z.infer<typeof AppointmentDetail>

/** Somebody the desk speaks with, and what they have here. */
export const PersonAtDesk = z.object({
  personId: z.uuid(),
  name: z.string(),
  sex: z.enum(['male', 'female', 'unknown']),
  age: z.number().int(),
  phoneMasked: z.string(),
  appointments: z.array(AppointmentDetail),
})
export type PersonAtDesk = z.infer<typeof PersonAtDesk>

export const FreeTime = z.object({ periodId: Id, startsAt: Instant, endsAt: Instant })
export type FreeTime = z.infer<typeof FreeTime>

export const OpeningsQuery = z.object({
  /** Hospital, department, doctor, disease, in characters or pinyin. */
  q: z.string().trim().max(60).optional(),
  institutionId: z.coerce.number().int().positive().optional(),
  departmentId: z.coerce.number().int().positive().optional(),
  practitionerId: z.coerce.number().int().positive().optional(),
  kind: z.enum(serviceKinds).optional(),
  title: z.enum(practitionerTitles).optional(),
  /** Only times in this half of the day. */
  half: Half.optional(),
  /** Only Saturdays and Sundays. */
  weekend: z.stringbool().optional(),
  /** How many next times of each, each of another half-day. */
  times: z.coerce.number().int().min(1).max(6).default(1),
  near: z.string().max(40).optional(),
  withinKm: z.coerce.number().positive().max(1000).optional(),
  sort: z.enum(['earliest', 'nearest', 'cheapest', 'relevance']).default('earliest'),
  limit: z.coerce.number().int().min(1).max(50).default(20),
  offset: z.coerce.number().int().min(0).max(1000).default(0),
})
export type OpeningsQuery = z.infer<typeof OpeningsQuery>

export const Opening = Place.extend({ next: FreeTime.nullable(), times: z.array(FreeTime) })
export type Opening = z.infer<typeof Opening>

export const Openings = z.object({
  total: z.number().int(),
  didYouMean: z.string().nullable(),
  openings: z.array(Opening),
})
export type Openings = z.infer<typeof Openings>

/** Doctors of the same treatment team with time. */
export const TeamOpenings = z.object({ teams: z.array(z.object({ name: z.string(), nameEn: z.string() })), openings: z.array(Opening) })
export type TeamOpenings = z.infer<typeof TeamOpenings>

export const DayOfService = z.object({
  day: Day,
  halves: z.array(Half),
  /** Of the pools open to everybody. */
  left: z.number().int(),
  state: z.enum(['free', 'full', 'suspended', 'not-open-yet']),
  opensAt: Instant.nullable(),
})
export type DayOfService = z.infer<typeof DayOfService>

export const ServicePage = z.object({
  place: Place,
  /** The same doctor's other clinics, or the department's. */
  others: z.array(z.object({ serviceId: Id, name: z.string(), nameEn: z.string(), kind: z.enum(serviceKinds) })),
  days: z.array(DayOfService),
  holdMinutes: z.number().int(),
})
export type ServicePage = z.infer<typeof ServicePage>

export const PoolOfPeriod = z.object({
  pool: PoolCode, name: z.string(), nameEn: z.string(), units: z.number().int(), left: z.number().int(), opensAt: Instant, open: z.boolean(),
})
export const Period = z.object({
  periodId: Id,
  half: Half,
  startsAt: Instant,
  endsAt: Instant,
  room: z.string(),
  state: z.enum(['free', 'full', 'suspended', 'past', 'not-open-yet']),
  pools: z.array(PoolOfPeriod),
})
export type Period = z.infer<typeof Period>
export const PeriodsOfDay = z.object({ day: Day, cancelBy: Instant, periods: z.array(Period) })
export type PeriodsOfDay = z.infer<typeof PeriodsOfDay>

export const MyAppointmentsQuery = z.object({
  when: z.enum(['upcoming', 'past']).default('upcoming'),
  personId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export type MyAppointmentsQuery = z.infer<typeof MyAppointmentsQuery>

export const DayListQuery = z.object({
  departmentId: z.coerce.number().int().positive().optional(),
  practitionerId: z.coerce.number().int().positive().optional(),
})
export const DayListEntry = Appointment.extend({
  person: z.object({ name: z.string(), sex: z.enum(['male', 'female', 'unknown']), age: z.number().int(), phoneMasked: z.string() }).nullable(),
  serviceName: z.string(),
  serviceNameEn: z.string(),
  practitionerName: z.string().nullable(),
  practitionerNameEn: z.string().nullable(),
  origin: Origin.nullable(),
})
export type DayListEntry = z.infer<typeof DayListEntry>

/** One reason of a refusal, in `details.reasons` of the problem document; `code` is an error code of this module. */
export interface RefusalReason {
  readonly code: string
  /** The appointment in the way, when the one who asks may see it. */
  readonly with?: { readonly institutionId: number; readonly id: string; readonly startsAt: string; readonly endsAt: string }
}
export interface RefusalDetails {
  readonly reasons: readonly RefusalReason[]
  /** The same clinic's next free time. */
  readonly alternative?: { readonly institutionId: number; readonly serviceId: number; readonly periodId: number; readonly startsAt: string; readonly endsAt: string } | null
}
