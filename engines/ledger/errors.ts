import { violates } from '#platform/database/index.ts'
import { domainError } from '#platform/errors/domain-error.ts'

export const NotEnough = domainError('ledger.not-enough', 409, 'There is not enough on this account.')
export const TooMuch = domainError('ledger.too-much', 409, 'This account may not hold so much.')
export const IdMeansAnother = domainError('ledger.id-means-another', 409, 'This transfer id was used for another transfer.')
export const Unbalanced = domainError('ledger.unbalanced', 422, 'The amounts of a transfer must sum to zero.')
export const HoldEnded = domainError('ledger.hold-ended', 409, 'This hold is no longer open.')
export const HoldTooSmall = domainError('ledger.hold-too-small', 409, 'The hold does not cover this amount.')
export const NothingToReverse = domainError('ledger.nothing-to-reverse', 409, 'There is no transfer that can be reversed.')
export const DoneApart = domainError('ledger.done-apart', 409, 'A part of this was done before, apart from the rest.')
export const NoSuchAccount = domainError('ledger.no-such-account', 409, 'There is no such account.')

const meanings = [
  ['account_above_floor', NotEnough],
  ['account_below_ceiling', TooMuch],
  ['transfer_id_means_one_thing', IdMeansAnother],
  ['transfer_sums_to_zero', Unbalanced],
  ['hold_is_open', HoldEnded],
  ['hold_covers_posting', HoldTooSmall],
  ['transfer_can_be_reversed', NothingToReverse],
  ['transfer_reversed_once', NothingToReverse],
  ['linked_is_done_together', DoneApart],
  ['entry_institution_id_account_id_fkey', NoSuchAccount],
  ['stripe_institution_id_account_id_fkey', NoSuchAccount],
] as const

/** Runs one statement of the ledger and says in our words which of its rules refused. */
export async function refusedAs<T>(statement: Promise<T>): Promise<T> {
  try {
    return await statement
  } catch (error) {
    const meaning = meanings.find(([constraint]) => violates(error, constraint))?.[1]
    throw meaning ? new meaning() : error
  }
}

/** The refusal that a rule of the database stands for, known by its name. */
export function refusalOf(rule: string): Error {
  const meaning = meanings.find(([constraint]) => constraint === rule)?.[1]
  return meaning ? new meaning() : new Error(`the ledger refused: ${rule}`)
}
