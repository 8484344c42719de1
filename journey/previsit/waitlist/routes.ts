import { z } from 'zod'
import { refusals, serviceIn } from '#journey/previsit/booking/index.ts'
import { directory } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import { type App, allow, command, query, type Routes } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { clinicsAlike } from './alike.ts'
import { CallRequest, CodeRequest, DeskPage, Entry, JoinPage, JoinRequest, MyWaitlist, Offer, OfferDetail, PriorityRequest } from './contract.ts'
import {
  AlreadyWaiting, ConsentMissing, DaysOver, EntryEnded, EntryNotFound, NotSooner, NothingToGiveBack, NotYourInstitution, NotYourPerson, OfferNotFound, OfferOver, OfferTaken,
  SessionSuspended, TooFarAhead, TooManyEntries,
} from './errors.ts'
import { asOffer } from './offer-row.ts'
import { acceptOffer, declineOffer, noteCall } from './operations/answer-offer.ts'
import { withdrawEntry } from './operations/end-entry.ts'
import { joinWaitlist } from './operations/join-waitlist.ts'
import { prioritiseEntry } from './operations/prioritise-entry.ts'
import { deskPage } from './queries/desk-page.ts'
import { joinPage } from './queries/join-page.ts'
import { myWaitlist } from './queries/my-waitlist.ts'
import { offerByCode, offerDetail, openOffers } from './queries/offer-detail.ts'
import { offerRules } from './rules.ts'

const tags = ['waitlist']
const purpose = 'booking'
const patients = { access: allow('patient'), purpose }
const both = { access: allow('patient', 'registrar', 'nurse', 'physician', 'manager'), purpose }
const desk = { access: allow('registrar', 'nurse', 'physician', 'manager'), purpose }
const answers = [OfferNotFound, OfferOver, OfferTaken, SessionSuspended, ...refusals]
const OfferRef = z.object({ institutionId: z.coerce.number().int().positive(), id: z.uuid() })
const EntryRef = z.object({ id: z.uuid() })
const How = z.object({ how: z.enum(['link', 'code']).default('link') })

export const routes: Routes = (app, services) => {
  entryRoutes(app, services)
  offerRoutes(app, services)
  deskRoutes(app, services)
}

/** The hospital of the desk that asks. */
const own = (context: Context) => context.institutionId!

function entryRoutes(app: App, services: Services): void {
  app.get('/api/waitlist/clinics/:institutionId/:serviceId', {
    schema: {
      operationId: 'lookAtWaitlist', summary: 'What waiting for this clinic would mean', tags, response: { 200: JoinPage },
      params: z.object({ institutionId: z.coerce.number().int().positive(), serviceId: z.coerce.number().int().positive() }), querystring: z.object({ near: z.string().max(40).optional() }),
    },
    config: { access: allow('anyone'), purpose },
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => joinPage(tx, context, snapshot, { ...request.params, near: request.query.near }))
  })

  app.post('/api/waitlist/entries', {
    schema: { operationId: 'joinWaitlist', summary: 'Wait for a clinic that is full, or for something sooner', tags, body: JoinRequest, response: { 201: Entry } },
    config: { ...both, outcomes: [AlreadyWaiting, TooManyEntries, TooFarAhead, DaysOver, NotYourPerson, NotYourInstitution, NotSooner, NothingToGiveBack] },
  }, async (request, reply) => {
    const { snapshot } = await directory(services)
    const clinics = clinicsAlike(snapshot, serviceIn(snapshot, request.body.institutionId, request.body.serviceId), request.body)
    return command(request, reply, 201, async (tx, context) => {
      const { otherwiseDay: _, ...entry } = await joinWaitlist(tx, context, request.body, clinics)
      return entry
    })
  })

  app.get('/api/waitlist/entries', {
    schema: { operationId: 'myWaitlist', summary: 'What one and one’s family wait for, with place and odds', tags, response: { 200: MyWaitlist } },
    config: patients,
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => myWaitlist(tx, context, snapshot))
  })

  app.post('/api/waitlist/entries/:id/withdraw', {
    schema: { operationId: 'withdrawEntry', summary: 'Wait no longer', tags, params: EntryRef, body: z.object({}), response: { 200: Entry } },
    config: { ...both, outcomes: [EntryNotFound, EntryEnded] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    const { otherwiseDay: _, ...entry } = await withdrawEntry(tx, context, request.params.id)
    return entry
  }))
}

function offerRoutes(app: App, services: Services): void {
  app.get('/api/waitlist/offers', {
    schema: { operationId: 'myOffers', summary: 'What one and one’s family are offered now', tags, response: { 200: z.array(OfferDetail) } },
    config: patients,
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => openOffers(tx, context, snapshot))
  })

  app.get('/api/waitlist/offers/:institutionId/:id', {
    schema: { operationId: 'getOffer', summary: 'One offer', tags, params: OfferRef, response: { 200: OfferDetail } },
    config: { ...patients, outcomes: [OfferNotFound] },
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => offerDetail(tx, context, snapshot, request.params))
  })

  app.post('/api/waitlist/offers/by-code', {
    schema: { operationId: 'findOfferByCode', summary: 'The offer a code of a message belongs to', tags, body: CodeRequest, response: { 200: Offer } },
    // A code is a pointer, not a key: it finds only what one may see anyway.
    config: { ...patients, outcomes: [OfferNotFound], rateLimit: { max: 20, timeWindow: '1 minute' } },
  }, (request, reply) => command(request, reply, 200, (tx, context) => offerByCode(tx, context, request.body.code)))

  app.post('/api/waitlist/offers/:institutionId/:id/accept', {
    schema: { operationId: 'acceptOffer', summary: 'Take the time', tags, params: OfferRef, body: How, response: { 200: Offer } },
    config: { ...patients, outcomes: answers },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => asOffer(await acceptOffer(tx, context, request.params, request.body.how))))

  app.post('/api/waitlist/offers/:institutionId/:id/decline', {
    schema: { operationId: 'declineOffer', summary: 'Not this time; the place on the waitlist stays', tags, params: OfferRef, body: How, response: { 200: Offer } },
    config: { ...patients, outcomes: [OfferNotFound, OfferOver] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => asOffer(await declineOffer(tx, context, request.params, request.body.how))))
}

function deskRoutes(app: App, services: Services): void {
  app.get('/api/waitlist/desk', {
    schema: { operationId: 'waitlistDesk', summary: 'The waitlist of one’s hospital: calls, offers, who waits, refill', tags, response: { 200: DeskPage } },
    config: desk,
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => deskPage(tx, context, snapshot, own(context)))
  })

  app.post('/api/waitlist/offers/:institutionId/:id/call', {
    schema: { operationId: 'noteCall', summary: 'What came of calling somebody about an offer', tags, params: OfferRef, body: CallRequest, response: { 200: Offer } },
    config: { ...desk, outcomes: [...answers, ConsentMissing] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    const { callsBeforeNext } = await offerRules(tx, own(context), context.now)
    return asOffer(await noteCall(tx, context, request.params, request.body, callsBeforeNext))
  }))

  app.post('/api/waitlist/entries/:id/priority', {
    schema: { operationId: 'prioritiseEntry', summary: 'Say how urgent it is, with the reason', tags, params: EntryRef, body: PriorityRequest, response: { 200: Entry } },
    config: { access: allow('nurse', 'physician'), purpose: 'treatment', outcomes: [EntryNotFound, EntryEnded] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    const { otherwiseDay: _, ...entry } = await prioritiseEntry(tx, context, request.params.id, request.body)
    return entry
  }))
}
