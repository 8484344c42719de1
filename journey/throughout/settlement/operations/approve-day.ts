import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { onlyTheCentre } from '../centre.ts'
import { AlreadyApproved, FiguresChanged, NotComputed, SecondPersonNeeded } from '../errors.ts'
import { lockedDay } from '../queries/days.ts'
import { sameAsStored } from '../queries/files-of.ts'

/**
 * One of two people agrees to a day; with the second it is approved. What they agree to is the settlement file they saw, and it
 * is made from the ledger once more before. The same person twice is refused ({@link SecondPersonNeeded}), by the database too.
 * Throws {@link NotComputed}, {@link AlreadyApproved}, {@link FiguresChanged}, and LedgerDiffers when the ledger says otherwise.
 */
export async function approveDay(tx: Tx, context: Context, day: string, { sha256 }: { sha256: string }): Promise<void> {
  onlyTheCentre(context)
  const row = await lockedDay(tx, day)
  if (row.status === 'draft') throw new NotComputed()
  if (row.status !== 'computed') throw new AlreadyApproved()
  if (row.fileSha256 !== sha256) throw new FiguresChanged()
  const who = actorId(context.actor)
  if (row.firstApprovedBy === who) throw new SecondPersonNeeded()
  await sameAsStored(tx, row)
  if (row.firstApprovedBy === null) {
    await sql`update settlement.day set first_approved_by = ${who}, first_approved_at = ${context.now} where day = ${day}`.execute(tx)
  } else {
    await sql`update settlement.day set status = 'approved', approved_by = ${who}, approved_at = ${context.now} where day = ${day}`.execute(tx)
  }
  await audit(tx, context, { action: row.firstApprovedBy === null ? 'settlement.approve-first' : 'settlement.approve', subject: `settlement/${day}`, institutionId: 0, detail: { sha256 } })
}
