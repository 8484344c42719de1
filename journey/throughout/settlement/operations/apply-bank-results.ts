import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { onlyTheCentre } from '../centre.ts'
import { BankContradicts } from '../errors.ts'
import { bankAnswered } from '../events.ts'
import { previewAnswer } from '../queries/bank-desk.ts'
import { lockedDay } from '../queries/days.ts'
import { sumUpDay } from './sum-up-day.ts'

/**
 * Takes in what the bank answered: each instruction was executed or refused, and the answer is kept as it came. Said twice, it
 * is one effect; what contradicts an earlier answer, or names an instruction that was never given, is refused as a whole
 * ({@link BankContradicts}), as is a file that is not whole (NotABankResult). Returns how many were news.
 */
export async function applyBankResults(tx: Tx, context: Context, day: string, file: string): Promise<number> {
  onlyTheCentre(context)
  await lockedDay(tx, day)
  const { sha256, lines, isSound } = await previewAnswer(tx, context, day, file)
  if (!isSound) throw new BankContradicts({ ids: lines.filter((one) => one.finding !== 'news' && one.finding !== 'known').map((one) => one.id) })
  const news = lines.filter((one) => one.finding === 'news')
  if (news.length === 0) return 0
  for (const { id, state, at, reason } of news) {
    await sql`update settlement.instruction set state = ${state}, ended_at = ${at}, reason = ${reason} where day = ${day} and id = ${id}`.execute(tx)
    await audit(tx, context, { action: `settlement.bank-${state}`, subject: `settlement/${day}`, institutionId: 0, detail: { id, reason } })
  }
  const count = (state: 'executed' | 'refused') => news.filter((one) => one.state === state).length
  const [executed, refused] = [count('executed'), count('refused')]
  await sql`insert into settlement.bank_answer (day, sha256, received_at, received_by, executed, refused, news, content)
    values (${day}, ${sha256}, ${context.now}, ${actorId(context.actor)}, ${executed}, ${refused}, ${news.length}, ${file})`.execute(tx)
  await announce(tx, context, bankAnswered({ day, executed, refused }))
  await sumUpDay(tx, context, day)
  return news.length
}
