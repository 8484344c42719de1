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
