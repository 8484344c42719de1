import { randomBytes, randomUUID } from 'node:crypto'
import type { Services } from '#platform/services.ts'
import { behaviourOf } from '../behaviour.ts'
import { alipaySides } from './keys.ts'
import { sendDueNotices } from './notices.ts'
import { localTime } from '../statements/local-time.ts'

type Inside = Pick<Services, 'pool' | 'clock'>

export interface TradeRow {
  readonly out_trade_no: string
  readonly trade_no: string
  readonly subject: string
  readonly store_id: string
  readonly notify_url: string
  readonly return_url: string
  readonly amount_cents: number
  /** UNOPENED: a code that nobody has scanned; Alipay itself knows no trade yet. */
  readonly state: 'UNOPENED' | 'WAIT_BUYER_PAY' | 'TRADE_CLOSED' | 'TRADE_SUCCESS'
  readonly code: string
  readonly expires_at: Date
  readonly paid_at: Date | null
}

export interface NewTrade {
  readonly outTradeNo: string
  readonly subject: string
  readonly storeId: string
  readonly notifyUrl: string
  readonly returnUrl: string
  readonly cents: number
  readonly expiresAt: Date
}

const digits = (count: number) => Array.from(randomBytes(count), (byte) => byte % 10).join('')

/** The same number again is the same code, as long as nothing else changed. */
export async function placeTrade(services: Inside, trade: NewTrade): Promise<TradeRow | 'ACQ.CONTEXT_INCONSISTENT' | 'ACQ.TRADE_HAS_SUCCESS' | 'ACQ.TRADE_HAS_CLOSE'> {
  const { pool, clock } = services
  await pool.query(
    `insert into simulator.alipay_trade (out_trade_no, trade_no, subject, store_id, notify_url, return_url, amount_cents, state, code, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'UNOPENED', $8, $9, $10) on conflict do nothing`,
    [trade.outTradeNo, `20${digits(26)}`, trade.subject, trade.storeId, trade.notifyUrl, trade.returnUrl, trade.cents, randomBytes(9).toString('base64url'), clock.now(), trade.expiresAt],
  )
  const row = (await findTrade(services, 'out_trade_no', trade.outTradeNo))!
  if (row.amount_cents !== trade.cents) return 'ACQ.CONTEXT_INCONSISTENT'
  if (row.state === 'TRADE_SUCCESS') return 'ACQ.TRADE_HAS_SUCCESS'
  return row.state === 'TRADE_CLOSED' ? 'ACQ.TRADE_HAS_CLOSE' : row
}

export async function findTrade({ pool, clock }: Inside, by: 'out_trade_no' | 'code', value: string): Promise<TradeRow | undefined> {
  const { rows } = await pool.query<TradeRow>(
    `select *, case when state in ('UNOPENED', 'WAIT_BUYER_PAY') and expires_at <= $2 then 'TRADE_CLOSED' else state end as state
     from simulator.alipay_trade where ${by === 'code' ? 'code' : 'out_trade_no'} = $1`, [value, clock.now()])
  return rows[0]
}

/** The payer has opened the page: from now on there is a trade. */
export async function openTrade({ pool }: Inside, code: string): Promise<void> {
  await pool.query(`update simulator.alipay_trade set state = 'WAIT_BUYER_PAY' where code = $1 and state = 'UNOPENED'`, [code])
}

export async function closeTrade({ pool }: Inside, outTradeNo: string): Promise<boolean> {
  const { rowCount } = await pool.query(`update simulator.alipay_trade set state = 'TRADE_CLOSED' where out_trade_no = $1 and state = 'WAIT_BUYER_PAY'`, [outTradeNo])
  return rowCount === 1
}

/** The payer pressed the button. True when this press paid. */
export async function payTrade(services: Services, code: string): Promise<boolean> {
  const { pool, clock } = services
  const { rows } = await pool.query<TradeRow>(
    `update simulator.alipay_trade set state = 'TRADE_SUCCESS', paid_at = $2 where code = $1 and state in ('UNOPENED', 'WAIT_BUYER_PAY') and expires_at > $2 returning *`, [code, clock.now()])
  if (!rows[0]) return false
  await tell(services, rows[0], {})
  return true
}

