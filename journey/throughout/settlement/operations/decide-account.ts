import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { onlyTheCentre } from '../centre.ts'
import type { BankAccountState } from '../contract.ts'
import { AccountDecided, AccountNeedsAnother, AccountNotFound, NumbersDiffer } from '../errors.ts'
import { bankAccountChanged } from '../events.ts'

interface Proposed {
  readonly institutionId: number
  readonly accountNo: string
  readonly validFrom: string
  readonly state: BankAccountState
  readonly proposedBy: string
}

/**
 * A second person agrees, having typed the number from the paper: what is on record was read twice by two. Of two who decide at
 * once, one does. Agreed to after its day, it holds from now on: what the bank was told meanwhile stays as it was told.
 * Throws {@link AccountNotFound}, {@link AccountDecided}, {@link AccountNeedsAnother}, {@link NumbersDiffer}.
 */
export async function agreeToAccount(tx: Tx, context: Context, id: string, { accountNo }: { accountNo: string }): Promise<void> {
  const proposed = await waiting(tx, context, id)
  if (proposed.proposedBy === actorId(context.actor)) throw new AccountNeedsAnother()
  if (proposed.accountNo !== accountNo) throw new NumbersDiffer()
  await decide(tx, context, { id, proposed, state: 'agreed', note: '' })
}

/** A second person does not agree, and says why. Who proposed it takes it back the same way. Throws {@link AccountNotFound}, {@link AccountDecided}. */
export async function refuseAccount(tx: Tx, context: Context, id: string, { note }: { note: string }): Promise<void> {
  const proposed = await waiting(tx, context, id)
  await decide(tx, context, { id, proposed, state: proposed.proposedBy === actorId(context.actor) ? 'withdrawn' : 'refused', note })
}

async function waiting(tx: Tx, context: Context, id: string): Promise<Proposed> {
  onlyTheCentre(context)
  const { rows } = await sql<Proposed>`select institution_id as "institutionId", account_no as "accountNo", valid_from::text as "validFrom", state, proposed_by as "proposedBy"
    from settlement.bank_account where id = ${id} for update`.execute(tx)
  if (!rows[0]) throw new AccountNotFound()
  if (rows[0].state !== 'proposed') throw new AccountDecided()
  return rows[0]
}

async function decide(tx: Tx, context: Context, { id, proposed, state, note }: { id: string; proposed: Proposed; state: BankAccountState; note: string }): Promise<void> {
  const { institutionId } = proposed
  await sql`update settlement.bank_account set state = ${state}, decided_by = ${actorId(context.actor)}, decided_at = ${context.now}, note = ${note}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: `settlement.account-${state}`, subject: `bank-account/${institutionId}`, institutionId: 0, detail: { id, lastDigits: proposed.accountNo.slice(-4), validFrom: proposed.validFrom } })
  await announce(tx, context, bankAccountChanged({ institutionId, accountId: id, state }))
}
