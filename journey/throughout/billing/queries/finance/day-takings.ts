import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

// What the finance department asks: figures, and the payments behind a figure. A payment belongs to the moment its money came,
// a refund to the moment its money went.

export interface Between {
  readonly institutionId: number
  readonly from: Date
  readonly until: Date
}

export interface DepartmentTaking {
  readonly day: string
  readonly departmentId: number | null
  readonly channel: string
  readonly paymentCount: number
  readonly paymentCents: number
  readonly refundCount: number
  readonly refundCents: number
}

// One payment may be for items of several departments and come from several sources; the channel brings what the purses do not.
// A payment by two sources is one payment of each of them, by its parts' shares, the odd cents with the channel.
const sources = sql`
  select p.institution_id, p.id, p.channel, p.channel_cents as cents, p.ended_at from billing.payment p
  where p.state = 'succeeded' and p.channel not in ('prepaid', 'credit') and p.amount_cents > 0
  union all
  select p.institution_id, p.id, t.purse, t.cents, p.ended_at from billing.payment p
    join billing.payment_part t on t.institution_id = p.institution_id and t.payment_id = p.id where p.state = 'succeeded' and t.state = 'taken'`

/** Per local day, department and channel. A payment for several departments is counted in each of them, its cents once. */
export async function takings(tx: Tx, { institutionId, from, until }: Between): Promise<DepartmentTaking[]> {
  const { rows } = await sql<DepartmentTaking>`
    with paid as (
      select s.id, s.channel, s.cents, s.ended_at from (${sources}) s
      where s.institution_id = ${institutionId} and s.ended_at >= ${from} and s.ended_at < ${until} and s.cents > 0),
    shared as (
      select p.id, p.channel, p.cents, p.ended_at, i.department_id, sum(l.amount_cents) as item_cents, sum(sum(l.amount_cents)) over (partition by p.id, p.channel) as whole_cents
      from paid p join billing.payment_item l on l.institution_id = ${institutionId} and l.payment_id = p.id
      join billing.charge_item i on i.institution_id = l.institution_id and i.id = l.item_id
      group by p.id, p.channel, p.cents, p.ended_at, i.department_id),
    cut as (
      select *, coalesce(floor(cents * item_cents / nullif(whole_cents, 0)), 0) as part,
        row_number() over (partition by id, channel order by item_cents desc, department_id nulls last) as place
      from shared),
    exact as (select *, part + case when place = 1 then cents - sum(part) over (partition by id, channel) else 0 end as share from cut),
    back as (
      select r.channel, r.amount_cents as cents, r.ended_at, i.department_id from billing.refund r
      left join billing.charge_item i on i.institution_id = r.institution_id and i.id = r.item_id
      where r.institution_id = ${institutionId} and r.state = 'succeeded' and r.ended_at >= ${from} and r.ended_at < ${until})
    select to_char(ended_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, department_id as "departmentId", channel,
      count(*) filter (where way = 1)::int as "paymentCount", coalesce(sum(cents) filter (where way = 1), 0)::bigint as "paymentCents",
      count(*) filter (where way = -1)::int as "refundCount", coalesce(sum(cents) filter (where way = -1), 0)::bigint as "refundCents"
    from (select 1 as way, channel, share as cents, ended_at, department_id from exact union all select -1, channel, cents, ended_at, department_id from back) moved
    group by 1, 2, 3 order by 1, 2 nulls last, 3`.execute(tx)
  return rows
}

export interface ChannelTaking {
  readonly channel: string
  readonly paymentCount: number
  readonly paymentCents: number
  readonly refundCount: number
  readonly refundCents: number
}

/** Per channel, each payment and each refund once. */
export async function channelTakings(tx: Tx, { institutionId, from, until }: Between): Promise<ChannelTaking[]> {
  const { rows } = await sql<ChannelTaking>`
    select channel, count(*) filter (where way = 1)::int as "paymentCount", coalesce(sum(cents) filter (where way = 1), 0)::bigint as "paymentCents",
      count(*) filter (where way = -1)::int as "refundCount", coalesce(sum(cents) filter (where way = -1), 0)::bigint as "refundCents"
    from (
      select 1 as way, s.channel, s.cents from (${sources}) s where s.institution_id = ${institutionId} and s.ended_at >= ${from} and s.ended_at < ${until} and s.cents > 0
      union all
      select -1, channel, amount_cents from billing.refund
      where institution_id = ${institutionId} and state = 'succeeded' and ended_at >= ${from} and ended_at < ${until}) moved
    group by channel order by channel`.execute(tx)
  return rows
}

export interface UnknownMoney {
  readonly paymentId: string
  readonly channel: string
  readonly cents: number
  readonly since: Date
}

/** Payments whose money may have come: the channel has not said. */
export async function unknownMoney(tx: Tx, institutionId: number, until: Date): Promise<UnknownMoney[]> {
  const { rows } = await sql<UnknownMoney>`select id as "paymentId", channel, channel_cents as cents, created_at as since from billing.payment
    where institution_id = ${institutionId} and state = 'unknown' and created_at < ${until} order by created_at, id limit 500`.execute(tx)
  return rows
}

export interface MovedMoney {
  readonly kind: 'payment' | 'refund'
  readonly id: string
  readonly billId: string
  readonly channel: string
  readonly at: Date
  readonly cents: number
  readonly title: string
  readonly channelNumber: string | null
}

/** The payments and refunds behind a figure: of one channel or all, of one department (null: none in particular) or all. */
export async function movedMoney(tx: Tx, { institutionId, from, until, channel, departmentId, most = 500 }: Between & { channel?: string | undefined; departmentId?: number | null | undefined; most?: number }): Promise<MovedMoney[]> {
  const ofDepartment = (item: ReturnType<typeof sql>) => (departmentId === undefined ? sql`true` : sql`${item} is not distinct from ${departmentId}::integer`)
  const { rows } = await sql<MovedMoney>`
    select m.kind, m.id, m.bill_id as "billId", m.channel, m.ended_at as at, m.cents, b.title, m.provider_no as "channelNumber" from (
      select 'payment' as kind, p.institution_id, p.id, p.bill_id, s.channel, s.cents, p.ended_at, p.provider_no from (${sources}) s
      join billing.payment p on p.institution_id = s.institution_id and p.id = s.id
      where s.institution_id = ${institutionId} and s.ended_at >= ${from} and s.ended_at < ${until} and s.cents > 0
        and exists (select from billing.payment_item l join billing.charge_item i on i.institution_id = l.institution_id and i.id = l.item_id
          where l.institution_id = p.institution_id and l.payment_id = p.id and ${ofDepartment(sql`i.department_id`)})
      union all
      select 'refund', r.institution_id, r.id, r.bill_id, r.channel, r.amount_cents, r.ended_at, r.provider_no from billing.refund r
      left join billing.charge_item i on i.institution_id = r.institution_id and i.id = r.item_id
      where r.institution_id = ${institutionId} and r.state = 'succeeded' and r.ended_at >= ${from} and r.ended_at < ${until} and ${ofDepartment(sql`i.department_id`)}) m
    join billing.bill b on b.institution_id = m.institution_id and b.id = m.bill_id
    where ${channel === undefined ? sql`true` : sql`m.channel = ${channel}`}
    order by m.ended_at, m.id limit ${most}`.execute(tx)
  return rows
}
