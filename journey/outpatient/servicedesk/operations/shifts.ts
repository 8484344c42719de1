import { sql } from 'kysely'
import { balanceOf, openAccounts, postTransfer } from '#engines/ledger/index.ts'
import { staffName } from '#journey/throughout/access/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx, violates } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { actId, deskAccounts, deskBook, moves } from '../books.ts'
import type { Matter, MatterRef } from '../contract.ts'
import { MattersLeft, NoShift, NotYourShift, OwnShift, ShiftNotOffered, ShiftRuns } from '../errors.ts'
import { deskChanged, shiftHandedOver } from '../events.ts'
import { atDesk } from '../policy.ts'
import { openMatters } from '../queries/matters.ts'
import { runningShift } from '../queries/shift.ts'

/** The first shift of a desk. Of two who begin at once, one does: {@link ShiftRuns}. Every later one begins by taking over. */
export async function beginShift(tx: Tx, context: Context): Promise<string> {
  const { institutionId } = atDesk(context)
  await openAccounts(tx, context, deskAccounts(institutionId))
  return openShift(tx, context)
}

async function openShift(tx: Tx, context: Context): Promise<string> {
  const { institutionId, accountId } = atDesk(context)
  const id = newId()
  const name = (await staffName(tx, institutionId, accountId)) ?? ''
  await sql`insert into servicedesk.shift (institution_id, id, account_id, staff_name, opened_at) values (${institutionId}, ${id}, ${accountId}, ${name}, ${context.now})`.execute(tx)
    .catch((error: unknown) => {
      throw violates(error, 'shift_one_at_a_time') ? new ShiftRuns() : error
    })
  await audit(tx, context, { action: 'servicedesk.begin-shift', subject: `shift/${id}`, institutionId })
  await announce(tx, context, deskChanged(institutionId))
  return id
}

/**
 * Whoever runs the shift counts the cash, writes what the next should know, and leaves. What is missing or too much is
 * booked to the cent; the books are shown only after the count. The desk stays theirs until the next person has confirmed.
 */
export async function offerShift(tx: Tx, context: Context, { note, countedCents }: { readonly note: string; readonly countedCents: number }): Promise<void> {
  const { institutionId, accountId } = atDesk(context)
  const shift = await runningShift(tx, institutionId, 'update')
  if (!shift) throw new NoShift()
  if (shift.accountId !== accountId || shift.status !== 'open') throw new NotYourShift()
  const expected = (await balanceOf(tx, deskBook.cash(institutionId))).cents
  await postTransfer(tx, context, {
    institutionId, id: actId('desk-count', shift.id), kind: 'desk-count', reference: `desk-shift/${shift.id}`,
    lines: moves([deskBook.cash(institutionId), countedCents - expected], [deskBook.difference(institutionId), expected - countedCents]),
  })
  await sql`update servicedesk.shift set status = 'offered', note = ${note}, counted_cents = ${countedCents}, expected_cents = ${expected}, offered_at = ${context.now}
    where institution_id = ${institutionId} and id = ${shift.id}`.execute(tx)
  await audit(tx, context, { action: 'servicedesk.offer-shift', subject: `shift/${shift.id}`, institutionId, detail: { countedCents, expected } })
  await announce(tx, context, deskChanged(institutionId))
}

/**
 * The next person has seen every open matter and takes over. Refused while one is missing from what they acknowledged
 * ({@link MattersLeft}, with which): also one that came in this very moment, since whoever adds a matter waits for this.
 */
export async function takeShift(tx: Tx, context: Context, acknowledged: readonly MatterRef[]): Promise<string> {
  const { institutionId, accountId } = atDesk(context)
  const shift = await runningShift(tx, institutionId, 'update')
  if (!shift) throw new NoShift()
  if (shift.status !== 'offered') throw new ShiftNotOffered()
  if (shift.accountId === accountId) throw new OwnShift()
  const open = await openMatters(tx, context, institutionId)
  const seen = new Set(acknowledged.map(keyOf))
  const left = open.filter((matter) => !seen.has(keyOf(matter)))
  if (left.length > 0) throw new MattersLeft({ matters: left.map(({ kind, id }) => ({ kind, id })) })
  await writeTakenOver(tx, institutionId, shift.id, open)
  await sql`update servicedesk.shift set status = 'ended', taken_by = ${accountId}, ended_at = ${context.now} where institution_id = ${institutionId} and id = ${shift.id}`.execute(tx)
  await audit(tx, context, { action: 'servicedesk.take-shift', subject: `shift/${shift.id}`, institutionId, detail: { matters: open.length } })
  const next = await openShift(tx, context)
  await announce(tx, context, shiftHandedOver({ institutionId, shiftId: shift.id, nextShiftId: next }))
  return next
}

const keyOf = ({ kind, id }: MatterRef) => `${kind}/${id}`

async function writeTakenOver(tx: Tx, institutionId: number, shiftId: string, open: readonly Matter[]): Promise<void> {
  await sql`insert into servicedesk.taken_over (institution_id, shift_id, kind, matter_id, words)
    select ${institutionId}, ${shiftId}, k, i, w from unnest(${open.map((matter) => matter.kind)}::text[], ${open.map((matter) => matter.id)}::uuid[], ${open.map((matter) => matter.words)}::text[]) as m(k, i, w)`.execute(tx)
}
