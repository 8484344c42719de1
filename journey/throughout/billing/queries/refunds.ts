import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { PaymentChannel, Refund, RefundState, WindowRefund } from '../contract.ts'
import { RefundNotFound } from '../errors.ts'

export interface RefundRow {
  readonly institutionId: number
  readonly id: string
  readonly billId: string
  readonly paymentId: string
  readonly itemId: string | null
  readonly personId: string
  readonly channel: PaymentChannel
  readonly state: RefundState
  readonly amountCents: number
  readonly cause: Refund['cause']
  readonly reason: string
  readonly askedBy: string
  readonly checks: number
  /** What the channel took in the payment: what it is told the whole was. */
  readonly paymentCents: number
  /** A withdrawal: what is kept aside in the purse until the money has gone. */
  readonly holdId: string | null
  /** A withdrawal asked for at a window: the pieces that are decided as one. */
  readonly requestId: string | null
}

const columns = sql`r.institution_id as "institutionId", r.id, r.bill_id as "billId", r.payment_id as "paymentId", r.item_id as "itemId", r.person_id as "personId",
  r.channel, r.state, r.amount_cents as "amountCents", r.cause, r.reason, r.asked_by as "askedBy", r.checks, p.channel_cents as "paymentCents", r.hold_id as "holdId", r.request_id as "requestId"`

/** One refund with the payment it belongs to, as far as the caller may see it. */
export async function refundRow(tx: Tx, institutionId: number, refundId: string): Promise<RefundRow> {
  const { rows } = await sql<RefundRow>`select ${columns} from billing.refund r
    join billing.payment p on p.institution_id = r.institution_id and p.id = r.payment_id
    where r.institution_id = ${institutionId} and r.id = ${refundId}`.execute(tx)
  if (!rows[0]) throw new RefundNotFound({ refundId })
  return rows[0]
}

/** The pieces of one withdrawal that still wait for the second person, in the order in which their bills are kept still. */
export async function askedPieces(tx: Tx, institutionId: number, requestId: string): Promise<RefundRow[]> {
  const { rows } = await sql<RefundRow>`select ${columns} from billing.refund r
    join billing.payment p on p.institution_id = r.institution_id and p.id = r.payment_id
    where r.institution_id = ${institutionId} and r.request_id = ${requestId} and r.state = 'asked' order by r.bill_id, r.id for update of r`.execute(tx)
  return rows
}

/** What a window has to do: decide what was asked, hand out cash that is owed, look after what the channel refused. */
export async function refundsAtWindow(tx: Tx, institutionId: number, accountId: string): Promise<(Omit<WindowRefund, 'nameMasked'> & { personId: string })[]> {
  const { rows } = await sql<Omit<WindowRefund, 'nameMasked' | 'createdAt' | 'endedAt'> & { personId: string; createdAt: Date; endedAt: Date | null }>`
    select r.id, r.bill_id as "billId", r.payment_id as "paymentId", i.name as "itemName", r.channel, r.state,
      case when r.state = 'asked' and r.request_id is not null then (select sum(o.amount_cents)::bigint from billing.refund o
        where o.institution_id = r.institution_id and o.request_id = r.request_id and o.state = 'asked') else r.amount_cents end as "amountCents", r.cause, r.reason,
      r.created_at as "createdAt", r.ended_at as "endedAt", r.person_id as "personId", b.title, r.asked_by = ${accountId} as "askedByMe"
    from billing.refund r
    join billing.bill b on b.institution_id = r.institution_id and b.id = r.bill_id
    left join billing.charge_item i on i.institution_id = r.institution_id and i.id = r.item_id
    where r.institution_id = ${institutionId} and (r.state = 'asked' or (r.state = 'created' and r.channel = 'cash') or (r.state = 'failed' and r.cause <> 'withdrawal'))
      -- The pieces of one withdrawal are decided as one.
      and not (r.state = 'asked' and r.request_id is not null and exists (select from billing.refund o
        where o.institution_id = r.institution_id and o.request_id = r.request_id and o.state = 'asked' and o.id < r.id))
    order by r.created_at limit 50`.execute(tx)
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null }))
}
