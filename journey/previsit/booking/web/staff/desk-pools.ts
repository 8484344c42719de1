import type { PoolCode } from '../../contract.ts'

/** What a window gives out: what is kept for primary care, teams, the waitlist and the draw is given by others. */
export const deskPools: readonly PoolCode[] = ['public', 'on-site', 'elderly', 'revisit']
/** Whoever calls is not there. */
export const phonePools: readonly PoolCode[] = ['public', 'elderly', 'revisit']
