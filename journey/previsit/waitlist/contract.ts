import { z } from 'zod'
import { Half } from '#engines/capacity/contract.ts'
import { Place } from '#journey/previsit/booking/contract.ts'

const Id = z.number().int().positive()
const Instant = z.iso.datetime({ offset: true })
const Day = z.iso.date()

export const JoinRequest = z.object({
  institutionId: Id,
  serviceId: Id,
  personId: z.uuid(),
  /** Absent: this doctor only. 0: any like this at this hospital. More: also at hospitals so many kilometres away. */
  withinKm: z.number().min(0).max(100).optional(),
  /** Where the person sets out from, for the distance; the asked hospital stands in. */
  near: z.string().max(40).optional(),
  fromDay: Day,
  toDay: Day,
  halves: z.array(Half).min(1).max(3),
  /** How many hours beforehand they must know. */
  noticeHours: z.number().int().min(0).max(240).default(4),
  /** Times until this day, on these half-days, are booked at once without asking. */
  auto: z.object({ untilDay: Day, halves: z.array(Half).min(1).max(3) }).optional(),
  /** A later appointment of theirs that is given back when this brings a sooner one. */
  insteadOf: z.object({ institutionId: Id, appointmentId: z.uuid() }).optional(),
  note: z.string().trim().max(200).default(''),
  /** Staff: somebody without a smartphone is called. */
  contact: z.enum(['message', 'call']).default('message'),
})
export type JoinRequest = z.infer<typeof JoinRequest>

export const entryStatuses = ['waiting', 'booked', 'withdrawn', 'over'] as const
export const offerStatuses = ['open', 'accepted', 'declined', 'expired', 'taken', 'withdrawn', 'gone'] as const
export type OfferStatus = (typeof offerStatuses)[number]

export const PriorityRequest = z.object({ priority: z.number().int().min(1).max(3), reason: z.string().trim().min(2).max(200) })

/** How likely it is that a time comes: a range from what happened before, or the plain word that too little is known. */
export const Odds = z.object({ lowPercent: z.number().int(), highPercent: z.number().int(), freedPerWeek: z.number(), weeks: z.number().int() }).nullable()
export type Odds = z.infer<typeof Odds>

export const Standing = z.object({
  /** Certainly before this one. */
  ahead: z.number().int(),
  /** Equal by every measure: a lot decides, anew for each time. */
  equal: z.number().int(),
  waiting: z.number().int(),
})
export type Standing = z.infer<typeof Standing>

/** What decided that this one was asked, as the person may read it. */
export const Why = z.object({
  orderVersion: z.string(),
  priority: z.number().int(),
  daysWaited: z.number().int(),
  noticeHours: z.number().int(),
  /** Who came before and could not have this time: counted by reason. */
  passedOver: z.record(z.string(), z.number().int()),
  /** In a group: how many were told. */
  told: z.number().int(),
})
export type Why = z.infer<typeof Why>

export const Offer = z.object({
  institutionId: Id,
  id: z.uuid(),
  entryId: z.uuid(),
  personId: z.uuid(),
  serviceId: Id,
  startsAt: Instant,
  endsAt: Instant,
  mode: z.enum(['hold', 'group', 'auto']),
  status: z.enum(offerStatuses),
  why: Why,
  code: z.string(),
  madeAt: Instant,
  answerBy: Instant,
  contact: z.enum(['message', 'call']),
  calls: z.number().int(),
  appointmentId: z.uuid().nullable(),
})
export type Offer = z.infer<typeof Offer>

export const OfferDetail = Offer.extend({
  place: Place,
  now: Instant,
  /** What is given back when it is accepted. */
  insteadOf: z.object({ institutionId: Id, appointmentId: z.uuid() }).nullable(),
  daysSooner: z.number().int().nullable(),
})
export type OfferDetail = z.infer<typeof OfferDetail>

export const Entry = z.object({
  personId: z.uuid(),
  id: z.uuid(),
  institutionId: Id,
  serviceId: Id,
  withinKm: z.number().nullable(),
  services: z.array(z.tuple([Id, Id])),
  fromDay: Day,
  toDay: Day,
  halves: z.array(Half),
  noticeHours: z.number().int(),
  auto: z.object({ untilDay: Day, halves: z.array(Half) }).nullable(),
  priority: z.number().int(),
  priorityReason: z.string(),
  insteadOf: z.object({ institutionId: Id, appointmentId: z.uuid() }).nullable(),
  contact: z.enum(['message', 'call']),
  note: z.string(),
  createdAt: Instant,
  status: z.enum(entryStatuses),
  endReason: z.string().nullable(),
  booked: z.object({ institutionId: Id, appointmentId: z.uuid() }).nullable(),
})
export type Entry = z.infer<typeof Entry>

export const MyEntry = Entry.extend({ place: Place, clinics: z.number().int(), standing: Standing.nullable(), odds: Odds, offer: Offer.nullable() })
export type MyEntry = z.infer<typeof MyEntry>

export const MyWaitlist = z.object({ entries: z.array(MyEntry), rules: z.object({ perPerson: z.number().int(), days: z.number().int(), orderVersion: z.string() }) })
export type MyWaitlist = z.infer<typeof MyWaitlist>

/** What joining would mean, before one joins. */
export const JoinPage = z.object({
  place: Place,
  lastDay: Day,
  today: Day,
  /** Clinics like this: here, and within so many kilometres. */
  alike: z.object({ here: z.number().int(), within5: z.number().int(), within15: z.number().int() }),
  waiting: z.number().int(),
  odds: Odds,
  preparationHours: z.number(),
})
export type JoinPage = z.infer<typeof JoinPage>

export const CallRequest = z.object({ outcome: z.enum(['accepted', 'declined', 'no-answer']), consent: z.boolean().default(false), reason: z.string().trim().max(200).default('') })
export type CallRequest = z.infer<typeof CallRequest>

export const CodeRequest = z.object({ code: z.string().trim().regex(/^\d{8}$/) })

const ShownPerson = z.object({ name: z.string(), phoneMasked: z.string(), age: z.number().int() }).nullable()
export const DeskOffer = Offer.extend({ person: ShownPerson, serviceName: z.string(), serviceNameEn: z.string(), note: z.string() })
export type DeskOffer = z.infer<typeof DeskOffer>
export const DeskEntry = Entry.extend({ person: ShownPerson, serviceName: z.string(), serviceNameEn: z.string(), offers: z.number().int() })
export type DeskEntry = z.infer<typeof DeskEntry>

export const DeskPage = z.object({
  now: Instant,
  offers: z.array(DeskOffer),
  entries: z.array(DeskEntry),
  /** Of the last 28 days. */
  figures: z.object({
    freed: z.number().int(),
    refilled: z.number().int(),
    returned: z.number().int(),
    open: z.number().int(),
    refillPercent: z.number().nullable(),
    medianDaysGained: z.number().nullable(),
    offersMade: z.number().int(),
    offersAccepted: z.number().int(),
  }),
  clinics: z.array(z.object({ serviceId: Id, name: z.string(), nameEn: z.string(), waiting: z.number().int(), freed: z.number().int(), refilled: z.number().int() })),
})
export type DeskPage = z.infer<typeof DeskPage>
