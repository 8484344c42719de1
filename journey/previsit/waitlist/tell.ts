import { appointmentById } from '#journey/previsit/booking/index.ts'
import { institutionById, practitionerById, serviceById } from '#journey/throughout/directory/index.ts'
import { personSummaries, tellPerson } from '#journey/throughout/people/index.ts'
import { formatWhen } from './when.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { sql } from 'kysely'
import type { OfferRow } from './offer-row.ts'

/** By text message what is offered, until when, and how to answer. Whoever has no phone with us is called by the desk instead. */
export async function tellOffer(tx: Tx, context: Context, offer: OfferRow, publicUrl: string): Promise<void> {
  const params = [...(await about(tx, context, offer)), formatWhen(offer.answerBy), `${publicUrl}/waitlist/offers/${offer.institutionId}/${offer.id}`, offer.code]
  const template = offer.mode === 'group' ? 'waitlist-group-offer' : 'waitlist-offer'
  const told = await tellPerson(tx, context, { personId: offer.personId, key: `waitlist-offer/${offer.id}`, template, params, notAfter: offer.answerBy })
  await sql`update waitlist.offer set told_at = ${context.now}, contact = ${told === 0 ? 'call' : offer.contact}
    where institution_id = ${offer.institutionId} and id = ${offer.id}`.execute(tx)
}

/** That it is booked: needed by whoever was not asked. */
export async function tellBooked(tx: Tx, context: Context, offer: OfferRow): Promise<void> {
  const booked = offer.appointmentId && (await appointmentById(tx, context, offer.institutionId, offer.appointmentId))
  if (!booked) return
  await tellPerson(tx, context, {
    personId: offer.personId, key: `waitlist-booked/${offer.id}`, template: 'waitlist-booked', params: [...(await about(tx, context, offer)), formatWhen(new Date(booked.cancelBy))],
  })
}

/** Somebody of the group was sooner. */
export async function tellTaken(tx: Tx, context: Context, offer: OfferRow): Promise<void> {
  await tellPerson(tx, context, { personId: offer.personId, key: `waitlist-taken/${offer.id}`, template: 'waitlist-taken', params: await about(tx, context, offer) })
}

/** Who, with whom, and when: masked, since a message can be read on a locked screen. */
async function about(tx: Tx, context: Context, { institutionId, serviceId, personId, startsAt }: OfferRow): Promise<string[]> {
  const person = (await personSummaries(tx, context, [personId])).get(personId)
  const institution = await institutionById(tx, institutionId)
  const service = await serviceById(tx, institutionId, serviceId, context.now)
  const doctor = service?.practitionerId ? await practitionerById(tx, institutionId, service.practitionerId) : undefined
  return [person?.nameMasked ?? '', [institution?.shortName, doctor?.name ?? service?.name].filter(Boolean).join(' '), formatWhen(startsAt)]
}
