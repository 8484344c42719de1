import { z } from 'zod'

export const statementChannels = ['wechatpay', 'alipay', 'bankcard', 'insurance'] as const
export const StatementChannel = z.enum(statementChannels)
export type StatementChannel = z.infer<typeof StatementChannel>

export const MovementKind = z.enum(['payment', 'refund'])
export type MovementKind = z.infer<typeof MovementKind>

export const matchedBy = ['our-number', 'channel-number', 'amount-and-time'] as const
export type MatchedBy = (typeof matchedBy)[number]

export const differenceClasses = [
  'missing-at-channel', 'missing-with-us', 'amount-differs', 'status-differs', 'duplicate-at-channel', 'wrong-day', 'fee-differs', 'refund-unmatched',
] as const
export const DifferenceClass = z.enum(differenceClasses)
export type DifferenceClass = z.infer<typeof DifferenceClass>

const Cents = z.int()
const Moment = z.iso.datetime()
export const Day = z.iso.date()

/** Why a file cannot be used, and where. */
export const faultCodes = [
  'not-a-statement', 'no-lines', 'missing-column', 'too-few-cells', 'required', 'not-an-amount', 'not-a-time', 'unknown-kind', 'unknown-status',
  'no-summary', 'count-differs', 'sum-differs', 'other-day', 'changed-since',
] as const
export const RowFault = z.object({
  /** As a spreadsheet counts; 0 for the file as a whole. */
  line: z.int(),
  column: z.string(),
  value: z.string(),
  code: z.enum(faultCodes),
})
export type RowFault = z.infer<typeof RowFault>

export const StatementFile = z.object({
  id: z.uuid(),
  channel: StatementChannel,
  day: Day,
  source: z.enum(['download', 'upload']),
  fileName: z.string(),
  /** SHA-256, hexadecimal. */
  hash: z.string(),
  lineCount: z.int(),
  /** Lines that an earlier file had brought already. */
  knownCount: z.int(),
  paymentCount: z.int(),
  paymentCents: Cents,
  refundCount: z.int(),
  refundCents: Cents,
  feeCents: Cents,
  importedAt: Moment,
})
export type StatementFile = z.infer<typeof StatementFile>

/** What bringing a file in did. */
export const Imported = z.object({
  file: StatementFile,
  /** False: this very file was here before, and nothing was done. */
  isNew: z.boolean(),
  matched: z.int(),
  /** Differences this file brought to light. */
  found: z.int(),
  /** Differences that its lines explained. */
  closed: z.int(),
})
export type Imported = z.infer<typeof Imported>

export const ImportFile = z.object({
  channel: StatementChannel,
  day: Day,
  fileName: z.string().trim().min(1).max(200),
  /** Base64. */
  file: z.base64(),
})
export const DownloadFile = z.object({ channel: StatementChannel, day: Day })

/** How the statements of a day stand, channel by channel. */
export const StatementsOfDay = z.object({
  day: Day,
  channels: z.array(z.object({
    channel: StatementChannel,
    /** Money that moved through it that day, by our books. */
    ours: z.object({ count: z.int(), cents: Cents }),
    files: z.array(StatementFile),
    matched: z.int(),
    openDifferences: z.int(),
    canDownload: z.boolean(),
  })),
})
export type StatementsOfDay = z.infer<typeof StatementsOfDay>

const OurSide = z.object({
  id: z.uuid(), kind: MovementKind, state: z.string(), cents: Cents, channelNumber: z.string().nullable(), askedAt: Moment, knownAt: Moment.nullable(),
})
const TheirSide = z.object({
  fileName: z.string(), line: z.int(), channelNumber: z.string(), ourNumber: z.string(), cents: Cents, feeCents: Cents.nullable(), expectedFeeCents: Cents,
  status: z.enum(['done', 'undone']), at: Moment,
})
/** Both sides as they were when the difference was found; null where one knows nothing. */
export const Evidence = z.object({ ours: OurSide.nullable(), theirs: TheirSide.nullable() })
export type Evidence = z.infer<typeof Evidence>

/** accept: it is explained, nothing is booked · book: the money is booked as unexplained · by-itself: the other side's books settled it. */
export const Act = z.enum(['accept', 'book'])
export type Act = z.infer<typeof Act>

export const DifferenceStep = z.object({
  what: z.enum(['found', 'proposed', 'withdrawn', 'refused', 'closed', 'by-itself']),
  act: z.string().nullable(), note: z.string(), by: z.string(), at: Moment,
})

export const Difference = z.object({
  id: z.uuid(),
  channel: StatementChannel,
  day: Day,
  class: DifferenceClass,
  kind: MovementKind,
  effectCents: Cents,
  foundAt: Moment,
  status: z.enum(['open', 'proposed', 'closed']),
  act: z.enum(['accept', 'book', 'by-itself']).nullable(),
  note: z.string(),
  suggested: z.enum(['wait', 'ask-channel', 'accept', 'book']),
  /** Money is at stake: somebody proposes, somebody else decides. */
  needsTwo: z.boolean(),
  proposedByMe: z.boolean(),
  movementId: z.uuid().nullable(),
})
export type Difference = z.infer<typeof Difference>

export const DifferenceDetail = Difference.extend({
  evidence: Evidence,
  /** Our side as it is now. */
  now: OurSide.nullable(),
  steps: z.array(DifferenceStep),
  transferId: z.uuid().nullable(),
})
export type DifferenceDetail = z.infer<typeof DifferenceDetail>

export const Propose = z.object({ act: Act, note: z.string().trim().min(2).max(500) })
export type Propose = z.infer<typeof Propose>
export const Decide = z.object({ decision: z.enum(['approve', 'refuse']), note: z.string().trim().max(500).default('') })
export type Decide = z.infer<typeof Decide>

export * from './contract-days.ts'
