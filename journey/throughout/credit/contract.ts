import { z } from 'zod'

const Cents = z.int()
const Moment = z.iso.datetime()
const Day = z.iso.date()

/** What is agreed to, in figures; the words around them are in the locales under the version. */
export const Terms = z.object({
  version: z.string(),
  /** How much may be owed at once. */
  limitCents: Cents,
  /** Days from the treatment until it is due, without interest. */
  days: z.int(),
  /** What is kept aside for a visit at check-in. */
  keepCents: Cents,
  /** An emergency is due later, and has no limit. */
  emergencyDays: z.int(),
})
export type Terms = z.infer<typeof Terms>

export const Debt = z.object({
  id: z.uuid(),
  institutionId: z.int(),
  institutionName: z.string(),
  institutionNameEn: z.string(),
  /** The visit it was for, which is the bill's id too. */
  visitId: z.uuid().nullable(),
  emergency: z.boolean(),
  cents: Cents,
  openCents: Cents,
  takenAt: Moment,
  dueOn: Day,
  overdue: z.boolean(),
})
export type Debt = z.infer<typeof Debt>

export const HistoryLine = z.object({
  id: z.string(),
  kind: z.enum(['used', 'repaid', 'returned', 'waived']),
  cents: Cents,
  at: Moment,
  institutionName: z.string(),
  institutionNameEn: z.string(),
})
export type HistoryLine = z.infer<typeof HistoryLine>

export const CreditPage = z.object({
  personId: z.uuid(),
  agreedAt: Moment.nullable(),
  /** Nothing new may be put off while something is overdue. */
  blocked: z.boolean(),
  terms: Terms,
  /** What may be owed at most: as agreed, or less where the rule became stricter. */
  limitCents: Cents,
  usedCents: Cents,
  keptCents: Cents,
  roomCents: Cents,
  /** Everything owed, emergencies included. */
  owedCents: Cents,
  overdueCents: Cents,
  nextDueOn: Day.nullable(),
  debts: z.array(Debt),
  history: z.array(HistoryLine),
  links: z.array(z.object({ id: z.uuid(), endsAt: Moment })),
})
export type CreditPage = z.infer<typeof CreditPage>

export const PersonOnly = z.object({ personId: z.uuid() })
/** The version that was on the screen: an older one is not agreed to by accident. */
export const Agree = PersonOnly.extend({ version: z.string().min(1).max(20) })
export type Agree = z.infer<typeof Agree>

export const visitOutcomes = ['kept', 'not-agreed', 'overdue', 'no-room', 'emergency'] as const
export const VisitCredit = z.object({
  /** null: not checked in, or before credit was there. */
  outcome: z.enum(visitOutcomes).nullable(),
  keptCents: Cents,
  /** open: still kept · used: what was due was put on credit · over: let go */
  state: z.enum(['open', 'used', 'over']),
  usedCents: Cents,
  dueOn: Day.nullable(),
  /** How much of the visit's bill could be put on credit now. */
  usableCents: Cents,
})
export type VisitCredit = z.infer<typeof VisitCredit>

/** As much of a payment as these pages need to lead to it; what it is, and its states, belong to billing above. */
export interface StartedPayment {
  readonly institutionId: number
  readonly billId: string
  readonly id: string
  readonly state: string
  readonly payUrl: string | null
}

/** What whoever pays for somebody else is told of the payment. */
export const RelativePayment = z.object({
  id: z.uuid(),
  state: z.enum(['created', 'confirming', 'unknown', 'succeeded', 'failed', 'closed']),
  amountCents: Cents,
  refundedCents: Cents,
  payUrl: z.string().nullable(),
})
export type RelativePayment = z.infer<typeof RelativePayment>

export const RepayLink = z.object({ id: z.uuid(), code: z.string(), endsAt: Moment })
export type RepayLink = z.infer<typeof RepayLink>

/** What anybody with the address sees: whom for (masked), how much, until when. Nothing of the treatment. */
export const LinkPage = z.object({
  nameMasked: z.string(),
  owedCents: Cents,
  overdueCents: Cents,
  nextDueOn: Day.nullable(),
  endsAt: Moment,
})
export type LinkPage = z.infer<typeof LinkPage>

/** The sum, for whoever takes the money. */
export const Owed = z.object({ owedCents: Cents, overdueCents: Cents, nextDueOn: Day.nullable() })
export type Owed = z.infer<typeof Owed>

/** A line of the staff's list: somebody who owes for treatment at this hospital. */
export const OwingRow = Debt.extend({
  personId: z.uuid(),
  nameMasked: z.string(),
  phoneMasked: z.string().nullable(),
  waiver: z.object({ id: z.uuid(), cents: Cents, reason: z.string(), askedByMe: z.boolean(), askedAt: Moment }).nullable(),
})
export type OwingRow = z.infer<typeof OwingRow>

export const Owing = z.object({
  debts: z.array(OwingRow),
  owedCents: Cents,
  overdueCents: Cents,
  people: z.int(),
  /** At the region itself: what is owed for treatment at each hospital. */
  hospitals: z.array(z.object({ institutionId: z.int(), name: z.string(), nameEn: z.string(), owedCents: Cents, overdueCents: Cents, people: z.int() })),
})
export type Owing = z.infer<typeof Owing>

export const AskWaiver = z.object({
  personId: z.uuid(),
  debtId: z.uuid(),
  cents: Cents.min(1),
  reason: z.string().trim().min(2).max(300),
})
export type AskWaiver = z.infer<typeof AskWaiver>

/** Indicator 8: how many of the visits were treated first and paid afterwards. */
export const Share = z.object({
  from: Day,
  until: Day,
  carriedOut: z.boolean(),
  visits: z.int(),
  kept: z.int(),
  afterTreatment: z.int(),
  shareBp: z.int(),
  byOutcome: z.record(z.string(), z.int()),
})
export type Share = z.infer<typeof Share>
