import { randomBytes, randomUUID } from 'node:crypto'
import type { Services } from '#platform/services.ts'
import { sendDueCallbacks } from './callbacks.ts'
import { behaviourOf, type Behaviour } from './behaviour.ts'
import { MERCHANT } from './keys.ts'

type Inside = Pick<Services, 'pool' | 'clock'>

export interface OrderRow {
  readonly out_trade_no: string
  readonly transaction_id: string
  readonly description: string
  readonly attach: string
  readonly notify_url: string
  readonly amount_cents: number
  readonly state: 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED'
  readonly code: string
  readonly expires_at: Date
  readonly paid_at: Date | null
}

export interface NewOrder {
  readonly out_trade_no: string
  readonly description: string
  readonly attach?: string | undefined
  readonly notify_url: string
  readonly time_expire: string
  readonly amount: { readonly total: number }
}

const digits = (count: number) => Array.from(randomBytes(count), (byte) => byte % 10).join('')

/** The same number again is the same order, as long as nothing else changed. */
export async function placeOrder({ pool, clock }: Inside, order: NewOrder): Promise<OrderRow | 'OUT_TRADE_NO_USED'> {
  await pool.query(
    `insert into simulator.wechatpay_order (out_trade_no, transaction_id, description, attach, notify_url, amount_cents, state, code, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, 'NOTPAY', $7, $8, $9) on conflict (out_trade_no) do nothing`,
    [order.out_trade_no, `42000${digits(23)}`, order.description, order.attach ?? '', order.notify_url, order.amount.total, randomBytes(9).toString('base64url'), clock.now(), order.time_expire],
  )
  const row = await findOrder({ pool, clock }, 'out_trade_no', order.out_trade_no)
  return row && row.state === 'NOTPAY' && row.amount_cents === order.amount.total ? row : 'OUT_TRADE_NO_USED'
}

export async function findOrder({ pool, clock }: Inside, by: 'out_trade_no' | 'code', value: string): Promise<OrderRow | undefined> {
  const { rows } = await pool.query<OrderRow>(
    `select out_trade_no, transaction_id, description, attach, notify_url, amount_cents, code, expires_at, paid_at,
       case when state = 'NOTPAY' and expires_at <= $2 then 'CLOSED' else state end as state
     from simulator.wechatpay_order where ${by === 'code' ? 'code' : 'out_trade_no'} = $1`,
    [value, clock.now()],
  )
  return rows[0]
}

export async function closeOrder({ pool }: Inside, tradeNo: string): Promise<boolean> {
  const { rowCount } = await pool.query(`update simulator.wechatpay_order set state = 'CLOSED' where out_trade_no = $1 and state in ('NOTPAY', 'CLOSED')`, [tradeNo])
  return rowCount === 1
}

/** The payer pressed the button. True when this press paid. */
export async function payOrder(services: Services, code: string): Promise<boolean> {
  const { pool, clock } = services
  const { rows } = await pool.query<OrderRow>(
    `update simulator.wechatpay_order set state = 'SUCCESS', paid_at = $2 where code = $1 and state = 'NOTPAY' and expires_at > $2 returning *`,
    [code, clock.now()],
  )
  const paid = rows[0]
  if (!paid) return false
  await tell(services, paid.notify_url, 'TRANSACTION.SUCCESS', trade(paid, await behaviourOf(pool)))
  return true
}

/** As the simulator was told to say it: right, of another amount, or of another merchant. */
export function trade(order: OrderRow, { lie }: Pick<Behaviour, 'lie'>): object {
  return {
    mchid: lie === 'merchant' ? '1900000999' : MERCHANT, appid: 'wx0000000000000000', out_trade_no: order.out_trade_no, trade_state: order.state, attach: order.attach,
    ...(order.paid_at ? { transaction_id: order.transaction_id, success_time: order.paid_at.toISOString(), trade_type: 'MWEB' } : {}),
    amount: { total: order.amount_cents + (lie === 'amount' ? 1 : 0), currency: 'CNY' },
  }
}

