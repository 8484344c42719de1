import { sql } from 'kysely'
import { type Appointment, appointmentById, AppointmentNotFound, cancelAppointment } from '#journey/previsit/booking/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Answer, DayAnswer } from '../contract.ts'
import { NothingToAnswer, TooEarlyForWay } from '../errors.ts'
import { visitAnswered } from '../events.ts'

interface AnswerVisit {
  readonly institutionId: number
  readonly appointmentId: string
  readonly answer: Answer
  readonly via: DayAnswer['via']
}

/**
 * Keeps what a person says about their time: they come, they are on their way, or they give it back. The last answer holds;
 * the same answer twice is one. Giving it back is cancelling, with booking's own deadline and refusals.
 * Throws {@link NothingToAnswer}, {@link TooEarlyForWay}, and what cancelling refuses with.
 */
export async function answerVisit(tx: Tx, context: Context, { institutionId, appointmentId, answer, via }: AnswerVisit): Promise<void> {
  const appointment = await appointmentById(tx, context, institutionId, appointmentId)
  if (!appointment) throw new AppointmentNotFound()
  if (answer === 'cancelled') await cancelAppointment(tx, context, { institutionId, id: appointmentId, reason: `reminder-${via}` })
  else checkStillComing(appointment, answer, context.now)
  const { personId, startsAt } = appointment
  const { rows } = await sql`insert into attendance.confirmation as c (institution_id, appointment_id, person_id, starts_at, answer, via, answered_at)
    values (${institutionId}, ${appointmentId}, ${personId}, ${startsAt}, ${answer}, ${via}, ${context.now})
    on conflict (institution_id, appointment_id) do update set starts_at = excluded.starts_at, answer = excluded.answer, via = excluded.via, answered_at = excluded.answered_at
    where (c.answer, c.starts_at) is distinct from (excluded.answer, excluded.starts_at) returning 1`.execute(tx)
  if (rows.length === 0) return
  await audit(tx, context, { action: `attendance.answer-${answer}`, personId, subject: `appointment/${appointmentId}`, institutionId, detail: { via } })
  await announce(tx, context, visitAnswered({ institutionId, appointmentId, personId }, answer, appointment.day))
}

function checkStillComing({ status, startsAt, endsAt }: Appointment, answer: Answer, now: Date): void {
  if (status !== 'booked' || Date.parse(endsAt) <= now.getTime()) throw new NothingToAnswer({ status })
  if (answer === 'on-my-way' && localDay(new Date(startsAt)) !== localDay(now)) throw new TooEarlyForWay({ startsAt })
}
