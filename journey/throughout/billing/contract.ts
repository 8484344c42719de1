import { z } from 'zod'
import { IdentityDocument } from '#journey/throughout/people/contract.ts'

export const BillStatus = z.enum(['open', 'part-paid', 'paid', 'cancelled'])
export type BillStatus = z.infer<typeof BillStatus>

/** visit: what one visit costs · top-up: money put aside · repayment: what was owed from treatment before */
export const BillKind = z.enum(['visit', 'top-up', 'repayment'])
export type BillKind = z.infer<typeof BillKind>

export const ChargeSource = z.enum(['registration', 'order', 'top-up', 'repayment'])
export type ChargeSource = z.infer<typeof ChargeSource>

export const ChargeKind = z.enum(['registration', 'examination', 'laboratory', 'drug', 'procedure', 'material', 'top-up', 'repayment'])
export type ChargeKind = z.infer<typeof ChargeKind>

/** The ways that need somebody else: asked, and believed only by their signature. */
export const channelNames = ['wechatpay', 'alipay', 'bankcard'] as const
export type ChannelName = (typeof channelNames)[number]

/** prepaid, credit: money that was put aside or promised before · none: there was nothing to pay. */
export const PaymentChannel = z.enum([...channelNames, 'cash', 'prepaid', 'credit', 'none'])
export type PaymentChannel = z.infer<typeof PaymentChannel>

/** What was put aside or promised before lies in a purse; a payment can have a part from each. */
export const PurseKind = z.enum(['prepaid', 'credit'])
export type PurseKind = z.infer<typeof PurseKind>

export function isChannelName(name: string): name is ChannelName {
  return (channelNames as readonly string[]).includes(name)
}

/**
 * created: recorded here, the channel does not know it yet · confirming: the channel has the order · unknown: the channel
 * does not answer, nobody may guess · succeeded: the money came · failed: the channel refused · closed: nobody paid, and nobody can.
 */
export const PaymentState = z.enum(['created', 'confirming', 'unknown', 'succeeded', 'failed', 'closed'])
export type PaymentState = z.infer<typeof PaymentState>

export const openPaymentStates: readonly PaymentState[] = ['created', 'confirming', 'unknown']

const Cents = z.int()
const Moment = z.iso.datetime()

/** Who bears what of an item. estimate: the price list's · quoted: the insurer's, before it settles · settled: what it pays */
export const ItemShares = z.object({
  state: z.enum(['estimate', 'quoted', 'settled']),
  fundCents: Cents,
  accountCents: Cents,
  commercialCents: Cents,
  reliefCents: Cents,
  /** Not covered at all. */
  ownPayCents: Cents,
  /** Above what the insurer recognises as the price. */
  overCents: Cents,
  /** What a person bears first of this kind of item. */
  firstCents: Cents,
  /** The most the insurer recognises as the price, for one. */
  ceilingCents: Cents.nullable(),
})
export type ItemShares = z.infer<typeof ItemShares>

/** How far the insurer is with a bill, and what each payer beside the person bears of it. */
export const InsurerView = z.object({
  state: z.enum(['none', 'estimate', 'quoted', 'settling', 'unknown', 'waits-for-hospital', 'settled']),
  fundCents: Cents,
  accountCents: Cents,
  commercialCents: Cents,
  reliefCents: Cents,
  /** The person's own account with the insurer pays its part. */
  useAccount: z.boolean(),
  hasAccount: z.boolean(),
})
export type InsurerView = z.infer<typeof InsurerView>

export const ChargeItem = z.object({
  id: z.uuid(),
  source: ChargeSource,
  /** What it was charged for: the appointment, the order. */
  sourceId: z.string(),
  kind: ChargeKind,
  code: z.string(),
  name: z.string(),
  /** From the price list; empty where it has none. */
  nameEn: z.string(),
  quantity: z.number(),
  unitCents: Cents,
  totalCents: Cents,
  /** What basic insurance bears of it, in ten-thousandths; 0 where the person or the item is not covered. */
  insuranceShareBp: z.int(),
  /** An estimate until the insurer settles. */
  insuranceCents: Cents,
  selfCents: Cents,
  status: z.enum(['due', 'paid', 'cancelled']),
  shares: ItemShares,
  /** Since when the price list has had this price; null where it never had it. */
  priceValidFrom: z.iso.date().nullable(),
  addedAt: Moment,
})
export type ChargeItem = z.infer<typeof ChargeItem>

