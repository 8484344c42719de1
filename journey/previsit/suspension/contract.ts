import { z } from 'zod'
import { Half } from '#engines/capacity/contract.ts'
import { Place } from '#journey/previsit/booking/contract.ts'

const Id = z.number().int().positive()
const Instant = z.iso.datetime({ offset: true })

export const suspensionReasons = ['illness', 'emergency-duty', 'meeting', 'equipment', 'other'] as const
export const SuspensionReason = z.enum(suspensionReasons)
export type SuspensionReason = z.infer<typeof SuspensionReason>

/** asked: a physician asked, the outpatient office has not answered · ordered: will be carried out within seconds. */
export const SuspensionStatus = z.enum(['asked', 'ordered', 'in-force', 'refused', 'reinstated', 'not-needed'])
export type SuspensionStatus = z.infer<typeof SuspensionStatus>

export const AffectedState = z.enum(['open', 'rebooked', 'declined', 'reinstated'])
export type AffectedState = z.infer<typeof AffectedState>

export const SessionsQuery = z.object({
  practitionerId: z.coerce.number().int().positive().optional(),
  departmentId: z.coerce.number().int().positive().optional(),
  from: z.iso.date(),
  to: z.iso.date(),
})
export type SessionsQuery = z.infer<typeof SessionsQuery>

/** A session that might be suspended, and whom it would touch. */
export const SessionToSuspend = z.object({
  sessionId: Id,
  serviceId: Id,
  serviceName: z.string(),
  serviceNameEn: z.string(),
  practitionerId: Id.nullable(),
  practitionerName: z.string().nullable(),
  practitionerNameEn: z.string().nullable(),
  day: z.iso.date(),
  half: Half,
  startsAt: Instant,
  endsAt: Instant,
  status: z.enum(['open', 'suspended', 'closed']),
  /** People who would be told and offered another time. */
  people: z.number().int(),
  /** Already checked in: somebody has to speak with them. */
  here: z.number().int(),
  periods: z.array(z.object({ periodId: Id, startsAt: Instant, endsAt: Instant, people: z.number().int(), here: z.number().int() })),
})
export type SessionToSuspend = z.infer<typeof SessionToSuspend>

export const SuspendRequest = z.object({
  sessions: z.array(z.object({ sessionId: Id, periodIds: z.array(Id).min(1).max(200).optional() })).min(1).max(100),
  reason: SuspensionReason,
  note: z.string().trim().max(200).default(''),
})
export type SuspendRequest = z.infer<typeof SuspendRequest>

export const Suspension = z.object({
  institutionId: Id,
  id: z.uuid(),
  batchId: z.uuid(),
  sessionId: Id,
  /** null: the whole session. */
  periodIds: z.array(Id).nullable(),
  serviceId: Id,
  serviceName: z.string(),
  serviceNameEn: z.string(),
  practitionerId: Id.nullable(),
  practitionerName: z.string().nullable(),
  practitionerNameEn: z.string().nullable(),
  day: z.iso.date(),
  startsAt: Instant,
  endsAt: Instant,
  reason: SuspensionReason,
  note: z.string(),
  status: SuspensionStatus,
  askedByName: z.string(),
  askedAt: Instant,
  here: z.number().int(),
  counts: z.object({
    people: z.number().int(), told: z.number().int(), open: z.number().int(), rebooked: z.number().int(), declined: z.number().int(),
    reinstated: z.number().int(), toCall: z.number().int(),
  }),
})
export type Suspension = z.infer<typeof Suspension>

export const CallOutcome = z.enum(['reached', 'no-answer', 'wrong-number'])
export type CallOutcome = z.infer<typeof CallOutcome>
export const CallMark = z.object({ outcome: CallOutcome, note: z.string().trim().max(200).default('') })
export type CallMark = z.infer<typeof CallMark>

/** Nothing was paid · it is on its way back · it is back · to be fetched at a window · the channel refused, people look after it. */
export const RefundOfFee = z.object({ state: z.enum(['nothing-paid', 'on-its-way', 'refunded', 'at-window', 'looked-after']), amountCents: z.number().int() })
export type RefundOfFee = z.infer<typeof RefundOfFee>

export const Offer = z.object({
  id: z.uuid(),
  kind: z.enum(['same-doctor', 'same-department', 'other-hospital']),
  institutionId: Id,
  startsAt: Instant,
  endsAt: Instant,
  expiresAt: Instant,
  place: Place,
  distanceKm: z.number().nullable(),
})
export type Offer = z.infer<typeof Offer>

/** One appointment that was taken from somebody, as they see it. */
export const MySuspension = z.object({
  institutionId: Id,
  appointmentId: z.uuid(),
  personId: z.uuid(),
  startsAt: Instant,
  place: Place,
  reason: SuspensionReason,
  state: AffectedState,
  refund: RefundOfFee,
  /** Being looked for: the offers come within seconds. */
  preparing: z.boolean(),
  offers: z.array(Offer),
  offeredUntil: Instant.nullable(),
  newAppointment: z.object({ institutionId: Id, id: z.uuid() }).nullable(),
})
export type MySuspension = z.infer<typeof MySuspension>

/** One row of the worklist: what happened with one person. */
export const AffectedPerson = z.object({
  appointmentId: z.uuid(),
  personId: z.uuid(),
  name: z.string(),
  sex: z.enum(['male', 'female', 'unknown']),
  age: z.number().int(),
  phoneMasked: z.string(),
  startsAt: Instant,
  state: AffectedState,
  toldAt: Instant.nullable(),
  phones: z.number().int().nullable(),
  offeredUntil: Instant.nullable(),
  refund: RefundOfFee,
  needsCall: z.boolean(),
  calls: z.array(z.object({ outcome: CallOutcome, note: z.string(), byName: z.string(), at: Instant })),
  newAppointment: z.object({ institutionId: Id, id: z.uuid(), startsAt: Instant.nullable() }).nullable(),
})
export type AffectedPerson = z.infer<typeof AffectedPerson>
export const SuspensionDetail = z.object({ suspension: Suspension, people: z.array(AffectedPerson), mayReinstate: z.boolean() })
export type SuspensionDetail = z.infer<typeof SuspensionDetail>

export const Rebook = z.object({ offerId: z.uuid() })
export const Reinstated = z.object({ suspension: Suspension, back: z.number().int(), notBack: z.number().int() })
