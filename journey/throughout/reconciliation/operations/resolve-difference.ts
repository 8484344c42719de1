import { sql } from 'kysely'
import { openAccounts, postTransfer } from '#engines/ledger/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { channelFees, line, owedBy, steadyId, suspense } from '../books.ts'
import type { Act, Decide, Propose } from '../contract.ts'
import { DifferenceDecided, NothingToBook, SecondAccountantNeeded } from '../errors.ts'
import { differenceChanged } from '../events.ts'
import { at, whoIs } from '../policy.ts'
import { differenceRow, type DifferenceRow } from '../queries/differences.ts'
import { addSteps } from './note-differences.ts'

/**
 * Says what is to become of a difference. Where no money is at stake that closes it; else it waits for a second person.
 * Of two who act at once the second is told ({@link DifferenceDecided}); what proposes to book nothing is refused ({@link NothingToBook}).
 */
export async function proposeResolution(tx: Tx, context: Context, id: string, { act, note }: Propose): Promise<void> {
  const institutionId = at(context)
  const difference = await differenceRow(tx, institutionId, id, true)
  if (difference.status !== 'open') throw new DifferenceDecided()
  if (act === 'book' && difference.effectCents === 0) throw new NothingToBook()
  await sql`update reconciliation.difference set status = 'proposed', act = ${act}, note = ${note}, proposed_by = ${whoIs(context)}, proposed_at = ${context.now}
    where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await addSteps(tx, context, institutionId, [id], { what: 'proposed', act, note })
  await audit(tx, context, { action: 'reconciliation.propose-resolution', subject: `difference/${id}`, institutionId, detail: { act, cents: difference.effectCents } })
  if (difference.effectCents === 0) await close(tx, context, difference, act, note)
  await announce(tx, context, differenceChanged({ institutionId, differenceId: id, status: difference.effectCents === 0 ? 'closed' : 'proposed' }))
}

/**
 * The second person agrees, and it is closed and booked; or does not, and it is open again. Whoever proposed may take it back
 * but not agree ({@link SecondAccountantNeeded}); the database would not take it either. Decided once: {@link DifferenceDecided}.
 */
export async function decideResolution(tx: Tx, context: Context, id: string, { decision, note }: Decide): Promise<void> {
  const institutionId = at(context)
  const difference = await differenceRow(tx, institutionId, id, true)
  if (difference.status !== 'proposed') throw new DifferenceDecided()
  const isMine = difference.proposedBy === whoIs(context)
  if (decision === 'approve' && isMine) throw new SecondAccountantNeeded()
  if (decision === 'approve') await close(tx, context, difference, difference.act as Act, note)
  else {
    await sql`update reconciliation.difference set status = 'open', act = null, note = '', proposed_by = null, proposed_at = null
      where institution_id = ${institutionId} and id = ${id}`.execute(tx)
    await addSteps(tx, context, institutionId, [id], { what: isMine ? 'withdrawn' : 'refused', note })
  }
  await audit(tx, context, { action: `reconciliation.${decision}-resolution`, subject: `difference/${id}`, institutionId, detail: { act: difference.act, cents: difference.effectCents } })
  await announce(tx, context, differenceChanged({ institutionId, differenceId: id, status: decision === 'approve' ? 'closed' : 'open' }))
}

async function close(tx: Tx, context: Context, difference: DifferenceRow, act: Act, note: string): Promise<void> {
  const institutionId = at(context)
  const transferId = act === 'book' ? await bookDifference(tx, context, difference) : null
  await sql`update reconciliation.difference set status = 'closed', closed_by = ${whoIs(context)}, closed_at = ${context.now}, transfer_id = ${transferId}
    where institution_id = ${institutionId} and id = ${difference.id}`.execute(tx)
  await addSteps(tx, context, institutionId, [difference.id], { what: 'closed', act, note })
}

/** The channel owes us that much more, or less; against it stands what nobody has explained, or a fee. */
async function bookDifference(tx: Tx, context: Context, { id, channel, class: kind, effectCents }: DifferenceRow): Promise<string> {
  const institutionId = at(context)
  const [owed, other] = [owedBy(institutionId, channel), kind === 'fee-differs' ? channelFees(institutionId) : suspense(institutionId)]
  const transferId = steadyId('difference', String(institutionId), id)
  await openAccounts(tx, context, [{ ...owed, busy: true }, { ...other, busy: true }])
  await postTransfer(tx, context, { institutionId, id: transferId, kind: 'difference', reference: `difference/${id}`, lines: [line(owed, effectCents), line(other, -effectCents)] })
  return transferId
}
