import { createHash } from 'node:crypto'
import { accountId, type AccountName, type Line, type NewAccount, REGION, regionBook } from '#engines/ledger/index.ts'

export { REGION }

/** What a person owes the region: within their limit, or after an emergency, which has none. */
export function debtAccount(personId: string, emergency: boolean): AccountName {
  return emergency ? { institutionId: REGION, kind: 'credit-emergency', ownerRef: personId } : regionBook.credit(personId)
}

/** What a hospital gave up of what it was owed. */
export function waivedAccount(institutionId: number): AccountName {
  return { institutionId, kind: 'credit-waived' }
}

export function regionAccounts(institutionId: number): NewAccount[] {
  return [{ ...regionBook.member(institutionId), busy: true }]
}

export function hospitalAccounts(institutionId: number): NewAccount[] {
  return [{ ...regionBook.ofMember(institutionId), busy: true }]
}

export function lines(...pairs: readonly (readonly [AccountName, number])[]): Line[] {
  return pairs.map(([name, cents]) => ({ accountId: accountId(name), cents }))
}

/** An id that follows from another (UUID version 8): the second try of the same act finds what the first one did. */
export function followingId(act: string, id: string): string {
  const hex = createHash('md5').update(`credit ${act}|${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** How the ledger and the bills name a visit's bill. */
export function billReference(visitId: string): string {
  return `bill/${visitId}`
}

export function visitOf(reference: string): string | null {
  return /^bill\/([0-9a-f-]{36})$/.exec(reference)?.[1] ?? null
}
