import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { onlyTheCentre } from '../centre.ts'
import { AlreadyInstructed, NoBankAccount, NotApproved, NothingRefused } from '../errors.ts'
import { accountsInForce } from '../queries/accounts.ts'
import { lockedDay, positionsOf } from '../queries/days.ts'
import { sumUpDay } from './sum-up-day.ts'

/**
 * Writes down what the bank is to move: one instruction for each hospital that owes or is owed. The bank hears of it after the
 * commit, so that it never moves what was not written down. Throws {@link NotApproved}, {@link AlreadyInstructed}, {@link NoBankAccount}.
 */
export async function instructDay(tx: Tx, context: Context, day: string): Promise<void> {
  onlyTheCentre(context)
  const { status } = await lockedDay(tx, day)
  if (status === 'draft' || status === 'computed') throw new NotApproved()
  if (status !== 'approved') throw new AlreadyInstructed()
  const moving = (await positionsOf(tx, day)).filter((position) => position.netCents !== 0)
  for (const { institutionId, netCents } of moving) await instruct(tx, context, { day, institutionId, netCents, attempt: 1 })
  await sql`update settlement.day set status = 'instructed', instructed_by = ${actorId(context.actor)}, instructed_at = ${context.now} where day = ${day}`.execute(tx)
  await audit(tx, context, { action: 'settlement.instruct', subject: `settlement/${day}`, institutionId: 0, detail: { instructions: moving.length } })
}

/** Tells the bank once more what it refused, with the account as it is on record now. Throws {@link NothingRefused}, {@link NoBankAccount}. */
export async function retryInstruction(tx: Tx, context: Context, day: string, institutionId: number): Promise<void> {
  onlyTheCentre(context)
  await lockedDay(tx, day)
  const { rows } = await sql<{ attempt: number; netCents: number; state: string }>`select attempt, net_cents as "netCents", state from settlement.instruction
    where institution_id = ${institutionId} and day = ${day} order by attempt desc limit 1`.execute(tx)
  const last = rows[0]
  if (last?.state !== 'refused') throw new NothingRefused()
  await instruct(tx, context, { day, institutionId, netCents: last.netCents, attempt: last.attempt + 1 })
  await sumUpDay(tx, context, day)
  await audit(tx, context, { action: 'settlement.instruct-again', subject: `settlement/${day}/${institutionId}`, institutionId: 0, detail: { attempt: last.attempt + 1 } })
}

async function instruct(tx: Tx, context: Context, { day, institutionId, netCents, attempt }: { day: string; institutionId: number; netCents: number; attempt: number }): Promise<void> {
  const accounts = await accountsInForce(tx, [0, institutionId], localDay(context.now))
  const [custodian, hospital] = [accounts.get(0), accounts.get(institutionId)]
  if (!custodian || !hospital) throw new NoBankAccount({ institutionId: custodian ? institutionId : 0 })
  const [payer, payee] = netCents > 0 ? [hospital, custodian] : [custodian, hospital]
  await sql`insert into settlement.instruction (institution_id, day, attempt, id, net_cents, custodian_bank, payer_bank, payer_account, payee_bank, payee_account)
    values (${institutionId}, ${day}, ${attempt}, ${newId()}, ${netCents}, ${custodian.bankCode}, ${payer.bankCode}, ${payer.accountNo}, ${payee.bankCode}, ${payee.accountNo})`.execute(tx)
}
