import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { CloseDay, FinanceDay } from '../contract.ts'
import { DayClosed, DayNotReady, FiguresChanged } from '../errors.ts'
import { dayClosed } from '../events.ts'
import { hashOf } from '../matching/seal.ts'
import { at, staffOf } from '../policy.ts'
import { closeOf, closesBefore, isClosedLater, sealOf } from '../queries/closes.ts'
import { dayFigures } from '../queries/day-figures.ts'
import { nameOf } from '../queries/differences.ts'
import { conditionsOf, financeDay } from '../queries/finance-day.ts'

/**
 * Closes a hospital's day: its figures are frozen under a hash that also covers the day before, so that nothing behind it can
 * be changed unseen. What was shown is what is closed ({@link FiguresChanged}); what is not as it should be must be mended, or,
 * where it may be, named with a reason ({@link DayNotReady}). Two accountants close a day once ({@link DayClosed}).
 *
 * A payment that settles at this very moment is in these figures, or in the next day's as a correction; in both or neither it cannot be.
 */
export async function closeDay(tx: Tx, context: Context, day: string, { seen, named }: CloseDay): Promise<FinanceDay> {
  const institutionId = at(context)
  await sql`select pg_advisory_xact_lock(hashtext('reconciliation.close-day'), ${institutionId})`.execute(tx)
  if ((await closeOf(tx, institutionId, day)) || (await isClosedLater(tx, institutionId, day))) throw new DayClosed()
  const figures = await dayFigures(tx, institutionId, day)
  if (hashOf(figures).toString('hex') !== seen) throw new FiguresChanged()
  const unmet = (await conditionsOf(tx, context, institutionId, figures)).filter((condition) => !condition.mayBeNamed || !named[condition.code])
  if (unmet.length > 0) throw new DayNotReady({ conditions: unmet.map((condition) => condition.code) })
  const [before] = await closesBefore(tx, institutionId, day, 1)
  const hash = sealOf(figures, named, before?.hash ?? null)
  const { accountId } = staffOf(context)
  await sql`insert into reconciliation.day_close (institution_id, day, figures, named, hash, previous_hash, closed_by, closed_by_name, closed_at)
    values (${institutionId}, ${day}::date, ${JSON.stringify(figures)}::jsonb, ${JSON.stringify(named)}::jsonb, ${hash}, ${before?.hash ?? null}, ${accountId},
      ${await nameOf(tx, institutionId, accountId)}, ${context.now})`.execute(tx).catch((error: unknown) => {
    throw violates(error, 'day_close_pkey') ? new DayClosed() : error
  })
  await audit(tx, context, { action: 'reconciliation.close-day', subject: `day/${day}`, institutionId, detail: { hash: hash.toString('hex'), named: Object.keys(named) } })
  await announce(tx, context, dayClosed({ institutionId, day, hash: hash.toString('hex') }))
  return financeDay(tx, context, institutionId, day)
}
