import { sql } from 'kysely'
import { NotEnough, postTransfer } from '#engines/ledger/index.ts'
import { wallet } from '#journey/throughout/wallet/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { actId, deskBook, moves } from '../books.ts'
import type { GiveBack } from '../contract.ts'
import { CashShort, KeepsTooMuch, LoanNotFound, LoanOver, SecondPersonNeeded } from '../errors.ts'
import { itemCameBack } from '../events.ts'
import { atDesk } from '../policy.ts'
import { runningShift } from '../queries/shift.ts'

interface LoanRow {
  readonly id: string
  readonly itemId: string
  readonly personId: string
  readonly status: 'out' | 'checking' | 'returned' | 'lost'
  readonly depositCents: number
  readonly depositWay: 'none' | 'cash' | 'balance'
  readonly cameBack: GiveBack['cameBack'] | null
  readonly keptCents: number
  readonly askedBy: string | null
}

async function lockedLoan(tx: Tx, institutionId: number, id: string): Promise<LoanRow> {
  const { rows } = await sql<LoanRow>`select id, item_id as "itemId", person_id as "personId", status, deposit_cents as "depositCents", deposit_way as "depositWay",
      came_back as "cameBack", kept_cents as "keptCents", asked_by as "askedBy"
    from servicedesk.loan where institution_id = ${institutionId} and id = ${id} for update`.execute(tx)
  if (!rows[0]) throw new LoanNotFound({ id })
  return rows[0]
}

/**
 * The item is back, or will not come back. Nothing kept: the whole deposit goes back at once, the way it came. Something
 * kept for damage or loss: it waits for a second person, and until then the person's money stays where it is.
 *
 * The second who takes the same item back gets {@link LoanOver}. Throws {@link KeepsTooMuch}, {@link CashShort}.
 */
export async function giveBack(tx: Tx, context: Context, id: string, { cameBack, damage, keptCents }: GiveBack): Promise<void> {
  const { institutionId, accountId } = atDesk(context)
  const shift = keptCents > 0 ? await runningShift(tx, institutionId, 'share') : undefined
  const loan = await lockedLoan(tx, institutionId, id)
  if (loan.status !== 'out') throw new LoanOver()
  if (keptCents > loan.depositCents || (keptCents > 0 && (damage.length < 2 || cameBack === 'fine'))) throw new KeepsTooMuch({ depositCents: loan.depositCents })
  await sql`update servicedesk.loan set status = 'checking', came_back = ${cameBack}, damage = ${damage}, kept_cents = ${keptCents}, asked_by = ${accountId},
      back_at = ${cameBack === 'lost' ? null : context.now}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await audit(tx, context, { action: 'servicedesk.take-back', personId: loan.personId, subject: `loan/${id}`, institutionId, detail: { cameBack, keptCents, shift: shift?.id ?? null } })
  if (keptCents === 0) await endLoan(tx, context, { ...loan, cameBack, keptCents, askedBy: accountId })
  else await announce(tx, context, itemCameBack({ institutionId, personId: loan.personId, loanId: id, itemId: loan.itemId, keptCents }))
}

/**
 * The second person has looked: what was asked for is kept, or all of it goes back. Whoever asked cannot decide
 * ({@link SecondPersonNeeded}); the database would not take it either. Decided once: {@link LoanOver}.
 */
export async function decideKeeping(tx: Tx, context: Context, id: string, decision: 'keep' | 'give-back'): Promise<void> {
  const { institutionId, accountId } = atDesk(context)
  const loan = await lockedLoan(tx, institutionId, id)
  if (loan.status !== 'checking') throw new LoanOver()
  if (loan.askedBy === accountId) throw new SecondPersonNeeded()
  await audit(tx, context, { action: 'servicedesk.decide-keeping', personId: loan.personId, subject: `loan/${id}`, institutionId, detail: { decision, keptCents: loan.keptCents } })
  await endLoan(tx, context, { ...loan, keptCents: decision === 'keep' ? loan.keptCents : 0 })
}

/** The money goes where it belongs and the item to its next state. */
async function endLoan(tx: Tx, context: Context, loan: LoanRow): Promise<void> {
  const { institutionId, accountId } = atDesk(context)
  const { id, itemId, personId, cameBack, keptCents } = loan
  await payBack(tx, context, institutionId, loan)
  const lost = cameBack === 'lost'
  await sql`update servicedesk.loan set status = ${lost ? 'lost' : 'returned'}, kept_cents = ${keptCents}, decided_by = ${accountId}, ended_at = ${context.now}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await sql`update servicedesk.item set state = ${lost ? 'lost' : cameBack === 'damaged' ? 'repair' : 'ready'} where institution_id = ${institutionId} and id = ${itemId}`.execute(tx)
  await announce(tx, context, itemCameBack({ institutionId, personId, loanId: id, itemId, keptCents }))
}

async function payBack(tx: Tx, context: Context, institutionId: number, { id, depositWay, depositCents, keptCents }: LoanRow): Promise<void> {
  if (depositWay === 'balance') {
    if (keptCents === 0) await wallet.letGo(tx, context, id)
    else await wallet.take(tx, context, { id, transferId: actId('loan-kept', id), cents: keptCents, against: deskBook.kept(institutionId) })
  }
  if (depositWay !== 'cash') return
  await postTransfer(tx, context, {
    institutionId, id: actId('loan-back', id), kind: 'loan-back', reference: `loan/${id}`,
    lines: moves([deskBook.deposit(institutionId, id), depositCents], [deskBook.cash(institutionId), keptCents - depositCents], [deskBook.kept(institutionId), -keptCents]),
  }).catch((error: unknown) => {
    throw error instanceof NotEnough ? new CashShort() : error
  })
}
