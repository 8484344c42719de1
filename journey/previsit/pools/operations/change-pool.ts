import { type PoolCode, poolTerms, putPool } from '#engines/capacity/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { PoolChange } from '../contract.ts'
import { LadderRunsBack, LooksAfterItself, PoolNotFound } from '../errors.ts'
import { poolsEvent } from '../events.ts'

/** Pools whose units come and go with offers and draws: a hand in them would take a unit from somebody it is kept for. */
export const byThemselves: readonly PoolCode[] = ['waitlist', 'draw', 'rebooking']

/**
 * Changes when a pool opens and closes, for whom, and how its unused units flow on, from now on; units already given stay given.
 * Throws {@link PoolNotFound}, {@link LooksAfterItself}, {@link LadderRunsBack}.
 */
export async function changePool(tx: Tx, context: Context, institutionId: number, code: PoolCode, change: PoolChange): Promise<void> {
  if (byThemselves.includes(code) || change.steps.some((step) => byThemselves.includes(step.flowsTo))) throw new LooksAfterItself({ pool: code })
  const pools = await poolTerms(tx, institutionId)
  const old = pools.find((pool) => pool.code === code)
  if (!old || change.steps.some((step) => !pools.some((pool) => pool.code === step.flowsTo))) throw new PoolNotFound({ pool: code })
  const flows = new Map(pools.map((pool) => [pool.code, (pool.code === code ? change.steps : pool.steps).map((step) => step.flowsTo)]))
  if (runsBack(flows, code)) throw new LadderRunsBack({ pool: code })
  // Terms that another part of the platform wrote there are not lost.
  const { channels: _channels, minAge: _minAge, seenWithinDays: _seenWithinDays, ...others } = old.eligibility
  const steps = [...change.steps].sort((a, b) => b.daysBefore - a.daysBefore || a.at.localeCompare(b.at))
  await putPool(tx, institutionId, code, { ...change, eligibility: { ...others, ...change.eligibility }, steps })
  await audit(tx, context, { action: 'pools.change-pool', subject: `pool/${code}`, institutionId, detail: { before: old, after: change } })
  await announce(tx, context, poolsEvent('pool-changed', institutionId, { pool: code }))
}

/** Does what leaves this pool ever come back to it? */
function runsBack(flows: ReadonlyMap<PoolCode, readonly PoolCode[]>, from: PoolCode): boolean {
  const seen = new Set<PoolCode>()
  const open = [...(flows.get(from) ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === from) return true
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...(flows.get(next) ?? []))
  }
  return false
}
