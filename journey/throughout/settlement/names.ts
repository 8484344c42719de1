import { directory } from '#journey/throughout/directory/index.ts'
import type { Services } from '#platform/services.ts'
import type { Named } from './contract.ts'

/** What hospitals are called; one that is no longer known by its number. */
export async function namesOf(services: Services): Promise<(institutionId: number) => Named> {
  const { snapshot } = await directory(services)
  return (institutionId) => {
    const known = snapshot.institutions.get(institutionId)
    return { institutionId, name: known?.name ?? String(institutionId), nameEn: known?.nameEn ?? String(institutionId), shortName: known?.shortName ?? String(institutionId) }
  }
}
