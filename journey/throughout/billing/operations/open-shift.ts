import { sql } from 'kysely'
import { openAccounts, postTransfer } from '#engines/ledger/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, violates, type Tx } from '#platform/database/index.ts'
import { book, commonAccounts, lines } from '../books.ts'
import type { Shift } from '../contract.ts'
import { ShiftOpen } from '../errors.ts'
import { cashier, shiftById } from '../queries/shifts.ts'

/** A cashier takes a drawer with the float from the safe. One open shift per cashier: of two tries one gets {@link ShiftOpen}. */
export async function openShift(tx: Tx, context: Context, { counter, openingFloatCents }: { counter: string; openingFloatCents: number }): Promise<Shift> {
  const { institutionId, accountId } = cashier(context)
  const id = newId()
  await sql`insert into billing.cashier_shift (institution_id, id, account_id, counter, opened_at, opening_float_cents)
    values (${institutionId}, ${id}, ${accountId}, ${counter}, ${context.now}, ${openingFloatCents})`.execute(tx).catch((error: unknown) => {
    throw violates(error, 'shift_one_open_per_cashier') ? new ShiftOpen() : error
  })
  // A drawer cannot give out more than lies in it.
  await openAccounts(tx, context, [...commonAccounts(institutionId), { ...book.drawer(institutionId, id), floorCents: 0 }])
  await postTransfer(tx, context, {
    institutionId, id, kind: 'float', reference: `shift/${id}`,
    lines: lines([book.safe(institutionId), -openingFloatCents], [book.drawer(institutionId, id), openingFloatCents]),
  })
  await audit(tx, context, { action: 'billing.open-shift', subject: `shift/${id}`, institutionId })
  return shiftById(tx, institutionId, id)
}
