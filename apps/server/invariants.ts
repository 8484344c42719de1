import type { Pool } from 'pg'
import { z } from 'zod'
import { verifyAudit } from '#platform/audit/index.ts'
import { allow, type Routes } from '#platform/http/index.ts'

interface Invariant {
  readonly name: string
  /** What a broken one would mean to a person. */
  readonly meaning: string
  /** Counts what breaks it, as `n`. */
  readonly sql: string
}

/** What must hold at every moment, whatever crashed. Spanning modules, so it stands where they are put together. */
export const invariants: readonly Invariant[] = [
  {
    name: 'oversold',
    meaning: 'a time was given to more people than it has room for',
    sql: `select count(*) as n from capacity.allotment where taken > units or taken < 0`,
  },
  {
    name: 'units_without_claims',
    meaning: 'a unit is taken by nobody, or somebody holds a unit that is not counted',
    sql: `select count(*) as n from (
        select institution_id, period_id, pool_id, count(*) as claimed from capacity.claim where status in ('held', 'booked', 'done') group by 1, 2, 3
      ) c full join (select institution_id, period_id, pool_id, taken from capacity.allotment where taken > 0) a using (institution_id, period_id, pool_id)
      where coalesce(a.taken, 0) <> coalesce(c.claimed, 0)`,
  },
  {
    name: 'people_in_two_places',
    meaning: 'one person has two appointments at the same time',
    sql: `select count(*) as n from booking.appointment a join booking.appointment b on a.person_id = b.person_id and a.id < b.id
        and a.starts_at < b.ends_at and b.starts_at < a.ends_at
      where a.status in ('held', 'booked', 'arrived') and b.status in ('held', 'booked', 'arrived')`,
  },
  {
    name: 'appointments_without_unit',
    meaning: 'an appointment stands without a time behind it, or a time is taken without an appointment',
    sql: `select count(*) as n from (select institution_id, id, period_id from booking.appointment where status in ('held', 'booked', 'arrived')) a
      full join (select institution_id, id, period_id from capacity.claim where status in ('held', 'booked')) c using (institution_id, id)
      where a.period_id is distinct from c.period_id`,
  },
  {
    name: 'bookings_without_event',
    meaning: 'somebody was booked and the rest of the platform never heard of it',
    sql: `select count(*) as n from booking.appointment a where a.status in ('booked', 'arrived', 'fulfilled')
      and not exists (select from platform.event e where e.type = 'booking.appointment-booked.v1' and e.payload ->> 'appointmentId' = a.id::text)`,
  },
  {
    name: 'bookings_without_audit',
    meaning: 'somebody was booked and nobody can say by whom',
    sql: `select count(*) as n from booking.appointment a where not exists (
      select from platform.audit u where u.person_id = a.person_id and u.subject = 'appointment/' || a.id)`,
  },
  {
    name: 'suspended_and_on_no_list',
    meaning: 'somebody lost their time because a clinic was cancelled, and nobody will tell them',
    sql: `select count(*) as n from booking.appointment a where a.status = 'suspended' and not exists (
      select from suspension.affected f where f.institution_id = a.institution_id and f.appointment_id = a.id)`,
  },
  {
    name: 'times_kept_for_nobody',
    meaning: 'a time was promised to somebody and is not kept, or is kept and promised to nobody',
    sql: `select count(*) as n from (select a.institution_id, a.period_id, a.units from capacity.allotment a
        join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id where l.code = 'rebooking' and a.units > 0) k
      full join (select institution_id, period_id, count(*) as units from suspension.offer where state = 'open' group by 1, 2) o using (institution_id, period_id)
      where coalesce(k.units, 0) <> coalesce(o.units, 0)`,
  },
  {
    name: 'units_promised_twice',
    meaning: 'a time that was given back is promised to two who wait, or two of them have it',
    sql: `select count(*) as n from (
      select 1 from waitlist.offer where status = 'accepted' or (status = 'open' and mode = 'hold') group by institution_id, unit_id having count(*) > 1) twice`,
  },
  {
    name: 'waitlist_units_unexplained',
    meaning: 'a time lies with those who wait and is neither free for them nor booked by one of them',
    sql: `select count(*) as n from capacity.allotment a
      join capacity.pool l on l.institution_id = a.institution_id and l.id = a.pool_id and l.code = 'waitlist'
      join capacity.period p on p.institution_id = a.institution_id and p.id = a.period_id
      join capacity.session s on s.institution_id = p.institution_id and s.id = p.session_id and s.status = 'open'
      where a.units < (select count(*) from capacity.freed_unit u where u.institution_id = a.institution_id and u.period_id = a.period_id and u.status = 'open')
        + (select count(*) from capacity.claim c where c.institution_id = a.institution_id and c.period_id = a.period_id and c.pool_id = a.pool_id and c.status in ('booked', 'done'))`,
  },
  {
    name: 'tickets_without_visit',
    meaning: 'a number was called for somebody who never checked in',
    sql: `select count(*) as n from queue.ticket t where t.status in ('called', 'serving', 'done')
      and not exists (select from arrival.visit v where v.institution_id = t.institution_id and v.id = t.visit_id)`,
  },
  {
    name: 'visits_without_audit',
    meaning: 'somebody checked in and nobody can say by whom',
    sql: `select count(*) as n from arrival.visit v where not exists (
      select from platform.audit u where u.person_id = v.person_id and u.subject = 'visit/' || v.id)`,
  },
  {
    name: 'ledger_sum_cents',
    meaning: 'money came from nowhere or went nowhere',
    sql: `select abs(coalesce(sum(amount_cents), 0)) as n from ledger.entry`,
  },
  {
    name: 'ledger_unexplained',
    meaning: 'a balance differs from the sum of its entries',
    sql: `select count(*) as n from ledger.unexplained()`,
  },
  {
    name: 'settlement_entries_lost',
    meaning: 'money moved between hospitals, and no day of settlement counts it',
    sql: `select count(*) as n from ledger.transfer t join (select seen, cut_off from settlement.day where status <> 'draft' order by day desc limit 1) d
        on t.at < d.cut_off and pg_visible_in_snapshot(t.xid, d.seen)
      where t.institution_id = 0 and not exists (select from settlement.cleared c where c.transfer_id = t.id)
        and exists (select from ledger.entry e where e.institution_id = 0 and e.transfer_id = t.id)`,
  },
  {
    name: 'settlement_out_of_balance',
    meaning: 'a day of settlement does not add up to nothing, or a hospital\'s open amount is not what its entries say',
    sql: `select (select count(*) from (select day from settlement.figure group by day having sum(in_cents + out_cents) <> 0) d)
      + (select count(*) from (select distinct on (institution_id) institution_id, closing_cents from settlement.position order by institution_id, day desc) p
        full join (select a.owner_ref::integer as institution_id, sum(e.amount_cents) as cents from settlement.cleared c
            join ledger.entry e on e.institution_id = 0 and e.transfer_id = c.transfer_id
            join ledger.account a on a.institution_id = 0 and a.id = e.account_id and a.kind = 'member' group by 1) l using (institution_id)
        where coalesce(p.closing_cents, 0) <> coalesce(l.cents, 0)) as n`,
  },
  {
    name: 'payments_not_on_the_bill',
    meaning: 'a bill says paid what no payment paid, or a payment was taken that no bill knows',
    sql: `select count(*) as n from billing.bill b left join (
        select institution_id, bill_id, sum(amount_cents) as paid from billing.payment where state = 'succeeded' group by 1, 2
      ) p on p.institution_id = b.institution_id and p.bill_id = b.id where b.paid_cents <> coalesce(p.paid, 0)`,
  },
  {
    name: 'payments_not_made_of_their_parts',
    meaning: 'a payment came out to something else than what the channel and the balance brought, or a part is kept aside for a payment that is over',
    sql: `select count(*) as n from billing.payment p left join (
        select institution_id, payment_id, coalesce(sum(cents) filter (where state <> 'let-go'), 0) as brought, bool_or(state = 'promised') as kept from billing.payment_part group by 1, 2
      ) t on t.institution_id = p.institution_id and t.payment_id = p.id
      where (p.state = 'succeeded' and p.amount_cents <> p.channel_cents + coalesce(t.brought, 0))
        or (coalesce(t.kept, false) <> (p.state in ('created', 'confirming', 'unknown') and t.payment_id is not null))`,
  },
  {
    name: 'balances_not_explained',
    meaning: 'somebody\'s balance is not what its lines say, or money is kept aside for nobody',
    sql: `select count(*) as n from (
        select a.owner_ref::uuid as person_id, a.balance_cents, a.held_in_cents from ledger.account a where a.institution_id = 0 and a.kind = 'wallet') a
      left join (select person_id, sum(cents) as cents from wallet.movement group by 1) m on m.person_id = a.person_id
      left join (select e.person_id, sum(e.cents) as cents from wallet.promise p cross join lateral unnest(p.entries, p.parts) e(person_id, cents) where p.state = 'open' group by 1) k on k.person_id = a.person_id
      where -a.balance_cents <> coalesce(m.cents, 0) or a.held_in_cents <> coalesce(k.cents, 0)`,
  },
  {
    name: 'debts_not_in_the_books',
    meaning: 'somebody owes more or less for treatment than the ledger says, or a promise has nothing held behind it',
    sql: `select (select count(*) from (
        select kind, owner_ref, balance_cents from ledger.balance where institution_id = 0 and kind in ('credit', 'credit-emergency')) a
      full join (select case when emergency then 'credit-emergency' else 'credit' end as kind, person_id::text as owner_ref, sum(open_cents) as cents from credit.debt group by 1, 2) d
        using (kind, owner_ref) where coalesce(a.balance_cents, 0) <> coalesce(d.cents, 0))
      + (select count(*) from credit.promise p left join ledger.hold h on h.institution_id = 0 and h.id = p.id
        where h.id is null or (p.status = 'taken') <> (h.status = 'posted')) as n`,
  },
  {
    name: 'shares_not_adding_up',
    meaning: 'a line of a bill is borne by nobody in part, or twice',
    sql: `select count(*) as n from billing.item_share s join billing.charge_item i on i.institution_id = s.institution_id and i.id = s.item_id
      where i.status <> 'cancelled' and (s.self_cents <> i.self_cents or s.total_cents <> i.total_cents or s.total_cents - s.self_cents <> i.insurance_cents)`,
  },
  {
    name: 'insurance_not_in_the_books',
    meaning: 'a hospital expects something else of the insurer than its bills say',
    sql: `select count(*) as n from (select institution_id, sum(balance_cents) as cents from ledger.balance where kind in ('insurance-claim', 'insurance-settled') group by 1) b
      full join (select i.institution_id, sum(coalesce(s.fund_cents + s.account_cents, i.insurance_cents)) as cents from billing.charge_item i
        left join billing.item_share s on s.institution_id = i.institution_id and s.item_id = i.id where i.status <> 'cancelled' group by 1) c using (institution_id)
      where coalesce(b.cents, 0) <> coalesce(c.cents, 0)`,
  },
  {
    name: 'settlements_not_in_the_books',
    meaning: 'the insurer settled what the books do not know, or the books know what it did not settle',
    sql: `select count(*) as n from (select institution_id, sum(balance_cents) as cents from ledger.balance where kind = 'insurance-settled' group by 1) b
      full join (select institution_id, sum(s.fund_cents + s.account_cents) as cents from billing.item_share s where s.state = 'settled' group by 1) c using (institution_id)
      where coalesce(b.cents, 0) <> coalesce(c.cents, 0)`,
  },
  {
    name: 'receipts_with_gaps',
    meaning: 'a receipt number is missing',
    sql: `select coalesce(sum(gap), 0) as n from (select max(number) - count(*) as gap from billing.receipt group by institution_id, year) g`,
  },
]

export interface InvariantResult {
  readonly name: string
  readonly meaning: string
  /** How many things break it; 0 when it holds. */
  readonly broken: number
}

/** Counts what breaks each invariant. Reads as the schema's owner: row-level security must not hide a fault. */
export async function checkInvariants(ownerPool: Pool): Promise<InvariantResult[]> {
  const results: InvariantResult[] = []
  for (const { name, meaning, sql } of invariants) {
    const { rows } = await ownerPool.query<{ n: string | number }>(sql)
    results.push({ name, meaning, broken: Number(rows[0]!.n) })
  }
  const faults = await verifyAudit(ownerPool)
  results.push({ name: 'audit_tampered', meaning: 'the audit was changed after the fact', broken: faults.length })
  return results
}

const Result = z.object({ name: z.string(), meaning: z.string(), broken: z.int() })

export function invariantRoutes(ownerPool: Pool): Routes {
  return (app) => {
    app.get('/api/platform/invariants', {
      schema: { operationId: 'checkInvariants', summary: 'Check what must always hold', tags: ['platform'], response: { 200: z.array(Result) } },
      config: { access: allow('admin', 'auditor'), purpose: 'audit' },
    }, () => checkInvariants(ownerPool))
  }
}
