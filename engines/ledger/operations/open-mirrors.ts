import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { regionBook } from '../region.ts'
import { openAccounts } from './open-accounts.ts'

/** Makes sure that the region's books know a hospital, and the hospital's the region. Everybody passes there: both are busy. */
export async function openMirrors(tx: Tx, context: Context, institutionId: number): Promise<void> {
  await openAccounts(tx, context, [{ ...regionBook.member(institutionId), busy: true }])
  await openAccounts(tx, context, [{ ...regionBook.ofMember(institutionId), busy: true }])
}
