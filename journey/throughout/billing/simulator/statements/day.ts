import type { Services } from '#platform/services.ts'
import { behaviourOf } from '../behaviour.ts'
import { simulatedSides } from '../keys.ts'
import { alipayStatement } from './alipay.ts'
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
