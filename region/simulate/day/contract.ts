import type { TurnAhead, WaitRange } from '#engines/queue/contract.ts'

/** What somebody still has before them, as far as it is known at this moment, in the order they will take it. */
export interface KnownStop {
  readonly kind: 'consulting' | 'laboratory' | 'examination' | 'pharmacy' | 'window'
  /** The wait there: for who already stands there, from now; for a later stop, what somebody would wait who came now. Null: nobody is at work yet. */
  readonly wait: WaitRange | null
  /** How long it takes usually, once called. */
  readonly usualMinutes: number
  /** Minutes until a result that the next stop needs. */
  readonly resultAfterMinutes: number | null
}

/** A moment at which a person is told when they will be done with all they know of. */
export interface Moment {
  readonly now: Date
  /** `nine`: at nine in the morning, for whoever has not come yet. */
  readonly why: 'nine' | 'checked-in' | 'orders-known' | 'results-ready'
  /** Not before the booked period: when nobody is at work yet, this is when they begin. */
  readonly beginsAt: Date | null
  /** Before they come: when the doctor will call them, played through with all who are booked. */
  readonly turn: TurnAhead | null
  readonly walkMinutes: number
  readonly stops: readonly KnownStop[]
}

export interface PromisedEnd {
  readonly fromAt: Date
  readonly toAt: Date
}

/** Says when the person will be done with what is known; null when nothing can be said. This is what the simulation judges. */
export type EndPromiser = (moment: Moment) => PromisedEnd | null
