import { sql } from 'kysely'
import { unitsFreedBy } from '#engines/capacity/index.ts'
import { APPOINTMENT_BOOKED, APPOINTMENT_CANCELLED, APPOINTMENT_MOVED, APPOINTMENT_SUSPENDED, type AppointmentFacts, HOLD_EXPIRED } from '#journey/previsit/booking/index.ts'
import { SCHEDULE_CHANGED, type ScheduleFacts } from '#journey/previsit/supply/index.ts'
import { registerAt } from '#journey/throughout/people/index.ts'
import type { Reaction, StoredEvent } from '#platform/events/index.ts'
import { ENTRY_JOINED, OFFER_ACCEPTED, OFFER_CLOSED, OFFER_MADE, type OfferFacts } from './events.ts'
import { findOffer, offersWhere } from './offer-row.ts'
import { afterAcceptance } from './operations/after-acceptance.ts'
import { bookedOtherwise } from './operations/booked-otherwise.ts'
import { fillUnit } from './operations/fill-unit.ts'
import { tellBooked, tellTaken } from './tell.ts'

const appointmentOf = (event: StoredEvent) => event.payload as unknown as AppointmentFacts
const offerOf = (event: StoredEvent) => event.payload as unknown as OfferFacts

export const reactions: readonly Reaction[] = [
  {
    name: 'waitlist.fill-freed-unit',
    on: [APPOINTMENT_CANCELLED, APPOINTMENT_MOVED],
    async run(tx, context, event) {
      const { institutionId, appointmentId } = appointmentOf(event)
      for (const unit of await unitsFreedBy(tx, institutionId, appointmentId)) await fillUnit(tx, context, unit)
    },
  },
  {
    // A session was added, or got more units: what is new is offered to those who wait before anybody else sees it.
    name: 'waitlist.offer-new-units',
    on: [SCHEDULE_CHANGED],
    async run(tx, context, event) {
      const { institutionId, unitsForWaiters } = event.payload as unknown as ScheduleFacts
      for (const unitId of unitsForWaiters ?? []) await fillUnit(tx, context, { institutionId, unitId })
    },
  },
  {
    // What was kept for somebody ended elsewhere: it ran out, its clinic was suspended, or it was confirmed among the appointments.
    name: 'waitlist.follow-kept-time',
    on: [HOLD_EXPIRED, APPOINTMENT_SUSPENDED, APPOINTMENT_BOOKED],
    async run(tx, context, event) {
      const { institutionId, appointmentId } = appointmentOf(event)
      const offers = await offersWhere(tx, sql`institution_id = ${institutionId} and appointment_id = ${appointmentId} and status = 'open'`)
      for (const offer of offers) await fillUnit(tx, context, offer)
    },
  },
  {
    name: 'waitlist.ask-next',
    on: [OFFER_CLOSED],
    async run(tx, context, event) {
      await fillUnit(tx, context, offerOf(event))
    },
  },
  {
    name: 'waitlist.finish-acceptance',
    on: [OFFER_ACCEPTED],
    async run(tx, context, event) {
      const { institutionId, offerId } = offerOf(event)
      await afterAcceptance(tx, context, { institutionId, id: offerId })
    },
  },
  {
    name: 'waitlist.end-satisfied-entries',
    on: [APPOINTMENT_BOOKED],
    async run(tx, context, event) {
      await bookedOtherwise(tx, context, appointmentOf(event))
    },
  },
  {
    // The hospital whose desk looks after them, or calls them, knows them from then on.
    name: 'waitlist.register-person',
    on: [ENTRY_JOINED, OFFER_MADE],
    async run(tx, context, event) {
      if (event.institutionId !== null) await registerAt(tx, context, event.institutionId, offerOf(event).personId)
    },
  },
  {
    name: 'waitlist.tell',
    on: [OFFER_ACCEPTED, OFFER_CLOSED],
    async run(tx, context, event) {
      const { institutionId, offerId } = offerOf(event)
      const offer = await findOffer(tx, institutionId, offerId)
      if (!offer) return
      if (event.type === OFFER_ACCEPTED && (offer.mode === 'auto' || offer.contact === 'call')) await tellBooked(tx, context, offer)
      if (event.type === OFFER_CLOSED && offer.status === 'taken') await tellTaken(tx, context, offer)
    },
  },
]
