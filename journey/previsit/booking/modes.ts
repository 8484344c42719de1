import { z } from 'zod'
import { PoolCode } from '#engines/capacity/contract.ts'
import { serviceKinds } from '#journey/throughout/directory/contract.ts'

/** Contracts of booking by others and for several; the front door is contract.ts. */
const Id = z.number().int().positive()
const Instant = z.iso.datetime({ offset: true })
const Reason = z.string().trim().min(4).max(300)

export const originKinds = ['desk', 'revisit', 'cross-department', 'team', 'consortium', 'together', 'series'] as const
export type OriginKind = (typeof originKinds)[number]

/** How an appointment came to be, when somebody else made it or it belongs to others. */
export const Origin = z.object({
  kind: z.enum(originKinds),
  reason: z.string(),
  /** Where whoever booked works; null: the patient or their family. */
  fromInstitutionId: Id.nullable(),
  fromInstitutionName: z.string(),
  fromInstitutionNameEn: z.string(),
  fromName: z.string(),
  referringVisit: z.uuid().nullable(),
  consentedAt: Instant.nullable(),
  togetherId: z.uuid().nullable(),
})
export type Origin = z.infer<typeof Origin>

/** One place of a group or a series. */
export const TogetherEntry = z.object({ personId: z.uuid(), periodId: Id, pool: PoolCode.default('public') })
export type TogetherEntry = z.infer<typeof TogetherEntry>

export const TogetherRequest = z.object({
  institutionId: Id,
  entries: z.array(TogetherEntry).min(2).max(10),
  note: z.string().trim().max(500).default(''),
  channel: z.enum(['window', 'phone']).optional(),
})
export type TogetherRequest = z.infer<typeof TogetherRequest>

export const SeriesRequest = z.object({
  institutionId: Id,
  personId: z.uuid(),
  periods: z.array(z.object({ periodId: Id, pool: PoolCode.default('public') })).min(2).max(10),
  note: z.string().trim().max(500).default(''),
  channel: z.enum(['window', 'phone']).optional(),
})
export type SeriesRequest = z.infer<typeof SeriesRequest>

/** Why a group or series was not booked: each place by itself. One without reasons would have been free. */
export interface TogetherDetails {
  readonly entries: readonly {
    readonly personId: string
    readonly periodId: number
    readonly reasons: readonly { readonly code: string }[]
  }[]
}

/** One week of a series: the time nearest to the one asked for, or nothing. */
export const WeekOfSeries = z.object({
  day: z.iso.date(),
  state: z.enum(['free', 'full', 'none', 'suspended', 'not-open-yet']),
  period: z.object({ periodId: Id, pool: PoolCode, startsAt: Instant, endsAt: Instant, exact: z.boolean() }).nullable(),
})
export type WeekOfSeries = z.infer<typeof WeekOfSeries>

export const WeeksQuery = z.object({
  periodId: z.coerce.number().int().positive(),
  weeks: z.coerce.number().int().min(2).max(6).default(4),
  everyWeeks: z.coerce.number().int().min(1).max(2).default(1),
})

/** A doctor who can belong to a team. */
export const TeamDoctor = z.object({ practitionerId: Id, name: z.string(), nameEn: z.string(), departmentName: z.string(), departmentNameEn: z.string() })
export type TeamDoctor = z.infer<typeof TeamDoctor>

export const Team = z.object({
  id: Id,
  name: z.string(),
  nameEn: z.string(),
  members: z.array(TeamDoctor.extend({ leads: z.boolean() })),
})
export type Team = z.infer<typeof Team>

export const SaveTeam = z.object({
  name: z.string().trim().min(2).max(60),
  nameEn: z.string().trim().max(60).default(''),
  memberIds: z.array(Id).min(2).max(30),
  leadId: Id.nullable().default(null),
})
export type SaveTeam = z.infer<typeof SaveTeam>

/** Who may send patients to a hospital, and from which pools they book. */
export const partnerPools = ['consortium', 'family-doctor', 'public'] as const
export const Partner = z.object({
  institutionId: Id,
  name: z.string(),
  nameEn: z.string(),
  pools: z.array(z.enum(partnerPools)),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
})
export type Partner = z.infer<typeof Partner>

export const SavePartner = z.object({ pools: z.array(z.enum(partnerPools)).min(1), validTo: z.iso.date().nullable().default(null) })
export type SavePartner = z.infer<typeof SavePartner>

/** A resident is booked for at the partner hospital: from which places, why, and that they agree. */
export const SendPatient = z.object({
  institutionId: Id,
  periodId: Id,
  pool: z.enum(partnerPools).default('consortium'),
  personId: z.uuid(),
  reason: Reason,
  consent: z.literal(true),
})
export type SendPatient = z.infer<typeof SendPatient>

export const SentBooking = z.object({
  institutionId: Id,
  id: z.uuid(),
  personId: z.uuid(),
  personName: z.string(),
  startsAt: Instant,
  endsAt: Instant,
  status: z.string(),
  pool: PoolCode,
  reason: z.string(),
  fromName: z.string(),
  byMe: z.boolean(),
  createdAt: Instant,
  institutionName: z.string(),
  institutionNameEn: z.string(),
  departmentName: z.string(),
  departmentNameEn: z.string(),
  serviceName: z.string(),
  serviceNameEn: z.string(),
  serviceKind: z.enum(serviceKinds),
  practitionerName: z.string().nullable(),
  practitionerNameEn: z.string().nullable(),
  mayChange: z.boolean(),
})
export type SentBooking = z.infer<typeof SentBooking>

/** Where a calendar reads all appointments; whoever has it can read them. */
export const CalendarLink = z.object({ path: z.string() })
export type CalendarLink = z.infer<typeof CalendarLink>
