import type { Services } from '#platform/services.ts'
import { behaviourOf } from '../behaviour.ts'
import { simulatedSides } from '../keys.ts'
import { MERCHANT } from '../bankcard/sides.ts'
import { alipayStatement } from './alipay.ts'
import { bankcardStatement } from './bankcard.ts'
import { plantFaults, type PlantedFault, type StatementEntry } from './entries.ts'
import { wechatPayStatement } from './wechatpay.ts'

export interface StatedDay {
  readonly text: string
  readonly planted: readonly PlantedFault[]
}

type Inside = Pick<Services, 'pool' | 'config'>

/** From midnight to midnight, here. */
function bounds(day: string): [Date, Date] {
  const from = new Date(`${day}T00:00:00+08:00`)
  return [from, new Date(from.getTime() + 86_400_000)]
}

interface Row {
  readonly order_no: string
  readonly refund_no: string | null
  readonly provider_no: string
  readonly provider_refund_no: string | null
  readonly institution: string
  readonly title: string
  readonly cents: number
  readonly order_cents: number
  readonly at: Date
}

function entryOf(row: Row): StatementEntry {
  return {
    kind: row.refund_no === null ? 'payment' : 'refund', orderNo: row.order_no, providerNo: row.provider_no, institutionId: Number(row.institution) || 0,
    title: row.title, cents: row.cents, orderCents: row.order_cents, at: row.at,
    ...(row.refund_no === null ? {} : { refundNo: row.refund_no, providerRefundNo: row.provider_refund_no ?? '' }),
  }
}

/** The simulated WeChat Pay's statement of a day, with the faults it was told to make. */
export async function wechatPayDay(services: Inside, day: string): Promise<StatedDay> {
  const { pool } = services
  const { rows } = await pool.query<Row>(
    `select out_trade_no as order_no, null as refund_no, transaction_id as provider_no, null as provider_refund_no, attach as institution, description as title,
       amount_cents as cents, amount_cents as order_cents, paid_at as at from simulator.wechatpay_order where paid_at >= $1 and paid_at < $2
     union all
     select o.out_trade_no, r.out_refund_no, o.transaction_id, r.refund_id, o.attach, o.description, r.amount_cents, o.amount_cents, r.created_at
     from simulator.wechatpay_refund r join simulator.wechatpay_order o using (out_trade_no) where r.created_at >= $1 and r.created_at < $2
     order by at, order_no, refund_no nulls first`, bounds(day))
  const { statementFaults } = await behaviourOf(pool)
  const { entries, planted } = plantFaults(rows.map(entryOf), statementFaults)
  const { account } = await simulatedSides(services)
  return { text: wechatPayStatement(account, entries), planted }
}

/** The simulated Alipay's, likewise. */
export async function alipayDay({ pool }: Inside, day: string): Promise<StatedDay> {
  const { rows } = await pool.query<Row>(
    `select out_trade_no as order_no, null as refund_no, trade_no as provider_no, null as provider_refund_no, store_id as institution, subject as title,
       amount_cents as cents, amount_cents as order_cents, paid_at as at from simulator.alipay_trade where paid_at >= $1 and paid_at < $2
     union all
     select t.out_trade_no, r.out_request_no, t.trade_no, null, t.store_id, t.subject, r.amount_cents, t.amount_cents, r.created_at
     from simulator.alipay_refund r join simulator.alipay_trade t using (out_trade_no) where r.created_at >= $1 and r.created_at < $2
     order by at, order_no, refund_no nulls first`, bounds(day))
  const { statementFaults } = await behaviourOf(pool, 'alipay')
  const { entries, planted } = plantFaults(rows.map(entryOf), statementFaults)
  return { text: alipayStatement('2088000000000000', day, entries), planted }
}

interface CardRow extends Row {
  readonly kind: 'sale' | 'void' | 'refund'
  readonly terminal_id: string
  readonly batch: number
  readonly trace: number
  readonly card: string
  readonly original_reference: string | null
}

/** The simulated acquirer's, likewise. */
export async function bankcardDay({ pool, clock }: Inside & Pick<Services, 'clock'>, day: string): Promise<StatedDay> {
  const { rows } = await pool.query<CardRow>(
    `select o.kind, o.terminal_id, o.batch, o.trace, o.card, o.original_reference, o.ended_at as at, substr(o.terminal_id, 1, 6) as institution, '' as title, o.amount_cents as cents,
       coalesce(s.amount_cents, o.amount_cents) as order_cents, coalesce(s.order_no, o.order_no) as order_no, coalesce(s.reference, o.reference) as provider_no,
       case when o.kind = 'sale' then null else o.order_no end as refund_no, case when o.kind = 'sale' then null else o.reference end as provider_refund_no
     from simulator.card_operation o left join simulator.card_operation s on s.reference = o.original_reference
     where o.ended_at >= $1 and o.ended_at < $2 and o.ended_at <= $3 and (o.state = 'approved' or o.state = 'waiting') order by o.ended_at, o.terminal_id, o.trace`, [...bounds(day), clock.now()])
  const { statementFaults } = await behaviourOf(pool, 'bankcard')
  const { entries, planted } = plantFaults(rows.map((row): StatementEntry => ({
    ...entryOf(row),
    card: { kind: row.kind, terminalId: row.terminal_id, batch: row.batch, trace: row.trace, number: row.card, ...(row.original_reference ? { original: row.original_reference } : {}) },
  })), statementFaults)
  return { text: bankcardStatement(MERCHANT, day, entries), planted }
}
