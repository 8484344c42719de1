import type { Tx } from '#platform/database/index.ts'
import type { Stop } from '../contract.ts'
import { type Opening, openingAt } from '../opening.ts'
import { openingHours } from '../rules.ts'

/** Whether the station of this stop is open at a moment, and when that changes. */
export async function openingOf(tx: Tx, { institutionId, kind }: Pick<Stop, 'institutionId' | 'kind'>, at: Date): Promise<Opening> {
  return openingAt(await openingHours(tx, institutionId, at), kind, at)
}
