import type { DifferenceClass, MatchedBy, MovementKind, StatementChannel } from '../contract.ts'

/** One thing a channel says happened. Amounts are positive; what it kept for itself is `feeCents`, negative when it gave that back, null where it does not say. */
export interface StatementLine {
  readonly line: number
  readonly kind: MovementKind
  readonly channelNumber: string
  /** Our number as the channel repeats it; '' where it knows none. */
  readonly ourNumber: string
  readonly cents: number
  readonly feeCents: number | null
  /** done: the money moved · under-way: it will · undone: it did not. */
  readonly status: 'done' | 'under-way' | 'undone'
  readonly at: Date
}

/** One thing we say happened, or may have. */
export interface Movement {
  readonly kind: MovementKind
  readonly id: string
  /** The number the channel was given for it. */
  readonly ourNumber: string
  readonly cents: number
  /** done: we are sure of the money · open: we do not know yet · undone: we are sure there was none. */
  readonly state: 'done' | 'open' | 'undone'
  /** The state in billing's own words. */
  readonly stateName: string
  readonly channelNumber: string | null
  readonly askedAt: Date
  readonly knownAt: Date | null
}

/** A line with its place among the stored ones. */
export interface PlacedLine extends StatementLine {
  readonly id: string
  /** The day of its file. */
  readonly day: string
}

export interface Match {
  readonly lineId: string
  readonly kind: MovementKind
  readonly movementId: string
  readonly by: MatchedBy
}

export interface FoundDifference {
  readonly class: DifferenceClass
  readonly kind: MovementKind
  readonly lineId: string | null
  readonly movementId: string | null
  /** How much more the channel owes us than we thought. */
  readonly effectCents: number
}

export interface MatchingRules {
  readonly channel: StatementChannel
  readonly feeTenThousandths: number
  readonly toleranceMinutes: number
  /** Minutes after local midnight at which the channel's day ends; 1440 where it ends with the calendar's. */
  readonly dayEndsAtMinute: number
}

/** A settlement and its being taken back are of one claim: a movement is known by its kind and its id. */
export const keyOf = ({ kind, id }: Pick<Movement, 'kind' | 'id'>): string => `${kind} ${id}`
