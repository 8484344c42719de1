import { personSummary } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Appointment, SendPatient } from '../contract.ts'
import { patientSent } from '../events.ts'
import { noteOrigin } from '../origin.ts'
import { checkMaySend } from '../policy.ts'
import { bookChecked } from './book-appointment.ts'

/**
 * A family doctor or registrar of a health centre books for their resident at a partner hospital, from the places kept for primary
 * care, with the reason and the patient's consent on record. The hospital sees who sent them; the sender follows what becomes of it.
 *
 * The same guards as every booking. Throws NotAPartner, PoolNotForYou, what booking refuses, and PersonNotFound for somebody who
 * is not registered with the sender.
 */
export async function sendPatient(tx: Tx, context: Context, { institutionId, periodId, pool, personId, reason }: SendPatient): Promise<Appointment> {
  await checkMaySend(tx, context, { institutionId, pool })
  await personSummary(tx, context, personId)
  const appointment = await bookChecked(tx, { ...context, channel: 'desk' }, { institutionId, periodId, pool, personId, note: reason })
  await noteOrigin(tx, context, appointment, { kind: 'consortium', reason, consented: true })
  await announce(tx, context, patientSent(appointment, context.institutionId!))
  return appointment
}
