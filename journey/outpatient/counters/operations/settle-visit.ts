import { sql } from 'kysely'
import { BillNotFound, billOf, type Bill } from '#journey/throughout/billing/index.ts'
import { atExit } from '#journey/throughout/credit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { tellOfStop } from '../stop-steps.ts'
import { holdVisit } from '../visit-lock.ts'
import { joinWhatIsReady } from './join-what-is-ready.ts'

export interface VisitOfPerson {
  readonly institutionId: number
  readonly visitId: string
  readonly personId: string
}

/**
 * Reads the bill again: stops whose things are paid, or which credit kept at check-in will pay, are ready; the others
 * wait for the money. Somebody who stands in line already is not sent away when something more is ordered there.
 */
export async function settleVisit(tx: Tx, context: Context, visit: VisitOfPerson): Promise<void> {
  const { institutionId, visitId } = visit
  await holdVisit(tx, visitId)
  const open = await sql`
    select from counters.stop where institution_id = ${institutionId} and visit_id = ${visitId} and status not in ('done', 'left') limit 1`.execute(tx)
  if (open.rows.length === 0) return
  const bill = await findBill(tx, context, institutionId, visitId)
  const isCovered = bill !== undefined && (bill.dueCents === 0 || (await atExit(tx, context, visit)) >= bill.dueCents)
  const due = isCovered || !bill ? [] : bill.items.filter((item) => item.source === 'order' && item.status === 'due').map((item) => item.sourceId)
  await sql`
    update counters.stop_item i set state = case when i.order_id = any (${due}::uuid[]) then 'due' else 'paid' end
    from counters.stop s
    where s.institution_id = i.institution_id and s.id = i.stop_id and s.institution_id = ${institutionId} and s.visit_id = ${visitId}
      and i.state <> 'cancelled'`.execute(tx)
  const { rows } = await sql<{ id: string }>`
    update counters.stop s set status = case when s.status = 'ready' then 'needs-payment' else 'ready' end
    where s.institution_id = ${institutionId} and s.visit_id = ${visitId} and s.status in ('needs-payment', 'ready')
      and (s.status = 'ready') = exists (
        select from counters.stop_item i where i.institution_id = s.institution_id and i.stop_id = s.id and i.state = 'due')
    returning s.id`.execute(tx)
  for (const { id } of rows) await tellOfStop(tx, context, institutionId, id)
  await joinWhatIsReady(tx, context, institutionId, visitId)
}

async function findBill(tx: Tx, context: Context, institutionId: number, billId: string): Promise<Bill | undefined> {
  try {
    return await billOf(tx, context, institutionId, billId)
  } catch (error) {
    if (error instanceof BillNotFound) return undefined
    throw error
  }
}
