import { randomUUID } from 'node:crypto'
import type { Appointment } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { actorId } from '#platform/audit/index.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { type Reading, VersionConflict, type Writing } from '#platform/fhir/index.ts'
import type { Idempotency } from '#platform/http/index.ts'
import { checkAdmitted } from '#journey/previsit/release/index.ts'
import type { Appointment as Ours, WishedPeriod } from '../contract.ts'
import { AppointmentNotFound } from '../errors.ts'
import { bookAppointment, holdAppointment } from '../operations/book-appointment.ts'
import { takingOf } from '../operations/take-period.ts'
import { bookingRules } from '../rules.ts'
import { type AppointmentRef, appointmentResource, type VersionedAppointment, versionedAppointments } from './appointment-resource.ts'
import { snapshotOf } from './which.ts'
import { refusedAs } from './wished.ts'

/** Runs in the transaction the change belongs to, or in one of its own. */
export function within<T>(writing: Writing, work: (reading: Reading) => Promise<T>): Promise<T> {
  if (writing.tx) return work({ ...writing, tx: writing.tx })
  return inTransaction(writing.services.db, writing.context, (tx) => work({ ...writing, tx }))
}

/** Takes the wished period through booking's own door: every guard, limit, audit row and event of any other booking. */
export async function take(writing: Writing, wished: WishedPeriod, kind: 'hold' | 'book'): Promise<Appointment> {
  const { context, services, tx } = writing
  if (tx) {
    await checkAdmitted(services, context, wished)
    const taken = await (kind === 'book' ? bookAppointment(tx, context, wished) : holdAppointment(tx, context, wished, (await bookingRules(tx, wished.institutionId, context.now)).holdMinutes))
      .catch((error: unknown) => refusedAs({ ...writing, tx }, wished, error))
    return shown({ ...writing, tx }, taken)
  }
  const { body } = await takingOf(services).take(context, wished, kind, writing.idempotency ?? onceOnly(writing))
    .catch((error: unknown) => within(writing, (reading) => refusedAs(reading, wished, error)))
  const taken = JSON.parse(body) as Ours
  return within(writing, (reading) => shown(reading, taken))
}

/** FHIR has no key for a request: one that is sent without stands for itself alone. */
function onceOnly({ context }: Writing): Idempotency {
  return { actorId: actorId(context.actor), key: randomUUID(), requestHash: Buffer.alloc(32) }
}

async function shown(reading: Reading, { institutionId, id }: AppointmentRef): Promise<Appointment> {
  return appointmentResource(await appointmentNow(reading.tx, { institutionId, id }), await snapshotOf(reading))
}

export async function appointmentNow(tx: Tx, { institutionId, id }: AppointmentRef): Promise<VersionedAppointment> {
  const [found] = await versionedAppointments(tx, sql`where institution_id = ${institutionId} and id = ${id}`)
  if (!found) throw new AppointmentNotFound()
  return found
}

/** Changes an appointment if it still has the version the client has seen; anybody who came between undoes the change. */
export async function changing(reading: Reading, ref: AppointmentRef, ifMatch: string | null, change: (current: VersionedAppointment) => Promise<unknown>): Promise<Appointment> {
  const before = await appointmentNow(reading.tx, ref)
  const conflict = (version: number) => new VersionConflict({ issues: [{ code: 'conflict', text: `The version is now ${version}, not ${ifMatch}; read it again` }] })
  if (ifMatch !== null && ifMatch !== String(before.version)) throw conflict(before.version)
  await change(before)
  takingOf(reading.services).gone.forget(ref.institutionId, before.periodId)
  const after = await appointmentNow(reading.tx, ref)
  if (ifMatch !== null && after.version > before.version + 1) throw conflict(after.version)
  return appointmentResource(after, await snapshotOf(reading))
}
