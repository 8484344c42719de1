import type { Difference, DifferenceClass } from '../contract.ts'

/** What usually comes next. A person decides; a suggestion moves nothing. */
export function suggested(about: { readonly class: DifferenceClass; readonly ageHours: number }): Difference['suggested'] {
  // Most of what is missing comes with tomorrow's statement.
  if (about.class === 'missing-at-channel') return about.ageHours < 36 ? 'wait' : 'book'
  if (about.class === 'status-differs') return about.ageHours < 2 ? 'ask-channel' : 'book'
  if (about.class === 'wrong-day') return 'accept'
  return 'book'
}
