import type { FairnessRule } from '#engines/queue/index.ts'

const MIDNIGHT = Date.parse('2026-11-24T00:00:00+08:00')

/** The moment so many seconds after the simulated midnight. */
export const dateAt = (seconds: number): Date => new Date(MIDNIGHT + Math.round(seconds * 1000))
export const secondsAt = (at: Date): number => (at.getTime() - MIDNIGHT) / 1000

/** The rule of order as it is published with the platform (migrations/0008). */
export const ruleOfTheDay: FairnessRule = {
  version: 1, graceMinutes: 5, periodMinutes: 15, advanceMinutes: { 'elder-80': 10, disabled: 10, 'service-member': 10, urgent: 30 }, returnAfter: 1, returnEvery: 2,
}
