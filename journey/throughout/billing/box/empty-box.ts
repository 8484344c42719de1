import { sql } from 'kysely'
import { balanceOf, openAccounts, postTransfer } from '#engines/ledger/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, violates, type Tx } from '#platform/database/index.ts'
import { book, commonAccounts, followingId, lines } from '../books.ts'
import { type BoxCount, type CashCount, countedCents } from '../contract.ts'
import { BoxNotCounted, BoxNotOut } from '../errors.ts'
import { boxCount } from './boxes.ts'

interface ByWhom {
  readonly institutionId: number
  readonly by: string
}

/**
 * The box leaves the machine: from here on what was in it is in somebody's hands, and the next note lies in the new one. A machine's
 * box is not taken out twice before the first was counted ({@link BoxNotCounted}).
 */
export async function takeOutBox(tx: Tx, context: Context, { institutionId, machine, by }: ByWhom & { machine: string }): Promise<BoxCount> {
  const id = newId()
  const box = { ...book.box(institutionId, machine), floorCents: 0 }
  await openAccounts(tx, context, [...commonAccounts(institutionId), box, { ...book.takenOut(institutionId, id), floorCents: 0 }])
  await sql`insert into billing.box_count (institution_id, id, machine, taken_out_at, taken_out_by, expected_cents)
    values (${institutionId}, ${id}, ${machine}, ${context.now}, ${by}, 0)`.execute(tx).catch((error: unknown) => {
    throw violates(error, 'box_count_one_uncounted') ? new BoxNotCounted() : error
  })
  const { cents } = await balanceOf(tx, box)
  await sql`update billing.box_count set expected_cents = ${cents} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await postTransfer(tx, context, { institutionId, id, kind: 'box-out', reference: `box/${id}`, lines: lines([box, -cents], [book.takenOut(institutionId, id), cents]) })
  await audit(tx, context, { action: 'billing.take-out-box', subject: `box/${id}`, institutionId, detail: { machine } })
  return boxCount(tx, institutionId, id)
}

/** It was counted, note by note, before the books are shown: what was found is in the safe, what is missing or too much is booked as such. Throws {@link BoxNotOut}. */
export async function countBox(tx: Tx, context: Context, { institutionId, id, by, counted, note }: ByWhom & { id: string; counted: CashCount; note: string }): Promise<BoxCount> {
  const found = countedCents(counted)
  const { rows } = await sql<{ expectedCents: number }>`update billing.box_count set counted = ${JSON.stringify(counted)}, counted_cents = ${found}, difference_cents = ${found} - expected_cents,
      counted_at = ${context.now}, counted_by = ${by}, note = ${note}
    where institution_id = ${institutionId} and id = ${id} and counted_at is null returning expected_cents as "expectedCents"`.execute(tx)
  if (!rows[0]) throw new BoxNotOut()
  const { expectedCents } = rows[0]
  await postTransfer(tx, context, {
    institutionId, id: followingId('count-box', id), kind: 'box-count', reference: `box/${id}`,
    lines: lines([book.takenOut(institutionId, id), -expectedCents], [book.safe(institutionId), found], [book.cashDifference(institutionId), expectedCents - found]),
  })
  await audit(tx, context, { action: 'billing.count-box', subject: `box/${id}`, institutionId, detail: { expectedCents, found } })
  return boxCount(tx, institutionId, id)
}
