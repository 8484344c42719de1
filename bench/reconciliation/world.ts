import type pg from 'pg'
import type { Movement } from '#journey/throughout/reconciliation/matching/types.ts'

export const DEFAULT_HOSPITAL = 101
const BILL = '01980000-0000-7000-8000-000000000001'
const PERSON = '01980000-0000-7000-8000-000000000002'
const PAYMENT = '01980000-0000-7000-8000-000000000003'

/** A hospital with one bill that everything hangs on: a reconciliation looks at payments and refunds, not at what they were for. */
export async function makeHospital(client: pg.Client): Promise<void> {
  await client.query(`insert into billing.bill (institution_id, id, person_id, title, insurance_kind, opened_at, changed_at) values ($1, $2, $3, 'bench', 'self-pay', now(), now())`, [DEFAULT_HOSPITAL, BILL, PERSON])
  await client.query(`insert into platform.rule (code, institution_id, valid_from, value, unit, source) values ('reconciliation.fees', $1, '2024-01-01', '{"wechatpay": 60, "alipay": 60, "bankcard": 50, "insurance": 0}', '1/10000', 'bench')`, [DEFAULT_HOSPITAL])
  // What a refund goes back from; long before the day that is compared.
  await client.query(`insert into billing.payment (institution_id, id, bill_id, person_id, channel, state, amount_cents, channel_cents, asked_by, created_at, expires_at, ended_at)
    values ($1, $2, $3, $4, 'none', 'succeeded', 0, 0, 'bench', '2026-01-01', '2026-01-01', '2026-01-01')`, [DEFAULT_HOSPITAL, PAYMENT, BILL, PERSON])
}

const STATES: Readonly<Record<Movement['state'], string>> = { done: 'succeeded', open: 'processing', undone: 'failed' }

/** Our side of the day, straight into the tables. */
export async function loadPayments(client: pg.Client, channel: string, movements: readonly Movement[]): Promise<void> {
  const rows = movements.map((one) => ({
    id: one.id, kind: one.kind, cents: one.cents, number: one.channelNumber, asked: one.askedAt, known: one.state === 'open' ? null : (one.knownAt ?? one.askedAt),
    state: one.kind === 'payment' && one.state === 'open' ? 'closed' : STATES[one.state],
  }))
  for (let at = 0; at < rows.length; at += 10_000) {
    const some = JSON.stringify(rows.slice(at, at + 10_000))
    const columns = 'as r(id uuid, kind text, cents bigint, number text, asked timestamptz, known timestamptz, state text)'
    // One open payment a bill is the rule; those whose outcome is open are told as closed, which differs from "done" just as well.
    await client.query(`insert into billing.payment (institution_id, id, bill_id, person_id, channel, state, amount_cents, channel_cents, provider_no, asked_by, created_at, expires_at, ended_at)
      select $1, id, $2, $3, $4, state, cents, cents, number, 'bench', asked, asked, coalesce(known, asked) from jsonb_to_recordset($5::jsonb) ${columns} where kind = 'payment'`, [DEFAULT_HOSPITAL, BILL, PERSON, channel, some])
    await client.query(`insert into billing.refund (institution_id, id, bill_id, payment_id, person_id, channel, state, amount_cents, cause, asked_by, provider_no, created_at, ended_at)
      select $1, id, $2, $6, $3, $4, state, cents, 'cancelled', 'bench', number, asked, known from jsonb_to_recordset($5::jsonb) ${columns} where kind = 'refund'`, [DEFAULT_HOSPITAL, BILL, PERSON, channel, some, PAYMENT])
  }
  await client.query('analyze billing.payment, billing.refund')
}
