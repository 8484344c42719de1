import { sql } from 'kysely'
import { heldCents, intakeById, touchIntake } from '#journey/throughout/billing/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { roomInBalance } from '#journey/throughout/wallet/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { NoteAnswer, OfferNote } from '../cash-contract.ts'
import type { MachineContext } from '../machine-context.ts'
import { machineRow } from '../operations/run-machine.ts'
import { lockedAcceptor } from './hear-acceptor.ts'
import { cashRule } from './rule.ts'

type Offered = OfferNote & { readonly intakeId: string; readonly personId: string }
const back = (reason: NoteAnswer['reason']): NoteAnswer => ({ answer: 'return', reason, surplusCents: 0 })
const WAIT: NoteAnswer = { answer: 'wait', reason: '', surplusCents: 0 }

/**
 * A note lies in escrow: may it be taken? Only a note that was written down here first is ever stacked, one at a time, and only one the
 * acceptor itself has said lies there. Asked again about the same note the answer is the same. More than is due is taken only after the
 * person was asked.
 */
export async function offerNote(tx: Tx, context: MachineContext, { intakeId, personId, noteId, seq, cents, agreed }: Offered): Promise<NoteAnswer> {
  const { institutionId, machine, now } = context
  const acceptor = await lockedAcceptor(tx, context)
  const { rows } = await sql<{ state: string }>`select state from kiosk.note where institution_id = ${institutionId} and id = ${noteId} and machine = ${machine}`.execute(tx)
  if (rows[0]) return rows[0].state === 'intended' || rows[0].state === 'stacked' ? { answer: 'stack', reason: '', surplusCents: 0 } : back('over')
  if (!acceptor || acceptor.seq < seq || acceptor.escrowCents !== cents) return WAIT
  const moving = await sql`select from kiosk.note where institution_id = ${institutionId} and machine = ${machine} and state = 'intended'`.execute(tx)
  if (moving.rows.length > 0) return WAIT
  const intake = await intakeById(tx, institutionId, intakeId)
  const mine: readonly string[] = await entriesOf(tx, personId)
  if (intake.state !== 'open' || intake.machine !== machine || !mine.includes(intake.personId)) return back('over')
  if (!(await machineRow(tx, context)).in_service) return back('closed')
  const { mostCents, boxNotes } = await cashRule(tx, institutionId, now)
  if (acceptor.notesInBox >= boxNotes) return back('box-full')
  const sum = (await heldCents(tx, intake)) + cents
  if (sum > mostCents) return back('too-much')
  // Whatever becomes of the bill, it must find room in the balance.
  if (sum > (await roomInBalance(tx, context, intake.personId))) return back('no-room')
  if (intake.billId !== null) {
    if (sum - cents >= intake.expectedCents) return back('enough')
    if (sum > intake.expectedCents && !agreed) return { answer: 'ask', reason: '', surplusCents: sum - intake.expectedCents }
  }
  await sql`insert into kiosk.note (institution_id, id, machine, intake_id, person_id, cents, state, asked_at)
    values (${institutionId}, ${noteId}, ${machine}, ${intakeId}, ${intake.personId}, ${cents}, 'intended', ${now})`.execute(tx)
  await touchIntake(tx, context, intake)
  return { answer: 'stack', reason: '', surplusCents: 0 }
}
