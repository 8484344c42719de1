import { sql } from 'kysely'
import { bookNote, followingId } from '#journey/throughout/billing/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { NoteReading } from '../cash-contract.ts'
import { machineAlarm } from '../events.ts'
import type { MachineContext } from '../machine-context.ts'
import { type Heard, stackedSince, unroll, type Unrolled } from './unroll.ts'

export interface AcceptorRow extends Heard {
  readonly seq: number
  readonly accepted: NoteReading['accepted']
  readonly escrowCents: number
  readonly notesInBox: number
}

interface OpenNote {
  readonly id: string
  readonly intakeId: string
  readonly cents: number
}

/** The acceptor of a machine, kept still: what it says and what is asked of it go one after the other. */
export async function lockedAcceptor(tx: Tx, { institutionId, machine }: MachineContext): Promise<AcceptorRow | undefined> {
  return (await sql<AcceptorRow>`select serial, seq, run, counter, event_no as "eventNo", accepted, escrow_cents as "escrowCents", notes_in_box as "notesInBox"
    from kiosk.acceptor where institution_id = ${institutionId} and machine = ${machine} for update`.execute(tx)).rows[0]
}

/**
 * What the acceptor of this machine says, taken in once. A note that lies in the box is in the books by the same transaction, under an id
 * that follows from the machine, its acceptor and the event, so that the same reading, sent again or by two at once, books once.
 *
 * An acceptor that counts what it stacks is believed by its counts, which no power cut changes; one that does not, by its events. What
 * was told to be taken and never said what became of it is given back when the counts say so, and else in doubt.
 */
export async function hearAcceptor(tx: Tx, context: MachineContext, reading: NoteReading): Promise<void> {
  const { institutionId, machine, now } = context
  const before = await lockedAcceptor(tx, context)
  if (!before) {
    // What it did before anybody knew it is nobody's here.
    await sql`insert into kiosk.acceptor (institution_id, machine, serial, seq, counter, event_no, accepted, heard_at)
      values (${institutionId}, ${machine}, ${reading.serial}, ${reading.seq}, ${reading.counter}, ${reading.counter}, ${reading.accepted === null ? null : JSON.stringify(reading.accepted)}::jsonb, ${now})
      on conflict do nothing`.execute(tx)
    return
  }
  if (reading.seq <= before.seq) return
  const heard = unroll(before, reading)
  const counts = reading.serial === before.serial ? stackedSince(before.accepted, reading.accepted) : undefined
  const note = await openNote(tx, context)
  const stacked = counts ? byCounts(context, reading, counts) : byEvents(context, heard)
  const left = await takeIn(tx, context, stacked, note)
  if (left) await endNote(tx, context, left, { heard, counts: counts !== undefined })
  await sql`update kiosk.acceptor set serial = ${heard.heard.serial}, seq = ${reading.seq}, run = ${heard.heard.run}, counter = ${heard.heard.counter}, event_no = ${heard.heard.eventNo},
      accepted = ${reading.accepted === null ? null : JSON.stringify(reading.accepted)}::jsonb, escrow_cents = ${escrowAfter(before.escrowCents, heard)},
      notes_in_box = notes_in_box + ${stacked.length}, missed = missed + ${heard.missed}, heard_at = ${now}
    where institution_id = ${institutionId} and machine = ${machine}`.execute(tx)
}

interface Stacked {
  readonly cents: number
  readonly transferId: string
}

function byCounts({ institutionId, machine }: MachineContext, { serial, accepted }: NoteReading, counts: ReadonlyMap<number, number>): Stacked[] {
  return [...counts].flatMap(([cents, more]) => Array.from({ length: more }, (_, i) => ({ cents, transferId: followingId(`note ${institutionId} ${machine} ${serial} ${cents}`, `count ${accepted![cents]! - i}`) })))
}

function byEvents({ institutionId, machine }: MachineContext, { fresh, heard }: Unrolled): Stacked[] {
  return fresh.filter(({ what, cents }) => what === 'stacked' && cents > 0).map(({ cents, no }) => ({ cents, transferId: followingId(`note ${institutionId} ${machine} ${heard.serial}`, `run ${heard.run} event ${no}`) }))
}

async function openNote(tx: Tx, { institutionId, machine }: MachineContext): Promise<OpenNote | undefined> {
  return (await sql<OpenNote>`select id, intake_id as "intakeId", cents from kiosk.note where institution_id = ${institutionId} and machine = ${machine} and state = 'intended'`.execute(tx)).rows[0]
}

/** Books what lies in the box. Answers the note that was to be taken and is not among it. */
async function takeIn(tx: Tx, context: MachineContext, stacked: readonly Stacked[], meant: OpenNote | undefined): Promise<OpenNote | undefined> {
  const { institutionId, machine, now } = context
  let open = meant
  for (const { cents, transferId } of stacked) {
    const mine = open?.cents === cents ? open : undefined
    if (mine) open = undefined
    if (!(await bookNote(tx, context, { institutionId, machine, cents, transferId, intakeId: mine?.intakeId }))) continue
    if (mine) await sql`update kiosk.note set state = 'stacked', ended_at = ${now} where institution_id = ${institutionId} and id = ${mine.id}`.execute(tx)
    else {
      await sql`insert into kiosk.note (institution_id, id, machine, cents, state, asked_at, ended_at) values (${institutionId}, ${newId()}, ${machine}, ${cents}, 'stacked', ${now}, ${now})`.execute(tx)
      await announce(tx, context, machineAlarm(institutionId, machine, 'note'))
    }
  }
  return open
}

/** The note that should have been taken was not: given back, as the acceptor says or its counts do; else nobody knows before the box is counted. */
async function endNote(tx: Tx, context: MachineContext, note: OpenNote, { heard, counts }: { heard: Unrolled; counts: boolean }): Promise<void> {
  const { institutionId, machine, now } = context
  const isBack = heard.fresh.some(({ what }) => what === 'returned')
  const isForgotten = heard.isNewRun || heard.missed > 0 || heard.fresh.some(({ what }) => what === 'escrow')
  if (!isBack && !isForgotten) return
  const state = isBack || counts ? 'returned' : 'doubt'
  await sql`update kiosk.note set state = ${state}, ended_at = ${now} where institution_id = ${institutionId} and id = ${note.id}`.execute(tx)
  if (state === 'doubt') await announce(tx, context, machineAlarm(institutionId, machine, 'note'))
}

function escrowAfter(before: number, { fresh, isNewRun, missed }: Unrolled): number {
  const last = fresh.findLast(({ what }) => what === 'escrow' || what === 'stacked' || what === 'returned')
  if (last) return last.what === 'escrow' ? last.cents : 0
  return isNewRun || missed > 0 ? 0 : before
}
