import { z } from 'zod'

export const poolCodes = ['public', 'family-doctor', 'on-site', 'elderly', 'revisit', 'consortium', 'team', 'waitlist', 'draw', 'rebooking'] as const
export const PoolCode = z.enum(poolCodes)
export type PoolCode = z.infer<typeof PoolCode>

/** Why a unit cannot be taken. */
export const reasons = [
  'no-such-period', 'no-such-pool', 'suspended', 'past', 'not-open-yet', 'closed', 'full', 'same-service-that-day', 'overlap',
] as const
export const Reason = z.enum(reasons)
export type Reason = z.infer<typeof Reason>

export const sessionStatuses = ['open', 'suspended', 'closed'] as const
export type SessionStatus = (typeof sessionStatuses)[number]
export const halves = ['morning', 'afternoon', 'evening'] as const
export const Half = z.enum(halves)
export type Half = z.infer<typeof Half>
