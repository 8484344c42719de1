import { sql } from 'kysely'
import { openAccounts, postTransfer } from '#engines/ledger/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { wallet } from '#journey/throughout/wallet/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { deskAccounts, deskBook, moves } from '../books.ts'
import type { Lend } from '../contract.ts'
import { DepositWrong, ItemNotFound, ItemNotReady } from '../errors.ts'
import { itemLent } from '../events.ts'
import { atDesk } from '../policy.ts'
import { recordContact } from './record-contact.ts'

interface ItemRow {
  readonly id: string
  readonly kind: string
  readonly code: string
  readonly state: string
  readonly depositCents: number
  readonly hours: number
}

/**
 * Somebody takes a wheelchair or the like with them. The deposit lies at the desk in cash, or stays in the person's own
 * balance and is only kept aside; either way it is in the books to the cent, in the same transaction as the loan.
 *
 * Of two who lend the same item at once, one does: {@link ItemNotReady}. Throws {@link DepositWrong} when the way does not
 * fit the item, and what the balance says (no consent code, not enough).
 */
export async function lend(tx: Tx, context: Context, { itemId, personId, deposit, dueAt, minutes }: Lend): Promise<string> {
  const { institutionId, accountId } = atDesk(context)
  await personSummary(tx, context, personId)
  const item = await takeItem(tx, institutionId, itemId)
  if ((item.depositCents === 0) !== (deposit === 'none')) throw new DepositWrong()
  const id = newId()
  const due = dueAt ? new Date(dueAt) : new Date(context.now.getTime() + item.hours * 3_600_000)
  await sql`insert into servicedesk.loan (institution_id, id, item_id, person_id, deposit_cents, deposit_way, lent_at, lent_by, due_at)
    values (${institutionId}, ${id}, ${itemId}, ${personId}, ${item.depositCents}, ${deposit}, ${context.now}, ${accountId}, ${due})`.execute(tx).catch((error: unknown) => {
    throw violates(error, 'loan_one_at_a_time') ? new ItemNotReady({ code: item.code }) : error
  })
  await keepDeposit(tx, context, { id, personId, deposit, item })
  await recordContact(tx, context, { kind: 'loan', topic: 'equipment', words: `${item.kind} ${item.code}`, personId, minutes, outcome: 'answered', answerId: null, subject: `loan/${id}` })
  await audit(tx, context, { action: 'servicedesk.lend', personId, subject: `loan/${id}`, institutionId, detail: { code: item.code, deposit, cents: item.depositCents } })
  await announce(tx, context, itemLent({ institutionId, personId, loanId: id, itemId }))
  return id
}

/** The item is lent from this statement on; whoever comes second finds it gone. */
async function takeItem(tx: Tx, institutionId: number, itemId: string): Promise<ItemRow> {
  const { rows } = await sql<ItemRow>`select id, kind, code, state, deposit_cents as "depositCents", hours from servicedesk.item
    where institution_id = ${institutionId} and id = ${itemId} for update`.execute(tx)
  const [item] = rows
  if (!item) throw new ItemNotFound({ itemId })
  if (item.state !== 'ready') throw new ItemNotReady({ code: item.code, state: item.state })
  await sql`update servicedesk.item set state = 'lent' where institution_id = ${institutionId} and id = ${itemId}`.execute(tx)
  return item
}

interface Kept {
  readonly id: string
  readonly personId: string
  readonly deposit: Lend['deposit']
  readonly item: ItemRow
}

async function keepDeposit(tx: Tx, context: Context, { id, personId, deposit, item }: Kept): Promise<void> {
  const { institutionId } = atDesk(context)
  const cents = item.depositCents
  if (deposit === 'balance') await wallet.promise(tx, context, { id, institutionId, personId, cents, reference: `loan/${id}`, title: `借用押金 ${item.code}` })
  if (deposit !== 'cash') return
  const owed = deskBook.deposit(institutionId, id)
  // Never above nothing: a deposit cannot be given back twice.
  await openAccounts(tx, context, [...deskAccounts(institutionId), { ...owed, personId, ceilingCents: 0 }])
  await postTransfer(tx, context, { institutionId, id, kind: 'loan-deposit', reference: `loan/${id}`, lines: moves([deskBook.cash(institutionId), cents], [owed, -cents]) })
}
