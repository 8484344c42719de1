import { sql } from 'kysely'
import { type Appointment, bookAppointment } from '#journey/previsit/booking/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Application } from '../contract.ts'
import { ApplicationNotFound, NotOffered, NotOfThisDraw, OfferOver } from '../errors.ts'
import { applicationsWhere, findDraw } from '../stored.ts'
import { freeUnits } from '../units.ts'

export interface WhichOffer {
  readonly institutionId: number
  readonly drawId: string
  readonly id: string
}

/**
 * Takes the place that was drawn: one of the draw's times, booked like any other, with its own guards. Pressing twice books once.
 * Throws {@link NotOffered}, {@link OfferOver}, {@link NotOfThisDraw} and what booking throws; then the offer still stands.
 */
export async function confirmOffer(tx: Tx, context: Context, which: WhichOffer, periodId: number): Promise<Appointment> {
  const application = await offered(tx, context, which)
  const draw = (await findDraw(tx, which.institutionId, which.drawId))!
  if (!(await freeUnits(tx, draw, 'draw', context.now)).some((one) => one.periodId === periodId)) throw new NotOfThisDraw()
  const appointment = await bookAppointment(tx, { ...context, channel: 'lottery' }, {
    institutionId: which.institutionId, periodId, pool: 'draw', personId: application.personId, note: '',
  })
  await sql`update lottery.application set status = 'confirmed', appointment_id = ${appointment.id}, changed_at = ${context.now}
    where institution_id = ${which.institutionId} and draw_id = ${which.drawId} and id = ${which.id}`.execute(tx)
  await tell(tx, context, application, 'confirm', 'lottery.offer-confirmed.v1')
  return appointment
}

/** Gives the place to the next in order. */
export async function declineOffer(tx: Tx, context: Context, which: WhichOffer): Promise<Application> {
  const application = await offered(tx, context, which)
  await sql`update lottery.application set status = 'declined', changed_at = ${context.now}
    where institution_id = ${which.institutionId} and draw_id = ${which.drawId} and id = ${which.id}`.execute(tx)
  await tell(tx, context, application, 'decline', 'lottery.offer-declined.v1')
  return { ...application, status: 'declined' }
}

/** Held still behind the draw's lock: its offers do not end or move on while somebody answers. */
async function offered(tx: Tx, context: Context, { institutionId, drawId, id }: WhichOffer): Promise<Application> {
  await sql`select from lottery.draw where institution_id = ${institutionId} and id = ${drawId} for no key update`.execute(tx)
  const application = (await applicationsWhere(tx, sql`institution_id = ${institutionId} and draw_id = ${drawId} and id = ${id}`))[0]
  if (!application) throw new ApplicationNotFound()
  if (application.status === 'lapsed') throw new OfferOver()
  if (application.status !== 'offered') throw new NotOffered({ status: application.status })
  if (Date.parse(application.confirmBy!) <= context.now.getTime()) throw new OfferOver()
  return application
}

async function tell(tx: Tx, context: Context, { institutionId, drawId, id, personId }: Application, act: string, type: string): Promise<void> {
  await audit(tx, context, { action: `lottery.${act}-offer`, personId, subject: `application/${id}`, institutionId })
  await announce(tx, context, { type, institutionId, topics: [`person:${personId}`], payload: { institutionId, drawId, applicationId: id, personId } })
}
