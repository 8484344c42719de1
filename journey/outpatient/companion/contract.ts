import { z } from 'zod'
import { Change, EndsAround, Step } from '#journey/outpatient/itinerary/contract.ts'
import { MobilePhone } from '#journey/throughout/people/contract.ts'

const Instant = z.iso.datetime({ offset: true })

/** Each is given on its own: where they are, what comes next, how long it takes, the bill, paying it, what the doctor said to do at home. */
export const scopes = ['where', 'next', 'waiting', 'bill', 'pay', 'teach'] as const
export const Scope = z.enum(scopes)
export type Scope = z.infer<typeof Scope>

export const MakeLeave = z.object({
  personId: z.uuid(),
  name: z.string().trim().min(1).max(40),
  /** A relative whom the region knows as such … */
  companionId: z.uuid().optional(),
  /** … or a phone, which gets the address. */
  phone: MobilePhone.optional(),
  scopes: z.array(Scope).min(1),
  endsAt: Instant,
}).refine((one) => (one.companionId === undefined) !== (one.phone === undefined), { path: ['phone'], message: 'either a relative or a phone' })
export type MakeLeave = z.infer<typeof MakeLeave>

export const Look = z.object({ at: Instant, what: z.enum(['day', 'bill', 'teaching', 'paid']) })

/** A leave as the patient, or the named companion, reads it. */
export const Leave = z.object({
  id: z.uuid(),
  personId: z.uuid(),
  name: z.string(),
  patientMasked: z.string(),
  phoneMasked: z.string(),
  scopes: z.array(Scope),
  madeAt: Instant,
  endsAt: Instant,
  endedAt: Instant.nullable(),
  endedBy: z.enum(['patient', 'companion']).nullable(),
  looks: z.array(Look),
}).meta({ id: 'CompanionLeave' })
export type Leave = z.infer<typeof Leave>

export const Leaves = z.object({
  /** Who may follow this person. */
  given: z.array(Leave),
  /** Whom the one who asks may follow. */
  received: z.array(Leave),
  /** Relatives who may be named without a phone. */
  relatives: z.array(z.object({ personId: z.uuid(), nameMasked: z.string(), kind: z.string() })),
})
export type Leaves = z.infer<typeof Leaves>

/** What a companion sees: as much of the day as was given, and never more. */
export const Followed = z.object({
  leaveId: z.uuid(),
  patientMasked: z.string(),
  scopes: z.array(Scope),
  endsAt: Instant,
  day: z.iso.date(),
  version: z.int(),
  state: z.enum(['planned', 'under-way', 'done']),
  steps: z.array(Step),
  endsAround: EndsAround.nullable(),
  changes: z.array(Change),
  /** What the doctor said to do at home; only with leave for the teaching. */
  teaching: z.array(z.object({ by: z.string(), byEn: z.string(), advice: z.string() })),
  looks: z.array(Look),
  asOf: Instant,
}).meta({ id: 'FollowedDay' })
export type Followed = z.infer<typeof Followed>

/** What whoever pays for somebody is told of the payment. */
export const CompanionPayment = z.object({
  id: z.uuid(),
  state: z.enum(['created', 'confirming', 'unknown', 'succeeded', 'failed', 'closed']),
  amountCents: z.int(),
  payUrl: z.string().nullable(),
}).meta({ id: 'CompanionPayment' })
export type CompanionPayment = z.infer<typeof CompanionPayment>
