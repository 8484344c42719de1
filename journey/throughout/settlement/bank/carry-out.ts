import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { bankFile } from '../files/bank-file.ts'
import { applyBankResults } from '../operations/apply-bank-results.ts'
import { postHospital } from '../operations/post-day.ts'
import { instructionsOf } from '../queries/days.ts'
import { openBank } from './open-bank.ts'

type Carrying = Pick<Services, 'db' | 'pool' | 'clock' | 'config'>

/**
 * Takes a day as far as it goes: hands the bank what it has not been told, takes in what it answered, and posts what it has
 * executed once somebody asked for that. What happens with the bank happens between transactions; broken off anywhere, the
 * next turn goes on. Of two at once, each step is done by one.
 */
export async function carryOut(services: Carrying, day: string): Promise<void> {
  const { db } = services
  const context = systemContext('settlement.carry-out', services.clock.now())
  const bank = openBank(services)
  if (bank) {
    const waiting = (await inTransaction(db, context, (tx) => instructionsOf(tx, day))).filter((one) => one.state === 'waiting')
    const untold = waiting.filter((one) => one.handedAt === null)
    if (untold.length > 0) {
      await bank.hand(bankFile(day, untold).text)
      await inTransaction(db, context, (tx) => sql`update settlement.instruction set handed_at = coalesce(handed_at, ${context.now})
        where day = ${day} and id = any (${untold.map((one) => one.id)}::uuid[])`.execute(tx))
    }
    const answer = waiting.length > 0 ? await bank.results(waiting.map((one) => one.id)) : undefined
    if (answer) await inTransaction(db, context, (tx) => applyBankResults(tx, context, day, answer))
  }
  for (const institutionId of await toPost(services, day)) await inTransaction(db, context, (tx) => postHospital(tx, context, day, institutionId))
}

async function toPost({ db, clock }: Carrying, day: string): Promise<number[]> {
  const context = systemContext('settlement.carry-out', clock.now())
  const { rows } = await inTransaction(db, context, (tx) => sql<{ institutionId: number }>`
    select i.institution_id as "institutionId" from settlement.instruction i join settlement.day d on d.day = i.day
    where i.day = ${day} and i.state = 'executed' and d.posting_asked_at is not null order by i.institution_id`.execute(tx))
  return rows.map((row) => row.institutionId)
}

/** Every day that the bank was told of and that is not settled to the end. */
export async function carryOutAll(services: Carrying): Promise<void> {
  const context = systemContext('settlement.carry-out', services.clock.now())
  const { rows } = await inTransaction(services.db, context, (tx) => sql<{ day: string }>`
    select day::text from settlement.day where status in ('instructed', 'part-posted') order by day`.execute(tx))
  for (const { day } of rows) await carryOut(services, day)
}
