import { z } from 'zod'

const Moment = z.iso.datetime()
const Cents = z.int()

export const contactKinds = ['guidance', 'advice', 'booking', 'complaint', 'loan', 'other'] as const
/** What somebody came for. help: a machine in the hall called for somebody. */
export const ContactKind = z.enum([...contactKinds, 'help'])
export type ContactKind = z.infer<typeof ContactKind>

export const topics = ['way', 'booking', 'money', 'insurance', 'papers', 'results', 'rules', 'equipment', 'other'] as const
export const Topic = z.enum(topics)
export type Topic = z.infer<typeof Topic>

/** open: a matter that somebody still has to see to. */
export const Outcome = z.enum(['answered', 'sent-on', 'no-answer', 'open'])
export type Outcome = z.infer<typeof Outcome>

export const NewContact = z.object({
  kind: z.enum(contactKinds),
  topic: Topic,
  words: z.string().trim().max(1000).default(''),
  personId: z.uuid().nullable(),
  minutes: z.number().min(0).max(600),
  outcome: Outcome,
  answerId: z.uuid().nullable().default(null),
  subject: z.string().max(80).default(''),
})
export type NewContact = z.infer<typeof NewContact>

export const Contact = z.object({
  id: z.uuid(), kind: ContactKind, topic: Topic, words: z.string(), minutes: z.number(), outcome: Outcome, subject: z.string(), at: Moment,
  personId: z.uuid().nullable(), nameMasked: z.string().nullable(), mine: z.boolean(),
})
export type Contact = z.infer<typeof Contact>

/** Something nobody has finished yet: it is handed over, never forgotten. */
export const Matter = z.object({
  kind: z.enum(['contact', 'complaint', 'loan']), id: z.uuid(), words: z.string(), nameMasked: z.string().nullable(), at: Moment, late: z.boolean(), urgent: z.boolean(),
  /** For a contact: what it was. */
  contactKind: ContactKind.nullable(),
})
export type Matter = z.infer<typeof Matter>
export const MatterRef = Matter.pick({ kind: true, id: true })
export type MatterRef = z.infer<typeof MatterRef>

export const DeskShift = z.object({
  id: z.uuid(), staffName: z.string(), mine: z.boolean(), status: z.enum(['open', 'offered', 'ended']), openedAt: Moment, offeredAt: Moment.nullable(), note: z.string(),
  /** Counted first, then shown. */
  countedCents: Cents.nullable(), expectedCents: Cents.nullable(),
})
export type DeskShift = z.infer<typeof DeskShift>

export const DeskNow = z.object({
  asOf: Moment,
  shift: DeskShift.nullable(),
  matters: z.array(Matter),
  contacts: z.array(Contact),
  /** Today. */
  figures: z.object({ contacts: z.int(), minutes: z.number(), out: z.int(), overdue: z.int(), ready: z.int() }),
})
export type DeskNow = z.infer<typeof DeskNow>

export const OfferShift = z.object({ note: z.string().trim().max(1000), countedCents: Cents.min(0).max(100_000_000) })
export const TakeShift = z.object({ matters: z.array(MatterRef).max(1000) })

export const Answer = z.object({
  id: z.uuid(), ours: z.boolean(), topic: Topic, question: z.string(), questionEn: z.string(), answer: z.string(), answerEn: z.string(), place: z.string(),
  asked: z.int(),
})
export type Answer = z.infer<typeof Answer>
export const PutAnswer = z.object({
  topic: Topic, question: z.string().trim().min(2).max(200), questionEn: z.string().trim().max(200).default(''), answer: z.string().trim().min(2).max(2000),
  answerEn: z.string().trim().max(2000).default(''), place: z.string().trim().max(80).default(''),
})
export type PutAnswer = z.infer<typeof PutAnswer>

