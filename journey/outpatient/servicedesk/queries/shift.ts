import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DeskShift } from '../contract.ts'
import { NoShift } from '../errors.ts'

export interface ShiftRow {
  readonly id: string
  readonly accountId: string
  readonly staffName: string
  readonly status: 'open' | 'offered'
  readonly openedAt: Date
  readonly offeredAt: Date | null
  readonly note: string
  readonly countedCents: number | null
  readonly expectedCents: number | null
}

/**
 * The shift that runs at this desk. Locked by whoever adds a matter (`share`) and by whoever ends it (`update`), so that no
 * matter comes in behind the back of somebody who is just taking over.
 */
export async function runningShift(tx: Tx, institutionId: number, lock: 'none' | 'share' | 'update' = 'none'): Promise<ShiftRow | undefined> {
  const how = { none: sql``, share: sql`for share`, update: sql`for update` }[lock]
  const { rows } = await sql<ShiftRow>`select id, account_id as "accountId", staff_name as "staffName", status, opened_at as "openedAt", offered_at as "offeredAt", note,
      counted_cents as "countedCents", expected_cents as "expectedCents"
    from servicedesk.shift where institution_id = ${institutionId} and status <> 'ended' ${how}`.execute(tx)
  return rows[0]
}

/** The shift in which something is done now. Throws {@link NoShift}. */
export async function shiftForWork(tx: Tx, institutionId: number): Promise<ShiftRow> {
  // Somebody took over while we waited for the row: then it is the next one's shift.
  const shift = (await runningShift(tx, institutionId, 'share')) ?? (await runningShift(tx, institutionId, 'share'))
  if (!shift) throw new NoShift()
  return shift
}

export function shiftView(shift: ShiftRow, { actor }: Context): DeskShift {
  const { id, staffName, status, note, countedCents, expectedCents } = shift
  return {
    id, staffName, status, note, countedCents, expectedCents, mine: actor.kind === 'staff' && actor.accountId === shift.accountId,
    openedAt: shift.openedAt.toISOString(), offeredAt: shift.offeredAt?.toISOString() ?? null,
  }
}
