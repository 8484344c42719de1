import { z } from 'zod'

/**
 * draft: the day is over, nothing is worked out · computed: the figures stand · approved: two people agreed · instructed: the bank
 * was told · part-posted: some hospitals are settled, others wait or were refused · posted: all are.
 */
export const DayStatus = z.enum(['draft', 'computed', 'approved', 'instructed', 'part-posted', 'posted'])
export type DayStatus = z.infer<typeof DayStatus>

/** What a transfer of the region's books was. 'settled' moves what an earlier day had left open. */
export const What = z.enum(['topped-up', 'paid-out', 'spent', 'given-back', 'lent', 'repaid', 'other', 'settled'])
export type What = z.infer<typeof What>

/** In the order in which they are shown. */
export const whats = What.options

export const Side = z.enum(['hospital', 'wallet', 'credit', 'channel', 'custodian', 'other'])
export type Side = z.infer<typeof Side>
export const sides = Side.options

export const LocalDay = z.iso.date()
const Cents = z.int()
const Moment = z.iso.datetime()

export const Position = z.object({
  institutionId: z.int(),
  /** Not yet settled when the day began. Above zero the hospital owes the region, below zero it is owed. */
  openingCents: Cents,
  /** What this day adds: this is what its settlement moves. */
  netCents: Cents,
  /** Settlements of earlier days that were posted within this one. */
  settledCents: Cents,
  closingCents: Cents,
})
export type Position = z.infer<typeof Position>

export const Figure = z.object({
  institutionId: z.int(),
  side: Side,
  account: z.string(),
  what: What,
  count: z.int(),
  inCents: Cents,
  outCents: Cents,
})
export type Figure = z.infer<typeof Figure>

export const DaySummary = z.object({
  day: LocalDay,
  cutOff: Moment,
  status: DayStatus,
  computedAt: Moment.nullable(),
  postedAt: Moment.nullable(),
  /** What hospitals pay in; of a hospital's own view: what it pays. */
  payInCents: Cents,
  /** What is paid out to hospitals, as a positive amount. */
  payOutCents: Cents,
  hospitals: z.int(),
  refused: z.int(),
})
export type DaySummary = z.infer<typeof DaySummary>

export const Days = z.object({ centre: z.boolean(), institutionId: z.int(), days: z.array(DaySummary) })
export type Days = z.infer<typeof Days>

export const InstructionState = z.enum(['waiting', 'executed', 'refused', 'posted'])
export type InstructionState = z.infer<typeof InstructionState>

export const Instruction = z.object({
  institutionId: z.int(),
  attempt: z.int(),
  id: z.uuid(),
  netCents: Cents,
  payerBank: z.string(),
  /** All but the last four figures hidden, but in the file for the bank. */
  payerAccount: z.string(),
  payeeBank: z.string(),
  payeeAccount: z.string(),
  state: InstructionState,
  handedAt: Moment.nullable(),
  endedAt: Moment.nullable(),
  reason: z.string(),
  postedAt: Moment.nullable(),
})
export type Instruction = z.infer<typeof Instruction>

const Signed = z.object({ name: z.string(), at: Moment, mine: z.boolean() }).nullable()

export const Named = z.object({ institutionId: z.int(), name: z.string(), nameEn: z.string(), shortName: z.string() })
export type Named = z.infer<typeof Named>

export const Day = z.object({
  centre: z.boolean(),
  day: LocalDay,
  cutOff: Moment,
  status: DayStatus,
  computedAt: Moment.nullable(),
  /** Only the centre counts the whole region. */
  transferCount: z.int().nullable(),
  entryCount: z.int().nullable(),
  /** Of the settlement file: what is approved is this. */
  fileSha256: z.string().nullable(),
  firstApproval: Signed,
  approval: Signed,
  instructed: Signed,
  postingAsked: Signed,
  postedAt: Moment.nullable(),
  positions: z.array(Position),
  figures: z.array(Figure),
  instructions: z.array(Instruction),
  hospitals: z.array(Named),
})
export type Day = z.infer<typeof Day>

/** The whole of one side of the books on one day. */
export function sumOf(figures: readonly Figure[], choose: (figure: Figure) => boolean): { count: number; cents: number } {
  return figures.filter(choose).reduce((sum, one) => ({ count: sum.count + one.count, cents: sum.cents + one.inCents + one.outCents }), { count: 0, cents: 0 })
}

export const EntriesQuery = z.object({
  side: Side,
  institutionId: z.coerce.number().int().min(0),
  account: z.string().max(80).optional(),
  what: What.optional(),
  offset: z.coerce.number().int().min(0).default(0),
})
export type EntriesQuery = z.infer<typeof EntriesQuery>

/** One entry of the ledger behind a figure, with the other lines of its transfer. */
export const ClearedEntry = z.object({
  transferId: z.uuid(),
  line: z.int(),
  kind: z.string(),
  what: What,
  reference: z.string(),
  at: Moment,
  cents: Cents,
  others: z.array(z.object({ account: z.string(), cents: Cents })),
})
export type ClearedEntry = z.infer<typeof ClearedEntry>

