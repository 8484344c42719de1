import { z } from 'zod'

const Cents = z.int()
const Moment = z.iso.datetime()
const Day = z.iso.date()

/** What a person has in the region's keeping. All amounts as the person sees them: what is theirs is above zero. */
export const Balance = z.object({
  personId: z.uuid(),
  /** All of it. */
  balanceCents: Cents,
  /** Kept aside for payments and withdrawals under way. */
  keptCents: Cents,
  /** What can be spent now. */
  spendableCents: Cents,
})
export type Balance = z.infer<typeof Balance>

export const MovementKind = z.enum(['top-up', 'spend', 'give-back', 'withdrawal'])
export type MovementKind = z.infer<typeof MovementKind>

export const StatementLine = z.object({
  transferId: z.uuid(),
  kind: MovementKind,
  at: Moment,
  /** Above zero: it came. Below: it went. */
  cents: Cents,
  /** The balance after it. */
  balanceCents: Cents,
  institutionId: z.int(),
  institutionName: z.string(),
  institutionNameEn: z.string(),
  title: z.string(),
  /** The bill it belongs to. */
  billId: z.uuid().nullable(),
})
export type StatementLine = z.infer<typeof StatementLine>

export const Statement = z.object({
  openingCents: Cents,
  closingCents: Cents,
  /** In and out of the whole time, whatever is shown of it. */
  inCents: Cents,
  outCents: Cents,
  lines: z.array(StatementLine),
})
export type Statement = z.infer<typeof Statement>

export const StatementQuery = z.object({
  personId: z.uuid(),
  /** Local days, the last one included. */
  from: Day,
  to: Day,
  kind: MovementKind.optional(),
  institutionId: z.coerce.number().int().nonnegative().optional(),
})
export type StatementQuery = z.infer<typeof StatementQuery>

export const Limits = z.object({ leastTopUpCents: Cents, mostTopUpCents: Cents, mostBalanceCents: Cents })
export type Limits = z.infer<typeof Limits>

/** Six figures that let a window see the balance and take one payment. */
export const ConsentCode = z.object({ code: z.string(), secondsValid: z.int(), svg: z.string() })
export type ConsentCode = z.infer<typeof ConsentCode>

export const RedeemCode = z.object({ personId: z.uuid(), code: z.string().trim().regex(/^\d{6}$/) })
export type RedeemCode = z.infer<typeof RedeemCode>

export const Redeemed = z.object({ accepted: z.boolean(), balance: Balance.nullable() })
export type Redeemed = z.infer<typeof Redeemed>

/** The custodian in whose books the balances are, by the number 0 in place of a hospital's. */
export const custodian = { institutionId: 0, name: '临溪区医疗资金结算中心', nameEn: 'Linxi medical funds centre' } as const