/** Gives money back, once per request number, and never more than was paid. Answers what all refunds of the trade come to, and whether this one moved money. */
export async function refundTrade(services: Services, trade: TradeRow, refund: { requestNo: string; cents: number }): Promise<{ sumCents: number; moved: boolean } | 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL' | 'ACQ.DISCORDANT_REPEAT_REQUEST'> {
  const { pool, clock } = services
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select from simulator.alipay_trade where out_trade_no = $1 for update', [trade.out_trade_no])
    const { rows } = await client.query<{ out_request_no: string; amount_cents: number }>('select out_request_no, amount_cents from simulator.alipay_refund where out_trade_no = $1', [trade.out_trade_no])
    const before = rows.reduce((sum, row) => sum + row.amount_cents, 0)
    const same = rows.find((row) => row.out_request_no === refund.requestNo)
    if (same) return same.amount_cents === refund.cents ? { sumCents: before, moved: false } : 'ACQ.DISCORDANT_REPEAT_REQUEST'
    if (before + refund.cents > trade.amount_cents) return 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL'
    await client.query('insert into simulator.alipay_refund (out_trade_no, out_request_no, amount_cents, created_at) values ($1, $2, $3, $4)', [trade.out_trade_no, refund.requestNo, refund.cents, clock.now()])
    if (before + refund.cents === trade.amount_cents) await client.query(`update simulator.alipay_trade set state = 'TRADE_CLOSED' where out_trade_no = $1`, [trade.out_trade_no])
    await client.query('commit')
    const sumCents = before + refund.cents
    await tell(services, trade, { out_biz_no: refund.requestNo, refund_fee: (sumCents / 100).toFixed(2), gmt_refund: localTime(clock.now()) })
    return { sumCents, moved: true }
  } finally {
    await client.query('rollback').catch(() => undefined)
    client.release()
  }
}

export async function refundOf({ pool }: Inside, outTradeNo: string, requestNo: string): Promise<number | undefined> {
  const { rows } = await pool.query<{ amount_cents: number }>('select amount_cents from simulator.alipay_refund where out_trade_no = $1 and out_request_no = $2', [outTradeNo, requestNo])
  return rows[0]?.amount_cents
}

/** Puts a notice in the post, as often and as late as the simulator was told, and looks whether it can go now. */
async function tell(services: Services, trade: TradeRow, more: Readonly<Record<string, string>>): Promise<void> {
  const { pool, clock, log } = services
  const { callbackDelaySeconds, callbackCopies, dropCallbacks, lie } = await behaviourOf(pool, 'alipay')
  if (dropCallbacks) return
  const { account } = await alipaySides(services)
  const body = {
    notify_time: localTime(clock.now()), notify_type: 'trade_status_sync', notify_id: randomUUID().replaceAll('-', ''), charset: 'utf-8', version: '1.0',
    app_id: account.appId, seller_id: lie === 'merchant' ? '2088999999999999' : account.sellerId, out_trade_no: trade.out_trade_no, trade_no: trade.trade_no, trade_status: 'TRADE_SUCCESS',
    total_amount: ((trade.amount_cents + (lie === 'amount' ? 1 : 0)) / 100).toFixed(2), subject: trade.subject, gmt_payment: localTime(trade.paid_at ?? clock.now()), ...more,
  }
  const due = new Date(clock.now().getTime() + callbackDelaySeconds * 1000)
  for (let copy = 0; copy < callbackCopies; copy++) {
    await pool.query('insert into simulator.alipay_notice (id, due_at, notify_url, body) values ($1, $2, $3, $4)', [randomUUID(), due, trade.notify_url, JSON.stringify(body)])
  }
  sendDueNotices(services).catch((error: unknown) => log.warn({ err: error }, 'the simulated Alipay could not call back'))
}