export const itemKinds = ['wheelchair', 'stretcher', 'stroller', 'walker', 'charger', 'umbrella', 'other'] as const
export const ItemKind = z.enum(itemKinds)
export type ItemKind = z.infer<typeof ItemKind>
export const ItemState = z.enum(['ready', 'lent', 'repair', 'lost', 'retired'])
export const NewItem = z.object({
  kind: ItemKind, code: z.string().trim().regex(/^[A-Za-z0-9-]{1,20}$/), home: z.string().trim().min(1).max(80), depositCents: Cents.min(0).max(1_000_000), hours: z.int().min(1).max(720),
})
export type NewItem = z.infer<typeof NewItem>

export const LoanStatus = z.enum(['out', 'checking', 'returned', 'lost'])
export const DepositWay = z.enum(['none', 'cash', 'balance'])
export const Loan = z.object({
  id: z.uuid(), itemId: z.uuid(), kind: ItemKind, code: z.string(), status: LoanStatus, personId: z.uuid(), nameMasked: z.string(), depositCents: Cents, depositWay: DepositWay,
  lentAt: Moment, dueAt: Moment, overdue: z.boolean(), backAt: Moment.nullable(), cameBack: z.enum(['fine', 'damaged', 'lost']).nullable(), damage: z.string(), keptCents: Cents,
  askedByMe: z.boolean(), reminded: z.int(),
})
export type Loan = z.infer<typeof Loan>
export const Item = z.object({
  id: z.uuid(), kind: ItemKind, code: z.string(), state: ItemState, home: z.string(), depositCents: Cents, hours: z.int(), loan: Loan.nullable(),
})
export type Item = z.infer<typeof Item>

export const Lend = z.object({ itemId: z.uuid(), personId: z.uuid(), deposit: DepositWay, dueAt: Moment.optional(), minutes: z.number().min(0).max(600).default(0) })
export type Lend = z.infer<typeof Lend>
export const GiveBack = z.object({ cameBack: z.enum(['fine', 'damaged', 'lost']), damage: z.string().trim().max(500).default(''), keptCents: Cents.min(0).default(0) })
export type GiveBack = z.infer<typeof GiveBack>

export const NewComplaint = z.object({
  personId: z.uuid().nullable(), departmentId: z.int().nullable(), urgency: z.enum(['usual', 'urgent']), words: z.string().trim().min(2).max(2000), wish: z.string().trim().max(500).default(''),
  minutes: z.number().min(0).max(600).default(0),
})
export type NewComplaint = z.infer<typeof NewComplaint>
export const ComplaintStatus = z.enum(['received', 'handled', 'answered'])
export const Complaint = z.object({
  id: z.uuid(), number: z.string(), institutionName: z.string(), institutionNameEn: z.string(), departmentName: z.string(), departmentNameEn: z.string(), urgency: z.enum(['usual', 'urgent']),
  words: z.string(), wish: z.string(), status: ComplaintStatus, answerBy: Moment, late: z.boolean(), receivedAt: Moment, handledAt: Moment.nullable(), answeredAt: Moment.nullable(),
  answer: z.string().nullable(), nameMasked: z.string().nullable(),
})
export type Complaint = z.infer<typeof Complaint>

export const Count = z.object({ key: z.string(), contacts: z.int(), minutes: z.number() })
export const DeskFigures = z.object({
  from: z.iso.date(), to: z.iso.date(), contacts: z.int(), minutes: z.number(), answeredPercent: z.number().nullable(),
  byKind: z.array(Count), byTopic: z.array(Count), byHour: z.array(Count), byWeek: z.array(Count),
  /** What people asked most and the list of answers has nothing for. */
  unanswered: z.array(z.object({ words: z.string(), topic: Topic, times: z.int() })),
})
export type DeskFigures = z.infer<typeof DeskFigures>
export const FiguresQuery = z.object({ from: z.iso.date(), to: z.iso.date() })

/** The way to somewhere, for a phone or for paper. */
export const Way = z.object({
  found: z.boolean(), place: z.string(), metres: z.int().nullable(), minutes: z.int().nullable(), steps: z.array(z.string()), href: z.string().nullable(),
})
export type Way = z.infer<typeof Way>

export const MyDesk = z.object({ loans: z.array(Loan.extend({ home: z.string(), institutionName: z.string(), institutionNameEn: z.string() })), complaints: z.array(Complaint) })
export type MyDesk = z.infer<typeof MyDesk>