export const ClearedEntries = z.object({ count: z.int(), cents: Cents, entries: z.array(ClearedEntry) })
export type ClearedEntries = z.infer<typeof ClearedEntries>
export const ENTRIES_PER_PAGE = 100

export const Check = z.object({ storedSha256: z.string(), recomputedSha256: z.string(), same: z.boolean(), milliseconds: z.int() })
export type Check = z.infer<typeof Check>

export const ApproveDay = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })
export const RetryInstruction = z.object({ institutionId: z.int().positive() })
export const BankResults = z.object({ file: z.string().max(1_000_000) })

export const BankAccount = z.object({
  institutionId: z.int().min(0),
  bankCode: z.string().trim().regex(/^[A-Z0-9]{2,16}$/),
  bankName: z.string().trim().min(1).max(80),
  bankNameEn: z.string().trim().min(1).max(80),
  accountName: z.string().trim().min(1).max(120),
  accountNo: z.string().trim().regex(/^[0-9]{8,32}$/),
})
export type BankAccount = z.infer<typeof BankAccount>

export const ProposeBankAccount = BankAccount.extend({
  /** The first day whose instructions go there: today or later. */
  validFrom: LocalDay,
  /** Why, and which paper says so. */
  reason: z.string().trim().min(2).max(300),
})
export type ProposeBankAccount = z.infer<typeof ProposeBankAccount>

/** The second person reads the number from the paper: what is agreed to was seen twice. */
export const AgreeToBankAccount = z.object({ accountNo: z.string().trim().max(40) })
export const RefuseBankAccount = z.object({ note: z.string().trim().min(2).max(300) })

/** proposed: waits for somebody else · agreed: in force from its day on · refused: by that somebody · withdrawn: by who proposed it */
export const BankAccountState = z.enum(['proposed', 'agreed', 'refused', 'withdrawn'])
export type BankAccountState = z.infer<typeof BankAccountState>

export const BankAccountVersion = z.object({
  id: z.uuid(),
  bankCode: z.string(),
  bankName: z.string(),
  bankNameEn: z.string(),
  accountName: z.string(),
  /** All but the last four figures hidden. */
  accountNo: z.string(),
  validFrom: LocalDay,
  reason: z.string(),
  state: BankAccountState,
  proposedBy: z.string(),
  proposedAt: Moment,
  mine: z.boolean(),
  decidedBy: z.string().nullable(),
  decidedAt: Moment.nullable(),
  note: z.string(),
})
export type BankAccountVersion = z.infer<typeof BankAccountVersion>

export const AccountsOf = z.object({
  institutionId: z.int(),
  name: z.string(),
  nameEn: z.string(),
  /** Where money goes today. */
  current: BankAccountVersion.nullable(),
  /** Agreed, and in force from a later day on. */
  next: BankAccountVersion.nullable(),
  proposal: BankAccountVersion.nullable(),
  /** What was before, or was not agreed to; newest first. */
  past: z.array(BankAccountVersion),
})
export type AccountsOf = z.infer<typeof AccountsOf>

export const BankAccounts = z.object({ centre: z.boolean(), today: LocalDay, institutions: z.array(AccountsOf) })
export type BankAccounts = z.infer<typeof BankAccounts>

/** news: not heard before · known: said before · contradicts: it said otherwise before · stranger: the bank was never told this */
export const Finding = z.enum(['news', 'known', 'contradicts', 'stranger'])
export type Finding = z.infer<typeof Finding>

export const AnswerLine = z.object({
  id: z.string(),
  institutionId: z.int().nullable(),
  netCents: z.int().nullable(),
  state: z.enum(['executed', 'refused']),
  at: Moment,
  reason: z.string(),
  finding: Finding,
})
export type AnswerLine = z.infer<typeof AnswerLine>

/** What an answer of the bank would do, before it is taken in. */
export const AnswerPreview = z.object({ sha256: z.string(), lines: z.array(AnswerLine), isSound: z.boolean() })
export type AnswerPreview = z.infer<typeof AnswerPreview>

export const BankAnswer = z.object({ sha256: z.string(), receivedAt: Moment, receivedBy: z.string(), byItself: z.boolean(), executed: z.int(), refused: z.int() })
export type BankAnswer = z.infer<typeof BankAnswer>

export const BankLine = z.object({
  institutionId: z.int(),
  /** Every time the bank was told, the first one first. */
  attempts: z.array(Instruction).min(1),
  /** The hospital's account that the bank was told last, and the one it would be told now; numbers hidden. */
  toldAccount: z.string(),
  accountNow: z.string().nullable(),
  /** The account or its bank is another one than the bank was told last. */
  isCorrected: z.boolean(),
  hasProposal: z.boolean(),
})
export type BankLine = z.infer<typeof BankLine>

export const BankDesk = z.object({ day: LocalDay, isInstructed: z.boolean(), lines: z.array(BankLine), answers: z.array(BankAnswer), hospitals: z.array(Named) })
export type BankDesk = z.infer<typeof BankDesk>
