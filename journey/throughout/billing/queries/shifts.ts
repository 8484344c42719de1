import { sql } from 'kysely'
import { balanceOf } from '#engines/ledger/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { book } from '../books.ts'
import type { Shift } from '../contract.ts'
import { NoShift } from '../errors.ts'

interface ShiftRow extends Omit<Shift, 'openedAt' | 'closedAt' | 'paymentCount' | 'cashInCents' | 'cashOutCents'> {
  readonly openedAt: Date
  readonly closedAt: Date | null
}

const columns = sql`id, counter, status, opened_at as "openedAt", opening_float_cents as "openingFloatCents", closed_at as "closedAt",
  expected_cents as "expectedCents", counted_cents as "countedCents", difference_cents as "differenceCents"`

/** The cashier who asks. Routes let only cashiers through; anybody else here is a mistake in the program. */
export function cashier({ actor }: Context): StaffActor {
  if (actor.kind !== 'staff') throw new NoShift()
  return actor
}

/** The cashier's open shift, kept still until the transaction ends. Throws {@link NoShift}. */
export async function lockedShift(tx: Tx, context: Context): Promise<{ id: string; openingFloatCents: number }> {
  const { institutionId, accountId } = cashier(context)
  const { rows } = await sql<{ id: string; openingFloatCents: number }>`select id, opening_float_cents as "openingFloatCents" from billing.cashier_shift
    where institution_id = ${institutionId} and account_id = ${accountId} and status = 'open' for update`.execute(tx)
  if (!rows[0]) throw new NoShift()
  return rows[0]
}

/** The cashier's open shift, or null. What should be in the drawer is not told before it was counted. */
export async function currentShift(tx: Tx, context: Context): Promise<Shift | null> {
  const { institutionId, accountId } = cashier(context)
  const { rows } = await sql<ShiftRow>`select ${columns} from billing.cashier_shift
    where institution_id = ${institutionId} and account_id = ${accountId} and status = 'open'`.execute(tx)
  return rows[0] ? withFigures(tx, institutionId, rows[0]) : null
}

export async function shiftById(tx: Tx, institutionId: number, id: string): Promise<Shift> {
  const { rows } = await sql<ShiftRow>`select ${columns} from billing.cashier_shift where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  if (!rows[0]) throw new NoShift()
  return withFigures(tx, institutionId, rows[0])
}

async function withFigures(tx: Tx, institutionId: number, row: ShiftRow): Promise<Shift> {
  const { rows } = await sql<{ paymentCount: number; cashInCents: number; cashOutCents: number }>`
    select (select count(*) from billing.payment where institution_id = ${institutionId} and shift_id = ${row.id})::int as "paymentCount",
      (select coalesce(sum(channel_cents), 0) from billing.payment where institution_id = ${institutionId} and shift_id = ${row.id})::bigint as "cashInCents",
      (select coalesce(sum(amount_cents), 0) from billing.refund where institution_id = ${institutionId} and shift_id = ${row.id})::bigint as "cashOutCents"`.execute(tx)
  return { ...row, ...rows[0]!, openedAt: row.openedAt.toISOString(), closedAt: row.closedAt?.toISOString() ?? null }
}

/** What the books say is in this drawer. */
export async function drawerCents(tx: Tx, institutionId: number, shiftId: string): Promise<number> {
  return (await balanceOf(tx, book.drawer(institutionId, shiftId))).cents
}
