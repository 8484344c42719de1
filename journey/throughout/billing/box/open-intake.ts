import { sql } from 'kysely'
import { openAccounts } from '#engines/ledger/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { book, commonAccounts } from '../books.ts'
import { AmountChanged, NothingDue, PaymentUnderWay } from '../errors.ts'
import { lockedBill } from '../queries/locked-bill.ts'
import { openPayment } from '../queries/payments.ts'
import { openIntakeAt, type Intake, intakeById } from './intakes.ts'
import { finishIntake } from './settle-intake.ts'

export interface NewIntake {
  readonly institutionId: number
  readonly machine: string
  readonly personId: string
  /** Absent: what is put in goes into the balance. */
  readonly billId?: string | undefined
  readonly expectedCents: number
}

/**
 * Somebody begins to put notes into a machine, for a bill or for their balance. Whoever did so there before has ended: what they put
 * in is credited to them first. Throws {@link NothingDue}, {@link AmountChanged}, {@link PaymentUnderWay}.
 */
export async function openIntake(tx: Tx, context: Context, { institutionId, machine, personId, billId, expectedCents }: NewIntake): Promise<Intake> {
  // An intake is locked before its bill, here as wherever it ends.
  const before = await openIntakeAt(tx, institutionId, machine)
  if (before) await finishIntake(tx, context, before)
  if (billId !== undefined) {
    const bill = await lockedBill(tx, institutionId, billId)
    const open = await openPayment(tx, institutionId, billId)
    if (open) throw new PaymentUnderWay({ paymentId: open.id, state: open.state })
    if (bill.dueCents === 0) throw new NothingDue()
    if (bill.dueCents !== expectedCents) throw new AmountChanged({ dueCents: bill.dueCents })
  }
  const id = newId()
  await openAccounts(tx, context, [
    ...commonAccounts(institutionId), { ...book.unclaimed(institutionId), busy: true },
    { ...book.box(institutionId, machine), floorCents: 0 }, { ...book.intake(institutionId, id), personId, ceilingCents: 0 },
  ])
  await sql`insert into billing.cash_intake (institution_id, id, machine, person_id, bill_id, expected_cents, opened_at, touched_at)
    values (${institutionId}, ${id}, ${machine}, ${personId}, ${billId ?? null}, ${expectedCents}, ${context.now}, ${context.now})`.execute(tx)
  await audit(tx, context, { action: 'billing.open-cash-intake', personId, subject: `intake/${id}`, institutionId, detail: { machine } })
  return intakeById(tx, institutionId, id)
}

/** The machine and whoever stands there are heard of. */
export async function touchIntake(tx: Tx, context: Context, { institutionId, id }: { institutionId: number; id: string }): Promise<void> {
  await sql`update billing.cash_intake set touched_at = greatest(touched_at, ${context.now}) where institution_id = ${institutionId} and id = ${id} and state = 'open'`.execute(tx)
}
