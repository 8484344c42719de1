import { finishIntake, silentIntakes } from '#journey/throughout/billing/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, type Db } from '#platform/database/index.ts'
import { cashRule } from './rule.ts'

/** Whose machine fell silent, or who walked away: what they put in pays their bill or is in their balance. Each is a transaction of its own. */
export async function endSilentIntakes(db: Db, now: Date): Promise<number> {
  const context = systemContext('kiosk.end-silent-intakes', now)
  const silent = await inTransaction(db, context, async (tx) => {
    const { patienceSeconds } = await cashRule(tx, 0, now)
    return silentIntakes(tx, new Date(now.getTime() - patienceSeconds * 1000))
  })
  for (const intake of silent) await inTransaction(db, context, (tx) => finishIntake(tx, context, intake))
  return silent.length
}
