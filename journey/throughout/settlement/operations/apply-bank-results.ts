import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { onlyTheCentre } from '../centre.ts'
import { NotABankResult } from '../errors.ts'
import { readResultFile } from '../files/bank-file.ts'
import { lockedDay } from '../queries/days.ts'
import { sumUpDay } from './sum-up-day.ts'

/**
 * Takes in what the bank answered: each instruction was executed or refused. Said twice, it is one effect; what contradicts an
 * earlier answer, or names an instruction that was never given, is refused as a whole ({@link NotABankResult}). Returns how many were news.
 */
export async function applyBankResults(tx: Tx, context: Context, day: string, file: string): Promise<number> {
  onlyTheCentre(context)
  const results = readResultFile(file)
  if (!results) throw new NotABankResult()
  await lockedDay(tx, day)
  let news = 0
  for (const result of results) {
    const { rows } = await sql<{ state: string }>`select state from settlement.instruction where day = ${day} and id = ${result.id}`.execute(tx)
    const state = rows[0]?.state
    const known = state === 'posted' ? 'executed' : state
    if (known === undefined || (known !== 'waiting' && known !== result.state)) throw new NotABankResult({ id: result.id })
    if (known !== 'waiting') continue
    await sql`update settlement.instruction set state = ${result.state}, ended_at = ${result.at}, reason = ${result.reason} where day = ${day} and id = ${result.id}`.execute(tx)
    await audit(tx, context, { action: `settlement.bank-${result.state}`, subject: `settlement/${day}`, institutionId: 0, detail: { id: result.id, reason: result.reason } })
    news++
  }
  await sumUpDay(tx, context, day)
  return news
}
