import { bookAppointment } from '#journey/previsit/booking/index.ts'
import { registerAt } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { CheckedIn, WalkIn } from '../contract.ts'
import { staffAt } from '../policy.ts'
import { checkIn } from './check-in.ts'

/**
 * Somebody comes to the desk without an appointment: a unit that was kept for people on site is booked for them, and
 * they stand in line at once. Both or neither; booking's refusals pass through.
 */
export async function registerWalkIn(tx: Tx, context: Context, { personId, periodId, pool }: WalkIn): Promise<CheckedIn> {
  const { institutionId } = staffAt(context)
  await registerAt(tx, context, institutionId, personId)
  const appointment = await bookAppointment(tx, context, { institutionId, personId, periodId, pool, note: '' })
  return checkIn(tx, context, { institutionId, appointmentId: appointment.id, proof: { by: 'desk' }, class: 'walk-in' })
}