export interface NewRefund {
  readonly out_trade_no: string
  readonly out_refund_no: string
  readonly notify_url?: string | undefined
  readonly amount: { readonly refund: number; readonly total: number }
}

export interface RefundRow {
  readonly out_refund_no: string
  readonly refund_id: string
  readonly out_trade_no: string
  readonly amount_cents: number
  readonly status: 'PROCESSING' | 'SUCCESS'
}

/** Gives money back, once per refund number, and never more than was paid. */
export async function refundOrder(services: Services, refund: NewRefund): Promise<RefundRow | 'NOT_ENOUGH' | 'RESOURCE_NOT_EXISTS'> {
  const { pool, clock } = services
  const order = await findOrder(services, 'out_trade_no', refund.out_trade_no)
  if (!order?.paid_at) return 'RESOURCE_NOT_EXISTS'
  const { rowCount } = await pool.query(
    `insert into simulator.wechatpay_refund (out_refund_no, refund_id, out_trade_no, amount_cents, status, notify_url, created_at)
     select $1, $2, $3, $4::bigint, 'PROCESSING', $5, $6
     where $4::bigint + (select coalesce(sum(amount_cents), 0) from simulator.wechatpay_refund where out_trade_no = $3 and out_refund_no <> $1) <= $7
     on conflict (out_refund_no) do nothing`,
    [refund.out_refund_no, `50300${digits(23)}`, refund.out_trade_no, refund.amount.refund, refund.notify_url ?? null, clock.now(), order.amount_cents],
  )
  const row = await findRefund(services, refund.out_refund_no)
  if (!row) return 'NOT_ENOUGH'
  if (rowCount === 1) await finishRefund(services, row, refund.notify_url)
  return row
}

async function finishRefund(services: Services, row: RefundRow, notifyUrl: string | undefined): Promise<void> {
  await services.pool.query(`update simulator.wechatpay_refund set status = 'SUCCESS' where out_refund_no = $1`, [row.out_refund_no])
  await services.pool.query(`update simulator.wechatpay_order set state = 'REFUND' where out_trade_no = $1`, [row.out_trade_no])
  const { lie } = await behaviourOf(services.pool)
  if (notifyUrl) {
    await tell(services, notifyUrl, 'REFUND.SUCCESS', {
      mchid: MERCHANT, out_trade_no: row.out_trade_no, out_refund_no: row.out_refund_no, refund_id: row.refund_id, refund_status: 'SUCCESS',
      amount: { refund: row.amount_cents + (lie === 'amount' ? 1 : 0) },
    })
  }
}

export async function findRefund({ pool }: Inside, refundNo: string): Promise<RefundRow | undefined> {
  const { rows } = await pool.query<RefundRow>('select * from simulator.wechatpay_refund where out_refund_no = $1', [refundNo])
  return rows[0]
}

/** Puts a message in the post, as often and as late as the simulator was told, and looks whether it can go now. */
async function tell(services: Services, notifyUrl: string, eventType: string, content: object): Promise<void> {
  const { pool, clock, log } = services
  const { callbackDelaySeconds, callbackCopies, dropCallbacks } = await behaviourOf(pool)
  if (dropCallbacks) return
  const body = { id: randomUUID(), create_time: clock.now().toISOString(), event_type: eventType, content }
  const due = new Date(clock.now().getTime() + callbackDelaySeconds * 1000)
  for (let copy = 0; copy < callbackCopies; copy++) {
    await pool.query('insert into simulator.wechatpay_callback (id, due_at, notify_url, body) values ($1, $2, $3, $4)', [randomUUID(), due, notifyUrl, JSON.stringify(body)])
  }
  sendDueCallbacks(services).catch((error: unknown) => log.warn({ err: error }, 'the simulated channel could not call back'))
}
