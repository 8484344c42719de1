import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { billForTopUp } from '../operations/top-up.ts'
import { settlePayment } from '../operations/settle-payment.ts'
import { amountOf, dueItems, recordPayment } from '../operations/start-payment.ts'
import { lockedBill } from '../queries/locked-bill.ts'
import { openPayment } from '../queries/payments.ts'
import { heldCents, lockedIntake, intakeById, type Intake } from './intakes.ts'

/**
 * They are done, or have gone: what they put in pays the bill they saw, when it is enough and the bill is still the same, and all the
 * rest is in their balance. Ended twice, or by two at once, it is one end.
 */
export async function finishIntake(tx: Tx, context: Context, { institutionId, id }: { institutionId: number; id: string }): Promise<Intake> {
  const intake = await lockedIntake(tx, institutionId, id)
  if (intake.state === 'finished') return intake
  await sql`update billing.cash_intake set state = 'finished', ended_at = ${context.now} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  const paidCents = await payBill(tx, context, intake)
  if (paidCents > 0) await sql`update billing.cash_intake set paid_cents = ${paidCents} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
  await credit(tx, context, intake)
  const ended = await intakeById(tx, institutionId, id)
  await audit(tx, context, { action: 'billing.end-cash-intake', personId: intake.personId, subject: `intake/${id}`, institutionId, detail: { paidCents: ended.paidCents, putAsideCents: ended.putAsideCents } })
  return ended
}

/** The whole of what was due when they began, or nothing: a bill that has changed, or is being paid elsewhere, is not paid with what they saw. */
async function payBill(tx: Tx, context: Context, intake: Intake): Promise<number> {
  const { institutionId, billId, expectedCents } = intake
  if (billId === null || (await heldCents(tx, intake)) < expectedCents) return 0
  const bill = await lockedBill(tx, institutionId, billId)
  if (bill.dueCents !== expectedCents || (await openPayment(tx, institutionId, billId))) return 0
  const items = await dueItems(tx, institutionId, billId)
  await payWith(tx, context, intake, { billId, cents: amountOf(items, expectedCents) })
  return expectedCents
}

/** Whatever of it has paid nothing goes into the person's balance. The caller holds the intake's lock. */
export async function credit(tx: Tx, context: Context, intake: Intake): Promise<void> {
  const { institutionId, personId, id } = intake
  const cents = await heldCents(tx, intake)
  if (cents <= 0) return
  const { billId } = await billForTopUp(tx, context, { institutionId, personId, cents })
  await payWith(tx, context, intake, { billId, cents })
  await sql`update billing.cash_intake set put_aside_cents = put_aside_cents + ${cents} where institution_id = ${institutionId} and id = ${id}`.execute(tx)
}

async function payWith(tx: Tx, context: Context, { institutionId, id }: Intake, { billId, cents }: { billId: string; cents: number }): Promise<void> {
  const bill = await lockedBill(tx, institutionId, billId)
  const items = await dueItems(tx, institutionId, billId)
  const paymentId = await recordPayment(tx, context, bill, { channel: 'cash', amountCents: cents, items, parts: [], cash: { intakeId: id, receivedCents: cents } })
  await settlePayment(tx, context, { institutionId, paymentId, intakeId: id })
}
