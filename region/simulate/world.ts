import type { Appointment } from '#journey/previsit/booking/contract.ts'
import { type Counts, openSession, type Session } from './client.ts'
import type { SimulatedClock } from './clock.ts'
import type { Chance } from '../prng.ts'

export interface Options {
  readonly base: string
  readonly patients: number
  /** Seconds of platform time per real second. */
  readonly rate: number
  readonly seed: string
}

/** One period with room, and where it is. */
export interface Supply {
  readonly institutionId: number
  readonly serviceId: number
  readonly practitionerId: number
  readonly practitionerName: string
  readonly periodId: number
  readonly startsAt: string
  readonly endsAt: string
}

export type Ending = 'fulfilled' | 'cancelled' | 'not-come' | 'not-seen'

/** Somebody who goes to the doctor today, and what they were told was done. Only acknowledged things stand here. */
export interface Patient {
  readonly index: number
  readonly byPhone: boolean
  readonly personId: string
  /** Their own phone's session; desk patients have none. */
  readonly phone: Session | null
  appointment: Appointment | null
  checkedInAt?: number
  calledAt?: number
  finishedAt?: number
  paidCents?: number
  ending?: Ending
}

export interface Institution {
  readonly id: number
  readonly code: string
  readonly latitude: number
  readonly longitude: number
}

/** What all who take part share. */
export interface World {
  readonly options: Options
  readonly counts: Counts
  readonly day: string
  readonly institutions: ReadonlyMap<number, Institution>
  /** One signed-in person per desk, at each institution. */
  readonly desks: ReadonlyMap<number, { readonly nurse: Session; readonly cashier: Session }>
  readonly patients: Patient[]
  readonly clock: SimulatedClock
  chance(...purpose: readonly (string | number)[]): Chance
}

export function newSession(world: Pick<World, 'options' | 'counts'>, channel: string): Session {
  return openSession(world.options.base, world.counts, channel)
}
