import { z } from 'zod'
import { Instruction, LocalDay, Named } from './contract.ts'

const Moment = z.iso.datetime()

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
