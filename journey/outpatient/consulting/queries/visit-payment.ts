import { dueOfBill } from '#journey/throughout/billing/index.ts'
import { audit } from '#platform/audit/index.ts'
import { hasRole, type Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { VisitPayment } from '../contract.ts'
import { VisitNotFound } from '../errors.ts'
import { visitById } from './visits.ts'

/** Whether the patient of this visit still has to pay, as the bill says it this moment; nothing while nothing is charged. */
export async function visitPayment(tx: Tx, context: Context, visitId: string): Promise<VisitPayment> {
  const { institutionId, now } = context
  const visit = institutionId !== null && hasRole(context.actor, 'physician', 'nurse') ? await visitById(tx, now, institutionId, visitId) : undefined
  if (!visit) throw new VisitNotFound({ visitId })
  await audit(tx, context, { action: 'consulting.read-payment', personId: visit.personId, subject: `visit/${visitId}` })
  return (await dueOfBill(tx, visit.institutionId, visitId)) ?? { selfCents: 0, dueCents: 0 }
}
