import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface ShiftFigures {
  readonly id: string
  readonly accountId: string
  readonly counter: string
  readonly status: 'open' | 'closed'
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly openingFloatCents: number
  readonly expectedCents: number | null
  readonly countedCents: number | null
  readonly differenceCents: number | null
  readonly counted: Readonly<Record<string, number>> | null
  readonly note: string
  readonly cashInCents: number
  readonly cashOutCents: number
}

const figures = sql`select s.id, s.account_id as "accountId", s.counter, s.status, s.opened_at as "openedAt", s.closed_at as "closedAt", s.opening_float_cents as "openingFloatCents",
    s.expected_cents as "expectedCents", s.counted_cents as "countedCents", s.difference_cents as "differenceCents", s.counted, s.note,
    (select coalesce(sum(p.channel_cents), 0) from billing.payment p where p.institution_id = s.institution_id and p.shift_id = s.id and p.channel = 'cash' and p.state = 'succeeded')::bigint as "cashInCents",
    (select coalesce(sum(r.amount_cents), 0) from billing.refund r where r.institution_id = s.institution_id and r.shift_id = s.id and r.channel = 'cash' and r.state = 'succeeded')::bigint as "cashOutCents"
  from billing.cashier_shift s`

/** The shifts that were open at some time between two moments, in the order they began. */
export async function shiftsBetween(tx: Tx, { institutionId, from, until }: { institutionId: number; from: Date; until: Date }): Promise<ShiftFigures[]> {
  const { rows } = await sql<ShiftFigures>`${figures} where s.institution_id = ${institutionId} and s.opened_at < ${until} and coalesce(s.closed_at, ${until}) >= ${from}
    order by s.opened_at, s.id`.execute(tx)
  return rows
}

export interface ShiftMoney {
  readonly payments: readonly { readonly channel: string; readonly count: number; readonly cents: number }[]
  readonly refunds: readonly { readonly channel: string; readonly count: number; readonly cents: number }[]
  readonly receipts: { readonly firstYear: number; readonly first: number; readonly lastYear: number; readonly last: number; readonly count: number } | null
}

export async function shiftById(tx: Tx, institutionId: number, id: string): Promise<(ShiftFigures & ShiftMoney) | undefined> {
  const { rows } = await sql<ShiftFigures>`${figures} where s.institution_id = ${institutionId} and s.id = ${id}`.execute(tx)
  if (!rows[0]) return undefined
  const payments = await sql<ShiftMoney['payments'][number]>`select channel, count(*)::int as count, sum(amount_cents)::bigint as cents from billing.payment
    where institution_id = ${institutionId} and shift_id = ${id} and state = 'succeeded' group by channel order by channel`.execute(tx)
  const refunds = await sql<ShiftMoney['refunds'][number]>`select channel, count(*)::int as count, sum(amount_cents)::bigint as cents from billing.refund
    where institution_id = ${institutionId} and shift_id = ${id} and state = 'succeeded' group by channel order by channel`.execute(tx)
  const receipts = await sql<{ first: string | null; last: string | null; count: number }>`
    select min(year * 100000000::bigint + number)::text as first, max(year * 100000000::bigint + number)::text as last, count(*)::int as count from billing.receipt c
    where c.institution_id = ${institutionId} and (exists (select from billing.payment p where p.institution_id = c.institution_id and p.id = c.payment_id and p.shift_id = ${id} and c.kind = 'payment')
      or exists (select from billing.refund r where r.institution_id = c.institution_id and r.id = c.refund_id and r.shift_id = ${id}))`.execute(tx)
  const { first, last, count } = receipts.rows[0]!
  const split = (value: string) => ({ year: Math.floor(Number(value) / 1e8), number: Number(value) % 1e8 })
  return {
    ...rows[0], payments: payments.rows, refunds: refunds.rows,
    receipts: first === null || last === null ? null : { firstYear: split(first).year, first: split(first).number, lastYear: split(last).year, last: split(last).number, count },
  }
}
