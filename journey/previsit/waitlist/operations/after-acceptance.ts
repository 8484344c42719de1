import { sql } from 'kysely'
import { freedUnitForUpdate } from '#engines/capacity/index.ts'
import { AlreadyEnded, appointmentById, cancelAppointment } from '#journey/previsit/booking/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { findEntry } from '../entry-row.ts'
import { findOffer, offersWhere } from '../offer-row.ts'
import { asWaitlist, closeOffer } from './close-offer.ts'
import { endEntry } from './end-entry.ts'

/**
 * What follows when somebody has the time: their entry ends, the later appointment they no longer need is given back (never counted
 * as late), and whoever was told with them hears that it is gone and keeps their place. Running again changes nothing.
 */
export async function afterAcceptance(tx: Tx, context: Context, ref: { institutionId: number; id: string }): Promise<void> {
  const offer = await findOffer(tx, ref.institutionId, ref.id)
  if (!offer?.appointmentId) return
  await freedUnitForUpdate(tx, offer)
  for (const other of await offersWhere(tx, sql`institution_id = ${offer.institutionId} and unit_id = ${offer.unitId} and status = 'open'`)) {
    await closeOffer(tx, context, other, 'taken')
  }
  const entry = await findEntry(tx, offer.entryId)
  const booked = await appointmentById(tx, context, offer.institutionId, offer.appointmentId)
  if (!entry || entry.status !== 'waiting' || !booked) return
  await endEntry(tx, context, entry.id, { status: 'booked', reason: 'offer', booked: { institutionId: offer.institutionId, appointmentId: offer.appointmentId, day: booked.day } })
  if (entry.insteadOf) await giveBackLater(tx, context, entry.insteadOf, booked)
}

async function giveBackLater(tx: Tx, context: Context, later: { institutionId: number; appointmentId: string }, sooner: { startsAt: string; personId: string }): Promise<void> {
  const appointment = await appointmentById(tx, context, later.institutionId, later.appointmentId)
  if (!appointment || appointment.personId !== sooner.personId || appointment.status !== 'booked' || appointment.startsAt <= sooner.startsAt) return
  await cancelAppointment(tx, asWaitlist(context), { institutionId: later.institutionId, id: later.appointmentId, reason: 'sooner-by-waitlist' }).catch((error: unknown) => {
    if (!(error instanceof AlreadyEnded)) throw error
  })
}
