import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, violates, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { addCharge } from '#journey/throughout/billing/index.ts'
import { priceOf } from '#journey/throughout/directory/index.ts'
import { personSummary } from '#journey/throughout/people/index.ts'
import { allergyAgainst } from '../allergies.ts'
import { OrderKind, OrderRequest, type Order } from '../contract.ts'
import { AllergyConflict, AlreadyOrdered, DrugNeedsDirections, NotOrderable } from '../errors.ts'
import { orderPlaced } from '../events.ts'
import { openVisitForChange, type VisitRow } from '../policy.ts'
import { orderById } from '../queries/orders.ts'

/**
 * Orders an examination, a laboratory test, a drug or a procedure at today's list price; it stands on the visit's bill at once.
 *
 * The order and its charge commit together or not at all. The same item is ordered once in a visit: of two presses
 * one gets {@link AlreadyOrdered}. An allergy that speaks against a drug is refused with {@link AllergyConflict}
 * unless the physician says why. Also refuses what the price list of today does not offer ({@link NotOrderable}).
 */
export async function placeOrder(tx: Tx, context: Context, visitId: string, request: OrderRequest): Promise<Order> {
  const input = OrderRequest.parse(request)
  const visit = await openVisitForChange(tx, context, visitId)
  const price = await priceOf(tx, visit.institutionId, input.code, context.now)
  const kind = OrderKind.safeParse(price?.kind)
  if (!price || !kind.success) throw new NotOrderable({ code: input.code })
  if (kind.data === 'drug') await checkDrug(tx, context, visit, price.name, input)

  const id = newId()
  await sql`insert into consulting.visit_order
      (institution_id, id, visit_id, person_id, kind, code, name, name_en, unit, quantity, unit_cents,
       dose, frequency, days, instructions, allergy_reason, state, ordered_by, ordered_at)
    values (${visit.institutionId}, ${id}, ${visitId}, ${visit.personId}, ${kind.data}, ${price.code}, ${price.name}, ${price.nameEn},
      ${price.unit}, ${input.quantity}, ${price.priceCents}, ${input.dose}, ${input.frequency}, ${input.days}, ${input.instructions},
      ${input.allergyReason || null}, 'ordered', ${visit.physicianId}, ${context.now})`
    .execute(tx)
    .catch((error: unknown) => {
      throw violates(error, 'visit_order_once') ? new AlreadyOrdered({ code: input.code }) : error
    })
  await addCharge(tx, context, {
    institutionId: visit.institutionId,
    billId: visitId,
    source: 'order',
    sourceId: id,
    code: price.code,
    name: price.name,
    quantity: input.quantity,
    unitCents: price.priceCents,
    insuranceShareBp: price.insuranceShareBp,
    departmentId: price.departmentId,
  })
  await announce(tx, context, orderPlaced({ institutionId: visit.institutionId, visitId, personId: visit.personId, orderId: id, kind: kind.data }))
  await audit(tx, context, { action: 'consulting.place-order', personId: visit.personId, subject: `order/${id}`, detail: { visitId, kind: kind.data } })
  return orderById(tx, visit.institutionId, id)
}

async function checkDrug(tx: Tx, context: Context, visit: VisitRow, drugName: string, input: ReturnType<typeof OrderRequest.parse>): Promise<void> {
  if (!input.dose || !input.frequency || input.days < 1) throw new DrugNeedsDirections({ code: input.code })
  if (input.allergyReason) return
  const { allergies } = await personSummary(tx, context, visit.personId)
  const allergy = allergyAgainst(drugName, allergies)
  if (allergy) throw new AllergyConflict({ allergy, code: input.code })
}
