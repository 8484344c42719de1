import { institutionById } from '#journey/throughout/directory/index.ts'
import { custodian } from '#journey/throughout/wallet/contract.ts'
import type { Tx } from '#platform/database/index.ts'

/** Whose bill it is: a hospital's, or the region's own. */
export async function ownerOfBill(tx: Tx, institutionId: number): Promise<{ readonly name: string; readonly nameEn: string } | undefined> {
  if (institutionId === custodian.institutionId) return custodian
  const institution = await institutionById(tx, institutionId)
  return institution ? { name: institution.name, nameEn: institution.nameEn } : undefined
}
