import { sql } from 'kysely'
import { unknownMoney } from '#journey/throughout/billing/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Dashboard } from '../contract.ts'
import { TooManyDays } from '../errors.ts'
import { dayAfter } from '../matching/days.ts'
import { closesBetween } from './closes.ts'
import { startOf, takingsBetween } from './day-figures.ts'

const MOST_DAYS = 93

/** Income, refunds, what is unknown and what is unexplained, over some days. Counts and sums only; nobody's name. */
export async function dashboard(tx: Tx, context: Context, institutionId: number, from: string, to: string): Promise<Dashboard> {
  if (from > to || dayAfter(from, MOST_DAYS) < to) throw new TooManyDays()
  const byDay = await takingsBetween(tx, { institutionId, from: startOf(from), until: startOf(dayAfter(to)) })
  const closed = new Set((await closesBetween(tx, institutionId, from, to)).map((one) => one.day))
  const all = [...byDay.values()].flat()
  const days: Dashboard['days'] = []
  for (let day = from; day <= to; day = dayAfter(day)) days.push({ day, ...totals(byDay.get(day) ?? []), closed: closed.has(day) })
  const unknown = await unknownMoney(tx, institutionId, context.now)
  return {
    from, to, days,
    departments: [...Map.groupBy(all, (one) => one.departmentId)].map(([departmentId, some]) => ({ departmentId, name: some[0]!.departmentName, nameEn: some[0]!.departmentNameEn, ...totals(some) }))
      .toSorted((a, b) => b.paymentCents - a.paymentCents),
    channels: [...Map.groupBy(all, (one) => one.channel)].map(([channel, some]) => ({ channel, ...totals(some) })).toSorted((a, b) => b.paymentCents - a.paymentCents),
    unknown: { count: unknown.length, cents: unknown.reduce((sum, one) => sum + one.cents, 0), oldest: unknown[0]?.since.toISOString() ?? null },
    aging: await agingOf(tx, context, institutionId),
  }
}

function totals(some: readonly { readonly paymentCents: number; readonly refundCents: number }[]): { paymentCents: number; refundCents: number } {
  return some.reduce((sum, one) => ({ paymentCents: sum.paymentCents + one.paymentCents, refundCents: sum.refundCents + one.refundCents }), { paymentCents: 0, refundCents: 0 })
}

const buckets = ['today', 'days-3', 'days-7', 'older'] as const

async function agingOf(tx: Tx, { now }: Context, institutionId: number): Promise<Dashboard['aging']> {
  const { rows } = await sql<Dashboard['aging'][number]>`
    select case when found_at > ${now}::timestamptz - interval '1 day' then 'today' when found_at > ${now}::timestamptz - interval '3 days' then 'days-3'
        when found_at > ${now}::timestamptz - interval '7 days' then 'days-7' else 'older' end as bucket,
      count(*)::int as count, sum(abs(effect_cents))::bigint as cents
    from reconciliation.difference where institution_id = ${institutionId} and status <> 'closed' group by 1`.execute(tx)
  return buckets.map((bucket) => rows.find((row) => row.bucket === bucket) ?? { bucket, count: 0, cents: 0 })
}
