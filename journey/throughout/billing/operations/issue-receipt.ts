import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { ownerOfBill } from '../queries/owner-of-bill.ts'
import type { ReceiptLine } from '../queries/receipts.ts'

export interface NewReceipt {
  readonly institutionId: number
  readonly billId: string
  readonly personId: string
  readonly paymentId: string
  readonly refundId?: string
  readonly title: string
  readonly payer: string
  readonly channel: string
  /** Negative for money that went back. */
  readonly amountCents: number
  readonly lines: readonly ReceiptLine[]
}

/**
 * Issues a receipt under the hospital's next number of the year. The number is taken in the caller's transaction: when that
 * fails, the number is free again, so the row of numbers has no gap. Two payments of one hospital wait for each other here
 * and nowhere else, so this comes last.
 */
export async function issueReceipt(tx: Tx, context: Context, receipt: NewReceipt): Promise<void> {
  const { institutionId } = receipt
  const year = Number(localDay(context.now).slice(0, 4))
  const institution = await ownerOfBill(tx, institutionId)
  const { rows } = await sql<{ number: number }>`insert into billing.receipt_counter (institution_id, year, last_number) values (${institutionId}, ${year}, 1)
    on conflict (institution_id, year) do update set last_number = receipt_counter.last_number + 1 returning last_number as number`.execute(tx)
  await sql`insert into billing.receipt (institution_id, year, number, kind, bill_id, payment_id, refund_id, person_id, amount_cents, issued_at,
      verification_code, payer, institution_name, title, channel, lines)
    values (${institutionId}, ${year}, ${rows[0]!.number}, ${receipt.refundId ? 'refund' : 'payment'}, ${receipt.billId}, ${receipt.paymentId},
      ${receipt.refundId ?? null}, ${receipt.personId}, ${receipt.amountCents}, ${context.now}, ${verificationCode(institutionId)}, ${receipt.payer},
      ${institution?.name ?? ''}, ${receipt.title}, ${receipt.channel}, ${JSON.stringify(receipt.lines)})`.execute(tx)
}

// Without letters that are mistaken for figures when read aloud.
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The hospital, then ten letters nobody can guess: what the square on the paper says, and what can be typed from it. */
function verificationCode(institutionId: number): string {
  const letters = Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return `${institutionId}-${letters.slice(0, 5)}-${letters.slice(5)}`
}