/** What a payer wants to pay from a purse: exactly this, or nothing is started. */
export const NewPart = z.object({ purse: PurseKind, cents: Cents.min(1) })
export type NewPart = z.infer<typeof NewPart>

export const PaymentPart = z.object({
  purse: PurseKind,
  cents: Cents,
  refundedCents: Cents,
  /** promised: kept aside until the rest has come · taken · let-go: it is the person's again */
  state: z.enum(['promised', 'taken', 'let-go']),
})
export type PaymentPart = z.infer<typeof PaymentPart>

export const CardStep = z.enum(['', 'insert-card', 'enter-pin', 'authorising'])
export type CardStep = z.infer<typeof CardStep>

export const Payment = z.object({
  institutionId: z.int(),
  id: z.uuid(),
  billId: z.uuid(),
  channel: PaymentChannel,
  state: PaymentState,
  amountCents: Cents,
  /** What the channel brings of it; the parts bring the rest. */
  channelCents: Cents,
  parts: z.array(PaymentPart),
  refundedCents: Cents,
  /** To be opened on a phone, or shown as a code; only while the payment is open. */
  payUrl: z.string().nullable(),
  /** What the card reader waits for. */
  step: CardStep,
  createdAt: Moment,
  expiresAt: Moment,
  endedAt: Moment.nullable(),
  receivedCents: Cents.nullable(),
  changeCents: Cents.nullable(),
})
export type Payment = z.infer<typeof Payment>

export const RefundState = z.enum(['asked', 'created', 'processing', 'succeeded', 'failed', 'refused'])
export type RefundState = z.infer<typeof RefundState>

export const Refund = z.object({
  id: z.uuid(),
  billId: z.uuid(),
  paymentId: z.uuid(),
  itemName: z.string().nullable(),
  channel: PaymentChannel,
  state: RefundState,
  amountCents: Cents,
  /** cancelled: the charge was taken off · surplus: more was paid than was due · window: asked for at a counter · withdrawal: money put aside and not needed */
  cause: z.enum(['cancelled', 'surplus', 'window', 'withdrawal']),
  reason: z.string(),
  createdAt: Moment,
  endedAt: Moment.nullable(),
})
export type Refund = z.infer<typeof Refund>

export const ReceiptSummary = z.object({
  institutionId: z.int(),
  institutionName: z.string(),
  institutionNameEn: z.string(),
  year: z.int(),
  number: z.int(),
  /** As printed: year and eight digits. */
  shownNumber: z.string(),
  kind: z.enum(['payment', 'refund']),
  billId: z.uuid(),
  title: z.string(),
  amountCents: Cents,
  issuedAt: Moment,
  verificationCode: z.string(),
})
export type ReceiptSummary = z.infer<typeof ReceiptSummary>

export const BillSummary = z.object({
  institutionId: z.int(),
  institutionName: z.string(),
  institutionNameEn: z.string(),
  id: z.uuid(),
  personId: z.uuid(),
  title: z.string(),
  /** Empty where there is none. */
  titleEn: z.string(),
  kind: BillKind,
  status: BillStatus,
  totalCents: Cents,
  insuranceCents: Cents,
  selfCents: Cents,
  paidCents: Cents,
  refundedCents: Cents,
  /** What is to be paid now. */
  dueCents: Cents,
  openedAt: Moment,
})
export type BillSummary = z.infer<typeof BillSummary>

export const Bill = BillSummary.extend({
  insured: z.boolean(),
  insurer: InsurerView,
  items: z.array(ChargeItem),
  payments: z.array(Payment),
  refunds: z.array(Refund),
  receipts: z.array(ReceiptSummary),
})
export type Bill = z.infer<typeof Bill>

