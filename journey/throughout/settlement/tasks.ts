import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Task } from '#platform/jobs/index.ts'
import type { Services } from '#platform/services.ts'
import { carryOutAll } from './bank/carry-out.ts'
import { cutOffOf } from './cut-off.ts'
import { computeDay } from './operations/compute-day.ts'
import { openDays } from './operations/open-days.ts'

/** Opens the days that are over, and works out those whose grace is over too, the oldest first. */
export async function clearDays({ db, clock }: Pick<Services, 'db' | 'clock'>): Promise<void> {
  const context = systemContext('settlement.clear-days', clock.now())
  await inTransaction(db, context, (tx) => openDays(tx, context))
  const { rows } = await inTransaction(db, context, (tx) => sql<{ day: string }>`select day::text from settlement.day where status = 'draft' order by day`.execute(tx))
  for (const { day } of rows) {
    const isDue = await inTransaction(db, context, async (tx) => (await cutOffOf(tx, day)).computeFrom <= context.now)
    if (!isDue) return
    await inTransaction(db, context, (tx) => computeDay(tx, context, day))
  }
}

export const tasks: readonly Task[] = [
  { name: 'settlement.clear-days', everySeconds: 60, run: clearDays },
  { name: 'settlement.carry-out', everySeconds: 20, run: carryOutAll },
]
