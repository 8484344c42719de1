import { openAccounts, postTransfer } from '#engines/ledger/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { book, commonAccounts, lines } from '../books.ts'
import { lockedIntake } from './intakes.ts'
import { credit } from './settle-intake.ts'

export interface StackedNote {
  readonly institutionId: number
  readonly machine: string
  /** Who put it in; absent: nobody can be found. */
  readonly intakeId?: string | undefined
  readonly cents: number
  /** Follows from the machine and the event of its acceptor, so that the same event books once. */
  readonly transferId: string
}

/**
 * A note lies in the box: it is in the books, and owed to whoever put it in. Sent again it changes nothing. One that is told of only
 * after they have gone is credited to them at once.
 */
export async function bookNote(tx: Tx, context: Context, { institutionId, machine, intakeId, cents, transferId }: StackedNote): Promise<boolean> {
  const intake = intakeId === undefined ? undefined : await lockedIntake(tx, institutionId, intakeId)
  // A box may hold a note before anybody ever opened it.
  if (!intake) await openAccounts(tx, context, [...commonAccounts(institutionId), { ...book.unclaimed(institutionId), busy: true }, { ...book.box(institutionId, machine), floorCents: 0 }])
  const done = await postTransfer(tx, context, {
    institutionId, id: transferId, kind: 'note', reference: intake ? `intake/${intake.id}` : `machine/${machine}`,
    lines: lines([book.box(institutionId, machine), cents], [intake ? book.intake(institutionId, intake.id) : book.unclaimed(institutionId), -cents]),
  })
  if (!done) return false
  await audit(tx, context, { action: 'billing.take-note', subject: intake ? `intake/${intake.id}` : `machine/${machine}`, institutionId, detail: { machine, cents }, ...(intake ? { personId: intake.personId } : {}) })
  if (intake?.state === 'finished') await credit(tx, context, intake)
  return true
}