/** Institution 0 is the region itself. */
export const BillPath = z.object({ institutionId: z.coerce.number().int().nonnegative(), billId: z.uuid() })
export const PaymentPath = z.object({ institutionId: z.coerce.number().int().nonnegative(), paymentId: z.uuid() })
export type PaymentPath = z.infer<typeof PaymentPath>

export const StartPayment = z.object({
  /** Named after the purse when the parts pay all of it. */
  channel: z.enum([...channelNames, 'prepaid', 'credit', 'none']),
  parts: z.array(NewPart).max(2).default([]),
  /** What the payer saw: when the bill has changed since, nothing is started. */
  expectedCents: Cents.min(0),
})
export type StartPayment = z.infer<typeof StartPayment>

/** Which channels this installation has. */
export const ChannelsHere = z.object({ channels: z.array(z.enum(channelNames)) })
export type ChannelsHere = z.infer<typeof ChannelsHere>

/** A card reader of a hospital's windows. */
export const CardReader = z.object({ id: z.string(), name: z.string() })
export type CardReader = z.infer<typeof CardReader>

export const PlaceOrder = z.object({
  /** A bank card is read by this terminal. */
  terminalId: z.string().regex(/^[0-9A-Z]{8}$/).optional(),
  /** Where the payer's app comes back to. */
  returnUrl: z.url().max(500).optional(),
})

export const VerifiedReceipt = z.object({
  genuine: z.boolean(),
  receipt: z.object({
    shownNumber: z.string(),
    kind: z.enum(['payment', 'refund']),
    institutionName: z.string(),
    payer: z.string(),
    amountCents: Cents,
    refundedCents: Cents,
    issuedAt: Moment,
  }).nullable(),
})
export type VerifiedReceipt = z.infer<typeof VerifiedReceipt>

/** Notes and coins in use, in cents, largest first. */
export const denominations = [10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 2, 1] as const

export const CashCount = z.record(z.enum(['10000', '5000', '2000', '1000', '500', '100', '50', '10', '5', '2', '1']), z.int().min(0).max(100_000).optional())
export type CashCount = z.infer<typeof CashCount>

/** What a drawer with these notes and coins holds. */
export function countedCents(count: CashCount): number {
  return Object.entries(count).reduce((sum, [cents, pieces]) => sum + Number(cents) * (pieces ?? 0), 0)
}

export const Shift = z.object({
  id: z.uuid(),
  counter: z.string(),
  status: z.enum(['open', 'closed']),
  openedAt: Moment,
  openingFloatCents: Cents,
  closedAt: Moment.nullable(),
  paymentCount: z.int(),
  cashInCents: Cents,
  cashOutCents: Cents,
  /** What should be in the drawer; hidden until the drawer was counted. */
  expectedCents: Cents.nullable(),
  countedCents: Cents.nullable(),
  differenceCents: Cents.nullable(),
})
export type Shift = z.infer<typeof Shift>

export const OpenShift = z.object({ counter: z.string().trim().min(1).max(40), openingFloatCents: Cents.min(0).max(100_000_000) })
export const CloseShift = z.object({ counted: CashCount, note: z.string().trim().max(300).default('') })

/** A box that was taken out of a machine. What should be in it is not told before it was counted. */
export const BoxCount = z.object({
  id: z.uuid(), machine: z.string(), takenOutAt: Moment, takenOutBy: z.string(), countedAt: Moment.nullable(), countedBy: z.string(),
  expectedCents: Cents.nullable(), countedCents: Cents.nullable(), differenceCents: Cents.nullable(), note: z.string(),
})
export type BoxCount = z.infer<typeof BoxCount>

export const CountBox = z.object({ counted: CashCount, note: z.string().trim().max(300).default('') })
export type CountBox = z.infer<typeof CountBox>

export const TakeCash = z.object({ billId: z.uuid(), expectedCents: Cents.min(0), receivedCents: Cents.min(0).max(100_000_000), parts: z.array(NewPart).max(2).default([]) })
export type TakeCash = z.infer<typeof TakeCash>

