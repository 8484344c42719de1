import { sql } from 'kysely'
import { appointmentById, AppointmentNotFound } from '#journey/previsit/booking/index.ts'
import { audit } from '#platform/audit/index.ts'
import { addDays } from '#engines/capacity/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Attendance, DayAnswer, Mark } from '../contract.ts'

export const dayStart = (day: string) => `${day}T00:00:00+08:00`

interface Row extends Omit<DayAnswer, 'answeredAt'> {
  readonly startsAt: Date
  readonly answeredAt: Date
}

const columns = sql`appointment_id as "appointmentId", starts_at as "startsAt", answer, via, answered_at as "answeredAt"`

/** The last answers to these visits, by appointment. */
export async function answersTo(tx: Tx, institutionId: number, appointmentIds: readonly string[]): Promise<Map<string, Row>> {
  const { rows } = await sql<Row>`select ${columns} from attendance.confirmation
    where institution_id = ${institutionId} and appointment_id = any (${[...appointmentIds]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.appointmentId, row]))
}

/** What the people of a day have said, for the desk. */
export async function answersOfDay(tx: Tx, context: Context, institutionId: number, day: string): Promise<DayAnswer[]> {
  const { rows } = await sql<Row>`select ${columns} from attendance.confirmation
    where institution_id = ${institutionId} and starts_at >= ${dayStart(day)}::timestamptz and starts_at < ${dayStart(addDays(day, 1))}::timestamptz
    order by starts_at, appointment_id`.execute(tx)
  await audit(tx, context, { action: 'attendance.list-answers', subject: `day/${day}`, institutionId, detail: { count: rows.length } })
  return rows.map(({ appointmentId, answer, via, answeredAt }) => ({ appointmentId, answer, via, answeredAt: answeredAt.toISOString() }))
}

/** What was said about one appointment and which reminders went out for it. An answer to an earlier time is no answer to this one. */
export async function attendanceOf(tx: Tx, context: Context, ref: { readonly institutionId: number; readonly id: string }): Promise<Attendance> {
  const appointment = await appointmentById(tx, context, ref.institutionId, ref.id)
  if (!appointment) throw new AppointmentNotFound()
  const found = (await answersTo(tx, ref.institutionId, [ref.id])).get(ref.id)
  const given = found && found.startsAt.getTime() === Date.parse(appointment.startsAt) ? found : undefined
  const { rows: sent } = await sql<{ mark: Mark; at: Date }>`select mark, made_at as at from attendance.reminder where institution_id = ${ref.institutionId}
    and appointment_id = ${ref.id} and starts_at = ${appointment.startsAt} and outcome = 'sent' order by made_at`.execute(tx)
  return {
    answer: given?.answer ?? null,
    answeredAt: given?.answeredAt.toISOString() ?? null,
    reminders: sent.map(({ mark, at }) => ({ mark, at: at.toISOString() })),
    mayConfirm: appointment.status === 'booked' && !given && Date.parse(appointment.endsAt) > context.now.getTime(),
  }
}
