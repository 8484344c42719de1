import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { book, followingId } from '../books.ts'
import type { NewPart } from '../contract.ts'
import { AmountChanged, NotFromBalance } from '../errors.ts'
import { purse, purseBought } from '../purses.ts'
import type { BillRow } from '../queries/locked-bill.ts'
import type { PaymentRow } from '../queries/payments.ts'

/** What the channel still has to bring when the parts have brought theirs. Throws {@link AmountChanged} when they are more than the whole. */
export function restFor(bill: BillRow, parts: readonly NewPart[], amountCents: number): number {
  // Nobody fills a purse out of itself.
  if (parts.some((part) => part.purse === purseBought(bill.kind))) throw new NotFromBalance()
  const rest = amountCents - parts.reduce((sum, part) => sum + part.cents, 0)
  if (rest < 0 || new Set(parts.map((part) => part.purse)).size < parts.length) throw new AmountChanged({ dueCents: amountCents })
  return rest
}

/** Keeps the parts of a payment aside until it is known what became of the rest. Throws what the purse throws when there is not enough. */
export async function promiseParts(tx: Tx, context: Context, bill: BillRow, paymentId: string, parts: readonly NewPart[]): Promise<void> {
  const { institutionId, personId } = bill
  for (const part of parts) {
    const holdId = newId()
    await purse(part.purse).promise(tx, context, { id: holdId, institutionId, personId, cents: part.cents, reference: `bill/${bill.id}`, title: bill.title })
    await sql`insert into billing.payment_part (institution_id, payment_id, purse, person_id, cents, hold_id)
      values (${institutionId}, ${paymentId}, ${part.purse}, ${personId}, ${part.cents}, ${holdId})`.execute(tx)
  }
}

/** The payment has succeeded: what was kept aside pays its part of the bill. */
export async function takeParts(tx: Tx, context: Context, payment: PaymentRow): Promise<void> {
  const { institutionId, id, billId } = payment
  for (const part of payment.parts.filter((one) => one.state === 'promised')) {
    await purse(part.purse).take(tx, context, { id: part.holdId, transferId: followingId(`take-${part.purse}`, id), against: book.bill(institutionId, billId) })
    await endPart(tx, context, payment, part.purse, 'taken')
  }
}

/** Nobody paid the rest: what was kept aside is the person's again. */
export async function letPartsGo(tx: Tx, context: Context, payment: PaymentRow): Promise<void> {
  for (const part of payment.parts.filter((one) => one.state === 'promised')) {
    await purse(part.purse).letGo(tx, context, part.holdId)
    await endPart(tx, context, payment, part.purse, 'let-go')
  }
}

async function endPart(tx: Tx, context: Context, { institutionId, id }: PaymentRow, kind: string, state: 'taken' | 'let-go'): Promise<void> {
  await sql`update billing.payment_part set state = ${state}, ended_at = ${context.now}
    where institution_id = ${institutionId} and payment_id = ${id} and purse = ${kind}`.execute(tx)
}
