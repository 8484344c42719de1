import { sql } from 'kysely'
import { type Appointment, appointmentById, historyOfPerson, type PastBooking } from '#journey/previsit/booking/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { nextDue } from '../due.ts'
import { calibrationOf } from '../queries/calibration.ts'
import { likelyWith } from '../risk/calibrate.ts'
import { MODEL, shippedModel } from '../risk/model.ts'
import { scoreOf } from '../risk/trees.ts'
import { factsOfVisit } from '../risk/visit-facts.ts'
import { reminderRules } from '../rules.ts'

interface Ref {
  readonly institutionId: number
  readonly appointmentId: string
}

const MISSED: Readonly<Record<string, boolean>> = { 'no-show': true, arrived: false, fulfilled: false }

/**
 * Keeps an eye on a booked time: how likely it will be missed, and when its person is reminded next. Saying it again, or
 * after a move, begins anew with the time as it now stands; what was sent for that time is not sent again.
 */
export async function watchAppointment(tx: Tx, context: Context, { institutionId, appointmentId }: Ref, since: Date): Promise<void> {
  const appointment = await appointmentById(tx, context, institutionId, appointmentId)
  if (appointment?.status !== 'booked') return unwatch(tx, { institutionId, appointmentId })
  const startsAt = new Date(appointment.startsAt)
  const { score, likely } = await lookAt(tx, context, appointment, since)
  const due = nextDue(startsAt, since, await reminderRules(tx, institutionId, context.now))
  await sql`insert into attendance.watch (institution_id, appointment_id, person_id, starts_at, booked_at, model, raw_score, likely, next_mark, next_due_at)
    values (${institutionId}, ${appointmentId}, ${appointment.personId}, ${startsAt}, ${since}, ${MODEL}, ${score}, ${likely}, ${due?.mark.mark ?? null}, ${due?.at ?? null})
    on conflict (institution_id, appointment_id) do update set person_id = excluded.person_id, starts_at = excluded.starts_at, booked_at = excluded.booked_at,
      model = excluded.model, raw_score = excluded.raw_score, likely = excluded.likely, next_mark = excluded.next_mark, next_due_at = excluded.next_due_at, missed = null`.execute(tx)
}

/**
 * The same question asked again when a reminder is due: what became of the person's other visits since, and what they booked
 * since, tells more than lead time did. Answers how likely the visit is missed as seen now.
 */
export async function lookAgain(tx: Tx, context: Context, appointment: Appointment): Promise<number> {
  const { institutionId, id } = appointment
  const { rows } = await sql<{ since: Date }>`select booked_at as since from attendance.watch where institution_id = ${institutionId} and appointment_id = ${id}`.execute(tx)
  const { score, likely } = await lookAt(tx, context, appointment, rows[0]!.since)
  await sql`update attendance.watch set model = ${MODEL}, raw_score = ${score}, likely = ${likely} where institution_id = ${institutionId} and appointment_id = ${id}`.execute(tx)
  return likely
}

async function lookAt(tx: Tx, context: Context, { id, institutionId, personId, startsAt }: Appointment, bookedAt: Date): Promise<{ score: number; likely: number }> {
  const person = (await personSummaries(tx, context, [personId])).get(personId)
  const past = await historyOfPerson(tx, context, institutionId, personId)
  const facts = factsOfVisit(
    { bookedAt, startsAt: new Date(startsAt), age: person?.age ?? null, sex: person?.sex ?? null },
    past.filter((one) => one.id !== id).map(asEarlier),
  )
  const score = scoreOf(shippedModel(), facts)
  return { score, likely: likelyWith(await calibrationOf(tx, institutionId, context.now), score) }
}

/** The time was given back: nobody is reminded of it, and nobody needs to ring. */
export async function unwatch(tx: Tx, { institutionId, appointmentId }: Ref): Promise<void> {
  await sql`delete from attendance.watch where institution_id = ${institutionId} and appointment_id = ${appointmentId}`.execute(tx)
  await sql`update attendance.call set closed = true, result = coalesce(result, 'cancelled')
    where institution_id = ${institutionId} and appointment_id = ${appointmentId} and not closed`.execute(tx)
}

function asEarlier({ bookedAt, startsAt, status }: PastBooking): { bookedAt: Date; startsAt: Date; missed: boolean | null } {
  return { bookedAt, startsAt, missed: MISSED[status] ?? null }
}
