import { createHash } from 'node:crypto'
import { openAccounts, REGION, regionBook, type AccountName } from '#engines/ledger/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'

/** Where a hospital meets the region: its account in the region's books, and the mirror in its own. At the region itself both are one account that is passed through. */
export function meeting(institutionId: number): { readonly atRegion: AccountName; readonly own: AccountName } {
  if (institutionId === REGION) return { atRegion: regionBook.refunds(), own: regionBook.refunds() }
  return { atRegion: regionBook.member(institutionId), own: regionBook.ofMember(institutionId) }
}

/** The transfer in the hospital's own books. In the region's books both sides are there, so the second needs an id of its own. */
export function ownStep(institutionId: number, transferId: string): string {
  if (institutionId !== REGION) return transferId
  const hex = createHash('md5').update(`own side|${transferId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** Makes sure that the purses and both sides of the meeting exist. A purse never holds less than nothing: what is promised counts. */
export async function openPurses(tx: Tx, context: Context, institutionId: number, entries: readonly string[]): Promise<void> {
  const { atRegion, own } = meeting(institutionId)
  await openAccounts(tx, context, [{ ...atRegion, busy: true }, ...entries.map((personId) => ({ ...regionBook.wallet(personId), personId, ceilingCents: 0 }))])
  if (institutionId !== REGION) await openAccounts(tx, context, [{ ...own, busy: true }])
}
