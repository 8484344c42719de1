import type { DomainEvent } from '#platform/events/index.ts'
import type { OfferRow } from './offer-row.ts'

export const ENTRY_JOINED = 'waitlist.entry-joined.v1'
export const ENTRY_ENDED = 'waitlist.entry-ended.v1'
export const OFFER_MADE = 'waitlist.offer-made.v1'
export const OFFER_ACCEPTED = 'waitlist.offer-accepted.v1'
/** An offer ended without a booking: declined, run out, taken by another of the group, the clinic suspended. */
export const OFFER_CLOSED = 'waitlist.offer-closed.v1'

export interface OfferFacts {
  readonly institutionId: number
  readonly offerId: string
  readonly unitId: number
  readonly entryId: string
  readonly personId: string
  readonly status: string
}

export interface EntryFacts {
  readonly entryId: string
  readonly personId: string
}

export function offerEvent(type: string, offer: Pick<OfferRow, 'institutionId' | 'id' | 'unitId' | 'entryId' | 'personId'>, status: string): DomainEvent {
  const { institutionId, id, unitId, entryId, personId } = offer
  const payload: OfferFacts = { institutionId, offerId: id, unitId, entryId, personId, status }
  return { type, institutionId, topics: [`person:${personId}`, `waitlist:${institutionId}`], payload }
}

export function entryEvent(type: string, entry: { institutionId: number; id: string; personId: string }): DomainEvent {
  const payload: EntryFacts = { entryId: entry.id, personId: entry.personId }
  return { type, institutionId: entry.institutionId, topics: [`person:${entry.personId}`, `waitlist:${entry.institutionId}`], payload }
}
