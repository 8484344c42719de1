import { sql } from 'kysely'
import { postTransfer } from '#engines/ledger/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { book, followingId, lines } from '../books.ts'
import { countedCents, type CashCount, type Shift } from '../contract.ts'
import { cashier, drawerCents, lockedShift, shiftById } from '../queries/shifts.ts'

/**
 * The drawer was counted, note by note; what it holds goes to the safe, and what is missing or too much is booked as such,
 * to the cent. The count is made before the books are shown, so nobody counts towards a figure.
 */
export async function closeShift(tx: Tx, context: Context, { counted, note }: { counted: CashCount; note: string }): Promise<Shift> {
  const { institutionId } = cashier(context)
  const { id } = await lockedShift(tx, context)
  const expected = await drawerCents(tx, institutionId, id)
  const found = countedCents(counted)
  await sql`update billing.cashier_shift set status = 'closed', closed_at = ${context.now}, counted = ${JSON.stringify(counted)}, counted_cents = ${found},
      expected_cents = ${expected}, difference_cents = ${found - expected}, note = ${note}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await postTransfer(tx, context, {
    institutionId, id: followingId('close-shift', id), kind: 'shift-close', reference: `shift/${id}`,
    lines: lines([book.drawer(institutionId, id), -expected], [book.safe(institutionId), found], [book.cashDifference(institutionId), expected - found]),
  })
  await audit(tx, context, { action: 'billing.close-shift', subject: `shift/${id}`, institutionId, detail: { expected, found } })
  return shiftById(tx, institutionId, id)
}
