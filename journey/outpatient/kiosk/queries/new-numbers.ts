import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { NewNumber } from '../contract.ts'
import { walkInAloneRule } from '../rules.ts'

/**
 * The numbers of papers that have just become numbers in line, for everybody in the hall; of these zones, or of the whole house.
 * They stand there for a while, so that whoever holds the paper finds the number; nothing else of them is told.
 */
export async function newNumbers(tx: Tx, { now }: Pick<Context, 'now'>, institutionId: number, zones: readonly string[] | null): Promise<NewNumber[]> {
  const { shownMinutes } = await walkInAloneRule(tx, institutionId, now)
  const { rows } = await sql<{ paper: string; label: string; since: Date }>`select paper, label, since
    from kiosk.new_numbers(${institutionId}, ${zones && [...zones]}::text[], ${new Date(now.getTime() - shownMinutes * 60_000)})`.execute(tx)
  return rows.map(({ paper, label, since }) => ({ paper, label, until: new Date(since.getTime() + shownMinutes * 60_000).toISOString() }))
}
