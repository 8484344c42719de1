import { sql } from 'kysely'
import { placeOf, serviceIn } from '#journey/previsit/booking/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Offer, OfferDetail } from '../contract.ts'
import { OfferNotFound } from '../errors.ts'
import { findEntry } from '../entry-row.ts'
import { asOffer, findOffer, type OfferRow, offersWhere } from '../offer-row.ts'

/** One offer, for whoever it was made to and their family. */
export async function offerDetail(tx: Tx, context: Context, snapshot: Snapshot, ref: { institutionId: number; id: string }): Promise<OfferDetail> {
  const found = await findOffer(tx, ref.institutionId, ref.id)
  if (!found) throw new OfferNotFound()
  return describe(tx, context, snapshot, found)
}

/** The same by the code of the message; only among the offers one may see. */
export async function offerByCode(tx: Tx, context: Context, code: string): Promise<Offer> {
  const [found] = await offersWhere(tx, sql`code = ${code} and made_at > ${context.now}::timestamptz - interval '3 days' order by made_at desc limit 1`)
  if (!found) throw new OfferNotFound()
  return asOffer(found)
}

/** What is offered now to anybody one may act for, the most urgent first. */
export async function openOffers(tx: Tx, context: Context, snapshot: Snapshot): Promise<OfferDetail[]> {
  const persons = context.actor.kind === 'patient' ? context.actor.mayActFor : []
  const open = await offersWhere(tx, sql`person_id = any (${[...persons]}::uuid[]) and status = 'open' and answer_by > ${context.now} order by answer_by limit 10`)
  const described: OfferDetail[] = []
  for (const offer of open) described.push(await describe(tx, context, snapshot, offer))
  return described
}

async function describe(tx: Tx, context: Context, snapshot: Snapshot, offer: OfferRow): Promise<OfferDetail> {
  await audit(tx, context, { action: 'waitlist.read-offer', personId: offer.personId, subject: `offer/${offer.id}`, institutionId: offer.institutionId })
  const entry = await findEntry(tx, offer.entryId)
  const day = localDay(offer.startsAt)
  const sooner = entry?.otherwiseDay ? Math.round((Date.parse(entry.otherwiseDay) - Date.parse(day)) / 86_400_000) : null
  return {
    ...asOffer(offer), place: placeOf(snapshot, serviceIn(snapshot, offer.institutionId, offer.serviceId)), now: context.now.toISOString(),
    insteadOf: entry?.insteadOf ?? null, daysSooner: sooner !== null && sooner > 0 ? sooner : null,
  }
}
