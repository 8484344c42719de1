import type { AccountName } from './accounts.ts'

/** The institution number of the region's own books, which the custodian keeps. */
export const REGION = 0

/** The accounts of the region's books, and the one in which a member mirrors its part of them. */
export const regionBook = {
  /** A person's prepaid money. We owe it to them: below zero. */
  wallet: (personId: string): AccountName => ({ institutionId: REGION, kind: 'wallet', ownerRef: personId }),
  /** What a person owes for treatment that is paid later: above zero. */
  credit: (personId: string): AccountName => ({ institutionId: REGION, kind: 'credit', ownerRef: personId }),
  /** Above zero the member owes the region, below zero the region owes the member. */
  member: (institutionId: number): AccountName => ({ institutionId: REGION, kind: 'member', ownerRef: String(institutionId) }),
  /** Money that lies at a bank. */
  custodian: (bankCode: string): AccountName => ({ institutionId: REGION, kind: 'custodian', ownerRef: bankCode }),
  refunds: (): AccountName => ({ institutionId: REGION, kind: 'refunds' }),
  creditFund: (): AccountName => ({ institutionId: REGION, kind: 'credit-fund' }),
  /** In the member's own books. Always the region's `member` with the other sign. */
  ofMember: (institutionId: number): AccountName => ({ institutionId, kind: 'region' }),
} as const
