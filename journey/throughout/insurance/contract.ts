import { z } from 'zod'

/**
 * new: nothing said yet · quoted: the insurer said what it would pay · settled: it pays · undone: nothing of it stands ·
 * refused: it said no · disputed: it answered something else than it had said; taken back, a person looks
 */
export const ClaimState = z.enum(['new', 'quoted', 'settled', 'undone', 'refused', 'disputed'])
export type ClaimState = z.infer<typeof ClaimState>

const Cents = z.int()

export const OpenClaim = z.object({
  id: z.uuid(),
  visitId: z.uuid(),
  nameMasked: z.string(),
  state: ClaimState,
  /** A message was sent and nobody knows what became of it. */
  unknown: z.boolean(),
  totalCents: Cents,
  fundCents: Cents,
  accountCents: Cents,
  fault: z.string(),
  since: z.iso.datetime(),
})
export type OpenClaim = z.infer<typeof OpenClaim>

/** One line of the insurer's statement of a day: a settlement, or one taken back (amounts negative). */
export const StatementLine = z.object({
  setlId: z.string(),
  mdtrtId: z.string(),
  /** The message that asked for it: how we find ours. */
  msgid: z.string(),
  at: z.iso.datetime(),
  reversal: z.boolean(),
  totalCents: Cents,
  fundCents: Cents,
  accountCents: Cents,
})
export type StatementLine = z.infer<typeof StatementLine>

export const NewCover = z.object({
  personId: z.uuid(),
  payer: z.enum(['commercial', 'relief']),
  name: z.string().trim().min(1).max(60),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable().default(null),
})
export type NewCover = z.infer<typeof NewCover>

export const Cover = NewCover.extend({ id: z.uuid() })
export type Cover = z.infer<typeof Cover>

/** The first line of a statement file; every further line is a settlement. Fields are separated by tabs, amounts are yuan. */
export const statementColumns = ['setl_id', 'mdtrt_id', 'msgid', 'setl_time', 'refd_setl_flag', 'medfee_sumamt', 'fund_pay_sumamt', 'acct_pay'] as const
