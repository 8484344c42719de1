import { sql } from 'kysely'
import { type PeriodOfSession, loadOfPeriods, type SessionFacts, sessionsBetween } from '#engines/capacity/index.ts'
import { appointmentsOfDay } from '#journey/previsit/booking/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { OverbookingRules } from '../rules.ts'
import { answersTo } from './answers.ts'

/** Said in the row of each unit that is added, and found again by it. */
export const ADVISED = 'advised overbooking'

export interface SessionLoad {
  readonly session: SessionFacts
  readonly periods: readonly PeriodOfSession[]
  /** How likely each booked person of a period comes, in the order they booked. */
  readonly coming: ReadonlyMap<number, readonly number[]>
}

/** The open sessions of a day with their periods and how likely their people come; nobody's name is in it. */
export async function sessionLoads(tx: Tx, context: Context, institutionId: number, day: string, rules: OverbookingRules): Promise<SessionLoad[]> {
  const sessions = (await sessionsBetween(tx, { institutionId, from: day, to: day })).filter(({ status }) => status === 'open')
  const periods = Map.groupBy(await loadOfPeriods(tx, institutionId, sessions.map(({ sessionId }) => sessionId), ADVISED), (one) => one.sessionId)
  const booked = await appointmentsOfDay(tx, context, { institutionId, day })
  const missing = await likelihoods(tx, institutionId, booked.map(({ id }) => id))
  const answers = await answersTo(tx, institutionId, booked.map(({ id }) => id))
  const coming = new Map<number, number[]>()
  for (const { id, periodId, status } of booked) {
    const isConfirmed = answers.has(id) && answers.get(id)!.answer !== 'cancelled'
    // Somebody we know nothing of is taken to come: an unknown person makes no room.
    const missed = status === 'no-show' ? 1 : status === 'booked' ? (missing.get(id) ?? 0) * (isConfirmed ? rules.confirmedFactor : 1) : 0
    coming.set(periodId, [...(coming.get(periodId) ?? []), 1 - missed])
  }
  return sessions.map((session) => ({ session, periods: periods.get(session.sessionId) ?? [], coming }))
}

async function likelihoods(tx: Tx, institutionId: number, appointmentIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; likely: number }>`select appointment_id as id, likely from attendance.watch
    where institution_id = ${institutionId} and appointment_id = any (${[...appointmentIds]}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, likely }) => [id, likely]))
}
