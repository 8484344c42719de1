/** How long, how often, how many. Security runs on the real time, never on a demonstration's moved clock. */
export const code = { validSeconds: 300, askAgainSeconds: 60, tries: 5, perHour: 5, perDay: 10, perAddressPerHour: 300 } as const

export const password = { freeTries: 5, firstWaitSeconds: 30, longestWaitSeconds: 900, forgottenAfterSeconds: 86_400, perAddressPerTenMinutes: 100 } as const

const day = 86_400
export const session = {
  patient: { idleSeconds: 30 * day, lifeSeconds: 180 * day, rotateAfterSeconds: day },
  staff: { idleSeconds: 1800, lifeSeconds: 12 * 3600, rotateAfterSeconds: 3600 },
  /** Between two steps of a sign-in. */
  unfinishedSeconds: 900,
  /** A replaced token still works this long, for the other tab that was loading. */
  graceSeconds: 60,
} as const
