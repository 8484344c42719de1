import { sql } from 'kysely'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { personSummary, tellPerson } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { personEvent } from '../events.ts'
import { type AffectedRow, affectedWhere, openOffersWhere, suspensionsWhere } from '../suspension-row.ts'
import { endOffers } from './end-offers.ts'
import { makeOffers } from './make-offers.ts'

export interface Surroundings {
  readonly snapshot: Snapshot
  /** Where people reach us: https://… */
  readonly publicUrl: string
}

/**
 * Offers other times to one more person whose clinic was cancelled, and has them told: both or neither, once, however many workers
 * there are. False: there was nobody left. For jobs.
 */
export async function offerAndTellNext(tx: Tx, context: Context, { snapshot, publicUrl }: Surroundings): Promise<boolean> {
  const [affected] = await affectedWhere(tx, sql`told_at is null order by starts_at, appointment_id limit 1 for update skip locked`)
  if (!affected) return false
  const { institutionId, suspensionId, appointmentId, personId } = affected
  const [suspension] = await suspensionsWhere(tx, sql`institution_id = ${institutionId} and id = ${suspensionId}`)
  const isOff = affected.state === 'open' && suspension?.status === 'in-force'
  const until = isOff ? await makeOffers(tx, context, snapshot, suspension, affected) : null
  const params = [
    (await personSummary(tx, context, personId)).nameMasked, timeOf(affected.startsAt), whereOf(snapshot, affected),
    `${publicUrl}/suspensions/${institutionId}/${appointmentId}`,
  ]
  // Taken back before anybody was told: then only a person who lost something needs to know.
  const phones = isOff ? await tellPerson(tx, context, { personId, key: `suspension/${suspensionId}/${appointmentId}`, template: 'clinic-cancelled', params }) : 0
  await sql`update suspension.affected set told_at = ${context.now}, phones = ${phones}, offered_until = ${until}
    where institution_id = ${institutionId} and suspension_id = ${suspensionId} and appointment_id = ${appointmentId}`.execute(tx)
  if (isOff) await announce(tx, context, personEvent('told', { institutionId, suspensionId, appointmentId, personId }))
  return true
}

/** Tells one more person that they have their time again. False: there was nobody left. For jobs. */
export async function tellNextReinstated(tx: Tx, context: Context, { snapshot }: Surroundings): Promise<boolean> {
  const [affected] = await affectedWhere(tx, sql`state = 'reinstated' and phones > 0 and told_back_at is null order by starts_at limit 1 for update skip locked`)
  if (!affected) return false
  const { institutionId, suspensionId, appointmentId, personId } = affected
  const params = [(await personSummary(tx, context, personId)).nameMasked, timeOf(affected.startsAt), whereOf(snapshot, affected)]
  await tellPerson(tx, context, { personId, key: `suspension/${suspensionId}/${appointmentId}/back`, template: 'clinic-reinstated', params })
  await sql`update suspension.affected set told_back_at = ${context.now}
    where institution_id = ${institutionId} and suspension_id = ${suspensionId} and appointment_id = ${appointmentId}`.execute(tx)
  return true
}

/** Ends offers whose hours are over, one person at a time: false when there was nobody left. For jobs. */
export async function endNextExpired(tx: Tx, context: Context): Promise<boolean> {
  const [affected] = await affectedWhere(tx, sql`(institution_id, suspension_id, appointment_id) in (
      select home_institution_id, suspension_id, appointment_id from suspension.offer where state = 'open' and expires_at <= ${context.now} order by expires_at limit 20)
    order by institution_id, suspension_id, appointment_id limit 1 for update skip locked`)
  if (!affected) return false
  const { institutionId, suspensionId, appointmentId, personId } = affected
  const mine = sql`home_institution_id = ${institutionId} and suspension_id = ${suspensionId} and appointment_id = ${appointmentId}`
  await endOffers(tx, context, await openOffersWhere(tx, sql`${mine} and expires_at <= ${context.now}`), () => 'expired')
  const left = await openOffersWhere(tx, mine)
  if (left.length === 0) {
    await sql`update suspension.affected set offered_until = null where institution_id = ${institutionId} and suspension_id = ${suspensionId} and appointment_id = ${appointmentId}`.execute(tx)
    await announce(tx, context, personEvent('offers-expired', { institutionId, suspensionId, appointmentId, personId }))
  }
  return true
}

/** As a text message says it, in any language: 11-23 08:30. */
function timeOf(at: Date): string {
  const local = new Date(at.getTime() + 8 * 3_600_000).toISOString()
  return `${localDay(at).slice(5)} ${local.slice(11, 16)}`
}

/** Hospital, department and doctor; what the directory no longer knows is left out, since the message must go out. */
function whereOf({ institutions, services, departments, practitioners }: Snapshot, { institutionId, serviceId }: Pick<AffectedRow, 'institutionId' | 'serviceId'>): string {
  const service = services.get(`${institutionId}/${serviceId}`)
  const department = service && departments.get(`${institutionId}/${service.departmentId}`)
  const practitioner = service?.practitionerId ? practitioners.get(`${institutionId}/${service.practitionerId}`) : undefined
  return [institutions.get(institutionId)?.name, department?.name, practitioner?.name ?? service?.name].filter(Boolean).join(' ')
}
