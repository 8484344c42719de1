import { sql } from 'kysely'
import { atExit, nothingLeftToPay } from '#journey/throughout/credit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { lockedBill } from '../queries/locked-bill.ts'
import { openPayment } from '../queries/payments.ts'
import { dueItems, startPayment } from './start-payment.ts'

/**
 * The visit is over: what is due on its bill is put on the credit that was kept at check-in, and the rest of that is let go.
 *
 * Where it does not reach for everything, or somebody is paying just now, nothing is taken and what was kept stays for them
 * to use. Finished twice, it is paid once; what is ordered after a visit was opened again is put on credit when it is finished again.
 */
export async function payAtExit(tx: Tx, context: Context, visit: { institutionId: number; visitId: string; personId: string }): Promise<void> {
  const { institutionId, visitId: billId } = visit
  const usableCents = await atExit(tx, context, visit)
  if (usableCents === 0) return
  const known = await sql`select from billing.bill where institution_id = ${institutionId} and id = ${billId}`.execute(tx)
  if (known.rows.length === 0) return nothingLeftToPay(tx, context, visit)
  await lockedBill(tx, institutionId, billId)
  if (await openPayment(tx, institutionId, billId)) return
  const items = await dueItems(tx, institutionId, billId)
  const dueCents = items.reduce((sum, item) => sum + item.selfCents, 0)
  if (dueCents === 0) return nothingLeftToPay(tx, context, visit)
  if (dueCents > usableCents) return
  await startPayment(tx, context, { institutionId, billId, channel: 'credit', expectedCents: dueCents, parts: [{ purse: 'credit', cents: dueCents }] })
}