export const AskRefund = z.object({ billId: z.uuid(), itemId: z.uuid(), reason: z.string().trim().min(2).max(300) })
export type AskRefund = z.infer<typeof AskRefund>

export const WindowRefund = Refund.extend({ nameMasked: z.string(), title: z.string(), askedByMe: z.boolean() })
export type WindowRefund = z.infer<typeof WindowRefund>

/** A payment of this hospital that the channel does not answer about. */
export const UnknownPayment = Payment.extend({ nameMasked: z.string(), personId: z.uuid() })
export type UnknownPayment = z.infer<typeof UnknownPayment>

/** Somebody who has something to pay here. */
export const DueBill = BillSummary.extend({ nameMasked: z.string() })
export type DueBill = z.infer<typeof DueBill>

export const WindowPerson = z.object({
  personId: z.uuid(),
  name: z.string(),
  nameMasked: z.string(),
  sex: z.string(),
  age: z.int(),
  insuranceKind: z.string(),
  bills: z.array(BillSummary),
})
export type WindowPerson = z.infer<typeof WindowPerson>

/** Money put aside for later, bought like anything else. */
export const StartTopUp = z.object({ personId: z.uuid(), cents: Cents.min(1).max(100_000_000), channel: z.enum(channelNames) })
export type StartTopUp = z.infer<typeof StartTopUp>

export const TakeTopUp = z.object({ personId: z.uuid(), cents: Cents.min(1).max(100_000_000), receivedCents: Cents.min(0).max(100_000_000) })
export type TakeTopUp = z.infer<typeof TakeTopUp>

export const Withdraw = z.object({ personId: z.uuid(), cents: Cents.min(1).max(100_000_000) })
export type Withdraw = z.infer<typeof Withdraw>

/** One piece of a withdrawal: it goes back the way it once came. */
export const WithdrawalPiece = z.object({
  refundId: z.uuid(),
  institutionId: z.int(),
  institutionName: z.string(),
  institutionNameEn: z.string(),
  channel: PaymentChannel,
  state: RefundState,
  amountCents: Cents,
  createdAt: Moment,
  endedAt: Moment.nullable(),
})
export type WithdrawalPiece = z.infer<typeof WithdrawalPiece>

/** Somebody without a phone shows this instead of a code. */
export const ShowDocument = z.object({ personId: z.uuid(), document: IdentityDocument })
export type ShowDocument = z.infer<typeof ShowDocument>

/** What a window may give back to somebody who has shown a document. */
export const WithdrawalOffer = z.object({
  spendableCents: Cents,
  /** Of it what came in at this hospital, by the way it came, in the order in which it goes back. */
  sources: z.array(z.object({ channel: PaymentChannel, cents: Cents, at: Moment })),
  returnableCents: Cents,
  /** More than this needs a second colleague; what was given back today is counted in already. */
  aloneCents: Cents,
})
export type WithdrawalOffer = z.infer<typeof WithdrawalOffer>

export const DocumentShown = z.object({ accepted: z.boolean(), offer: WithdrawalOffer.nullable() })
export type DocumentShown = z.infer<typeof DocumentShown>

export const WithdrawnAtWindow = z.object({
  requestId: z.uuid(),
  needsSecond: z.boolean(),
  pieces: z.array(z.object({ refundId: z.uuid(), channel: PaymentChannel, state: RefundState, amountCents: Cents })),
})
export type WithdrawnAtWindow = z.infer<typeof WithdrawnAtWindow>

/** What was put off, paid back. */
export const StartRepayment = z.object({ personId: z.uuid(), cents: Cents.min(1).max(100_000_000), channel: z.enum(channelNames) })
export type StartRepayment = z.infer<typeof StartRepayment>

export const TakeRepayment = z.object({ personId: z.uuid(), cents: Cents.min(1).max(100_000_000), receivedCents: Cents.min(0).max(100_000_000) })
export type TakeRepayment = z.infer<typeof TakeRepayment>

/** How the number of a receipt is printed. */
export function shownReceiptNumber({ year, number }: { year: number; number: number }): string {
  return `${year}-${String(number).padStart(8, '0')}`
}
