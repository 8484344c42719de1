import { sql } from 'kysely'
import { placeOf, serviceIn } from '#journey/previsit/booking/index.ts'
import { distances, type Snapshot } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { MySuspension, Offer } from '../contract.ts'
import { SuspensionNotFound } from '../errors.ts'
import type { AffectedRef } from '../operations/rebook.ts'
import { type AffectedRow, affectedWhere, type OfferRow, openOffersWhere, suspensionsWhere } from '../suspension-row.ts'
import { refundOfFee } from './refund-of-fee.ts'

/** What became of an appointment whose clinic was cancelled, with the times kept for the person. A stranger's is not found. */
export async function mySuspension(tx: Tx, context: Context, snapshot: Snapshot, { institutionId, appointmentId }: AffectedRef): Promise<MySuspension> {
  const found = await affectedWhere(tx, sql`institution_id = ${institutionId} and appointment_id = ${appointmentId} order by suspension_id`)
  const last = found.at(-1)
  if (!last) throw new SuspensionNotFound()
  return describe(tx, context, snapshot, last)
}

/** Clinics that were cancelled under me and my family and are still to be answered, for the home page. */
export async function mySuspensions(tx: Tx, context: Context, snapshot: Snapshot): Promise<MySuspension[]> {
  const persons = context.actor.kind === 'patient' ? context.actor.mayActFor : []
  const found = await affectedWhere(tx, sql`person_id = any (${[...persons]}::uuid[]) and state = 'open' and starts_at > ${context.now}::timestamptz - interval '1 day'
    order by starts_at limit 20`)
  return Promise.all(found.map((one) => describe(tx, context, snapshot, one)))
}

async function describe(tx: Tx, context: Context, snapshot: Snapshot, affected: AffectedRow): Promise<MySuspension> {
  const { institutionId, suspensionId, appointmentId, personId } = affected
  await audit(tx, context, { action: 'suspension.read', personId, subject: `appointment/${appointmentId}`, institutionId })
  const [suspension] = await suspensionsWhere(tx, sql`institution_id = ${institutionId} and id = ${suspensionId}`)
  const offers = await openOffersWhere(tx, sql`home_institution_id = ${institutionId} and suspension_id = ${suspensionId} and appointment_id = ${appointmentId}
    and expires_at > ${context.now}`)
  return {
    institutionId, appointmentId, personId, startsAt: affected.startsAt.toISOString(),
    place: placeOf(snapshot, serviceIn(snapshot, institutionId, affected.serviceId)),
    reason: suspension!.reason, state: affected.state, refund: await refundOfFee(tx, context, institutionId, appointmentId),
    preparing: affected.state === 'open' && affected.toldAt === null,
    offers: offers.map((offer) => asOffer(snapshot, offer)).sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.startsAt.localeCompare(b.startsAt)),
    offeredUntil: affected.offeredUntil?.toISOString() ?? null,
    newAppointment: affected.newAppointmentId ? { institutionId: affected.newInstitutionId!, id: affected.newAppointmentId } : null,
  }
}

const KINDS: readonly Offer['kind'][] = ['same-doctor', 'same-department', 'other-hospital']

function asOffer(snapshot: Snapshot, offer: OfferRow): Offer {
  const km = distances(snapshot.institutions.get(offer.homeInstitutionId), snapshot)(offer.institutionId)
  return {
    id: offer.id, kind: offer.kind, institutionId: offer.institutionId, startsAt: offer.startsAt.toISOString(), endsAt: offer.endsAt.toISOString(),
    expiresAt: offer.expiresAt.toISOString(), place: placeOf(snapshot, serviceIn(snapshot, offer.institutionId, offer.serviceId)),
    distanceKm: offer.institutionId === offer.homeInstitutionId ? null : km,
  }
}
