import { REGION } from '#engines/ledger/index.ts'
import type { Context } from '#platform/context/context.ts'
import { NotTheCentre } from './errors.ts'

/** True for the region's own staff and its jobs: whoever else asks sees one hospital. */
export function isCentre(context: Context): boolean {
  return context.actor.kind === 'system' || context.institutionId === REGION
}

export function onlyTheCentre(context: Context): void {
  if (!isCentre(context)) throw new NotTheCentre()
}
