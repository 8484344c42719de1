import { sql } from 'kysely'
import { expectInQueue } from '#engines/queue/index.ts'
import { bookedPeriods } from '#journey/previsit/booking/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { subjectOf } from '../queue-of.ts'

/** Where somebody waits today, so that it matters who may still come. */
export async function institutionsWithLines(tx: Tx, { now }: Context): Promise<number[]> {
  const { rows } = await sql<{ institution_id: number }>`
    select distinct institution_id from arrival.visit where day = ${localDay(now)}::date and status in ('waiting', 'in-consultation')`.execute(tx)
  return rows.map((row) => row.institution_id)
}

/** Tells the engine how many are booked for each period of the queues in use today: those who may still come belong to an honest wait. */
export async function expectBooked(tx: Tx, context: Context, institutionId: number): Promise<number> {
  const day = localDay(context.now)
  const { rows: queues } = await sql<{ queueId: number; practitionerId: number | null; serviceId: number }>`
    select distinct queue_id as "queueId", practitioner_id as "practitionerId", service_id as "serviceId" from arrival.visit
    where institution_id = ${institutionId} and day = ${day}::date`.execute(tx)
  const bySubject = Map.groupBy(await bookedPeriods(tx, institutionId, day), subjectOf)
  const told = new Map(queues.map((queue) => [queue.queueId, bySubject.get(subjectOf(queue)) ?? []]))
  for (const [queueId, periods] of told) {
    // One doctor may hold two services in one period: the queue is the doctor's.
    const together = [...Map.groupBy(periods, (period) => period.startsAt.getTime()).values()].map((own) => ({
      from: own[0]!.startsAt, to: own[0]!.endsAt, booked: own.reduce((sum, period) => sum + period.booked, 0),
    }))
    await expectInQueue(tx, context, { institutionId, queueId, day, periods: together })
  }
  return told.size
}
