-- owner: journey/throughout/credit
-- Pay after treatment: who agreed to it, what is kept aside for a visit, what is owed and until when, and how it came down again.
-- The money itself stands in the ledger (institution 0, accounts 'credit' and 'credit-emergency' of a person); all amounts are cents.
create schema credit;
grant usage on schema credit to liuxin_app;

create table credit.line (
  person_id   uuid primary key,
  terms       text not null,               -- the version that was read and agreed to
  limit_cents bigint not null check (limit_cents > 0),
  days        integer not null check (days > 0),
  agreed_at   timestamptz not null,
  agreed_by   text not null,
  stopped_at  timestamptz,
  stopped_by  text,
  constraint line_stopped_by_somebody check ((stopped_at is null) = (stopped_by is null))
);

-- One row per check-in, with or without credit: the whole of which indicator 8 counts a part.
create table credit.visit (
  institution_id integer not null,
  visit_id       uuid not null,
  person_id      uuid not null,
  outcome        text not null check (outcome in ('kept', 'not-agreed', 'overdue', 'no-room', 'emergency')),
  kept_cents     bigint not null default 0 check (kept_cents >= 0),
  checked_in_at  timestamptz not null,
  primary key (institution_id, visit_id),
  constraint visit_keeps_something check ((outcome = 'kept') = (kept_cents > 0))
);
create index visit_of_day on credit.visit (institution_id, checked_in_at);

-- What is held in the ledger under the same id, until it is taken or let go. The first of a visit is made at check-in.
create table credit.promise (
  institution_id integer not null,
  id             uuid not null,
  person_id      uuid not null,
  cause          text not null check (cause in ('visit', 'payment')),
  emergency      boolean not null,
  cents          bigint not null check (cents > 0),
  reference      text not null,
  days           integer not null,
  status         text not null default 'open' check (status in ('open', 'taken', 'let-go')),
  placed_at      timestamptz not null,
  expires_at     timestamptz,
  ended_at       timestamptz,
  transfer_id    uuid,
  taken_cents    bigint,
  primary key (institution_id, id),
  constraint promise_known_by_its_id unique (id),
  constraint promise_ends_once check ((status = 'open') = (ended_at is null) and (status = 'taken') = (transfer_id is not null)),
  constraint promise_taken_within check ((status = 'taken') = (taken_cents is not null) and taken_cents between 1 and cents)
);
create unique index promise_one_kept_per_visit on credit.promise (institution_id, reference) where cause = 'visit' and status = 'open';

-- What was taken and is to be paid back: its id is the transfer's.
create table credit.debt (
  person_id      uuid not null,
  id             uuid not null,
  institution_id integer not null,
  reference      text not null,
  emergency      boolean not null,
  cents          bigint not null check (cents > 0),
  open_cents     bigint not null,
  taken_at       timestamptz not null,
  due_on         date not null,
  told_at        timestamptz,                   -- when the message was written
  primary key (person_id, id),
  constraint debt_known_by_its_id unique (id),
  constraint debt_never_overpaid check (open_cents between 0 and cents)
);
create index debt_open on credit.debt (due_on, person_id) where open_cents > 0;
create index debt_to_tell on credit.debt (taken_at) where told_at is null;
create index debt_of_institution on credit.debt (institution_id, taken_at);

-- How a debt came down: paid back, given back by a refund of what it was for, or waived.
create table credit.reduction (
  person_id      uuid not null,
  debt_id        uuid not null,
  id             uuid not null,
  institution_id integer not null,             -- of the debt
  kind           text not null check (kind in ('repaid', 'returned', 'waived')),
  cents          bigint not null check (cents > 0),
  at             timestamptz not null,
  primary key (person_id, debt_id, id),
  foreign key (person_id, debt_id) references credit.debt
);
create index reduction_by_id on credit.reduction (id);

create table credit.repayment (
  person_id      uuid not null,
  id             uuid not null,
  institution_id integer not null,             -- where the money came in; 0: by phone
  cents          bigint not null check (cents > 0),
  applied_cents  bigint not null check (applied_cents between 0 and cents),
  at             timestamptz not null,
  primary key (person_id, id),
  constraint repayment_known_by_its_id unique (id)
);

-- Refunds of what was put on credit: what came off a debt, and what had been repaid and became the person's own balance.
create table credit.given_back (
  institution_id integer not null,
  id             uuid not null,
  person_id      uuid not null,
  cents          bigint not null check (cents > 0),
  owed_cents     bigint not null check (owed_cents between 0 and cents),
  reference      text not null,
  at             timestamptz not null,
  primary key (institution_id, id)
);

-- An address the person may hand to anybody who wants to pay for them. It shows an amount and a day, nothing of the treatment.
create table credit.link (
  person_id uuid not null,
  id        uuid not null,
  code_hash bytea not null,
  made_by   text not null,
  made_at   timestamptz not null,
  ends_at   timestamptz not null,
  ended_at  timestamptz,
  primary key (person_id, id),
  constraint link_of_one_code unique (code_hash)
);

create table credit.waiver (
  institution_id integer not null,
  id             uuid not null,
  person_id      uuid not null,
  debt_id        uuid not null,
  cents          bigint not null check (cents > 0),
  reason         text not null check (length(reason) between 2 and 300),
  status         text not null default 'asked' check (status in ('asked', 'approved', 'refused')),
  asked_by       text not null,
  asked_at       timestamptz not null,
  decided_by     text,
  decided_at     timestamptz,
  primary key (institution_id, id),
  foreign key (person_id, debt_id) references credit.debt,
  constraint waiver_decided_once check ((status = 'asked') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint waiver_needs_a_second_person check (status = 'asked' or status = 'refused' or decided_by <> asked_by)
);
create unique index waiver_one_asked_per_debt on credit.waiver (person_id, debt_id) where status = 'asked';

-- The person's agreement and their links are nobody else's; the rest is seen by the hospital it happened at, too.
do $$ declare t text; begin
  foreach t in array array['line', 'link', 'repayment'] loop
    execute format('alter table credit.%I enable row level security', t);
    execute format('alter table credit.%I force row level security', t);
    execute format('create policy %I on credit.%I to liuxin_app using (platform.may_see(null, person_id)) with check (platform.may_see(null, person_id))', t || '_of_own', t);
    execute format('create policy %I on credit.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
  foreach t in array array['visit', 'promise', 'debt', 'reduction', 'given_back', 'waiver'] loop
    execute format('alter table credit.%I enable row level security', t);
    execute format('alter table credit.%I force row level security', t);
    execute format('create policy %I on credit.%I to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id))', t || '_of_own', t);
    execute format('create policy %I on credit.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
end $$;
grant select, insert, update on credit.line, credit.promise, credit.link, credit.waiver to liuxin_app;
grant select, insert on credit.visit, credit.debt, credit.given_back to liuxin_app;
grant update (told_at) on credit.debt to liuxin_app;
grant select on credit.reduction, credit.repayment to liuxin_app;

-- Whether somebody may use their line now: locked, so that two hospitals ask one after the other. A window that asks learns
-- nothing but the answer; what is overdue elsewhere stays where it is.
create function credit.lock_line(p_persons uuid[], p_today date)
  returns table (person_id uuid, limit_cents bigint, days integer, overdue boolean)
  language plpgsql security definer set search_path = credit, pg_temp as $$
begin
  if coalesce(platform.scope(), '') not in ('system', 'patient', 'staff')
     or (platform.scope() = 'patient' and not p_persons && (select platform.persons())::uuid[]) then
    raise exception 'no right to use this line of credit' using errcode = 'insufficient_privilege';
  end if;
  return query select l.person_id, l.limit_cents, l.days,
    exists (select from debt d where d.person_id = any (p_persons) and d.open_cents > 0 and d.due_on < p_today)
  from line l where l.person_id = any (p_persons) and l.stopped_at is null order by l.agreed_at limit 1 for update;
end $$;

-- Brings debts down, the one due first before the others; the same id again brings down nothing. Answers by how much, per account.
create function credit.bring_down(p_persons uuid[], p_id uuid, p_kind text, p_cents bigint, p_at timestamptz, p_reference text default null)
  returns table (person_id uuid, emergency boolean, cents bigint)
  language plpgsql security definer set search_path = credit, pg_temp as $$
declare v_debt record; v_left bigint := p_cents; v_part bigint;
begin
  if coalesce(platform.scope(), '') not in ('system', 'patient', 'staff') then
    raise exception 'no right to bring down a debt' using errcode = 'insufficient_privilege';
  end if;
  for v_debt in select * from debt d where d.person_id = any (p_persons) and d.open_cents > 0 and (p_reference is null or d.reference = p_reference)
                order by d.due_on, d.taken_at, d.id for update loop
    exit when v_left = 0 or exists (select from reduction r where r.id = p_id and (r.person_id, r.debt_id) = (v_debt.person_id, v_debt.id));
    -- Another may have paid it while we waited for the row.
    v_part := least(v_left, v_debt.open_cents);
    insert into reduction (person_id, debt_id, id, institution_id, kind, cents, at)
    values (v_debt.person_id, v_debt.id, p_id, v_debt.institution_id, p_kind, v_part, p_at);
    update debt d set open_cents = d.open_cents - v_part where d.person_id = v_debt.person_id and d.id = v_debt.id;
    v_left := v_left - v_part;
    person_id := v_debt.person_id; emergency := v_debt.emergency; cents := v_part;
    return next;
  end loop;
end $$;

-- Gives up what is owed for treatment at one hospital; no row when so much is not owed any more.
create function credit.waive(p_person uuid, p_debt uuid, p_id uuid, p_cents bigint, p_at timestamptz)
  returns table (emergency boolean, reference text)
  language plpgsql security definer set search_path = credit, pg_temp as $$
declare v_debt debt%rowtype;
begin
  select * into v_debt from debt d where d.person_id = p_person and d.id = p_debt for update;
  if platform.scope() is distinct from 'staff' or platform.institution() is distinct from v_debt.institution_id then
    raise exception 'no right to waive this debt' using errcode = 'insufficient_privilege';
  end if;
  if v_debt.open_cents < p_cents then return; end if;
  insert into reduction (person_id, debt_id, id, institution_id, kind, cents, at) values (p_person, p_debt, p_id, v_debt.institution_id, 'waived', p_cents, p_at);
  update debt d set open_cents = d.open_cents - p_cents where d.person_id = p_person and d.id = p_debt;
  return query select v_debt.emergency, v_debt.reference;
end $$;

-- Kept whatever part of it was still owed.
create function credit.note_repayment(p_person uuid, p_id uuid, p_institution integer, p_cents bigint, p_applied bigint, p_at timestamptz)
  returns void language sql security definer set search_path = credit, pg_temp as $$
  insert into repayment (person_id, id, institution_id, cents, applied_cents, at) values (p_person, p_id, p_institution, p_cents, p_applied, p_at);
$$;
create function credit.repaid_before(p_id uuid) returns bigint language sql stable security definer set search_path = credit, pg_temp as $$
  select applied_cents from repayment where id = p_id;
$$;

-- What a person owes in all, for a window that takes it: the sum, not where and for what.
create function credit.owed_by(p_persons uuid[], p_today date) returns table (owed_cents bigint, overdue_cents bigint, next_due_on date)
  language sql stable security definer set search_path = credit, pg_temp as $$
  select coalesce(sum(open_cents), 0)::bigint, coalesce(sum(open_cents) filter (where due_on < p_today), 0)::bigint, min(due_on)
  from debt where person_id = any (p_persons) and open_cents > 0;
$$;
-- What is owed for treatment at each hospital: sums, for those who keep the region's books.
create function credit.owed_at_hospitals(p_today date) returns table (institution_id integer, owed_cents bigint, overdue_cents bigint, people integer)
  language plpgsql stable security definer set search_path = credit, pg_temp as $$
begin
  if platform.scope() is distinct from 'staff' or platform.institution() is distinct from 0 then
    raise exception 'no right to see what is owed elsewhere' using errcode = 'insufficient_privilege';
  end if;
  return query select d.institution_id, sum(d.open_cents)::bigint, coalesce(sum(d.open_cents) filter (where d.due_on < p_today), 0)::bigint, count(distinct d.person_id)::integer
  from debt d where d.open_cents > 0 group by d.institution_id order by d.institution_id;
end $$;
revoke execute on all functions in schema credit from public;
grant execute on all functions in schema credit to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('credit.terms', 0, '2024-01-01',
    '{"version": "2024-1", "limitCents": 100000, "days": 10, "keepCents": 50000, "emergencyDays": 30}',
    'cents; days until it is due',
    'Hangzhou, medical credit payment of 2016: at most 1,000 yuan, 10 days without interest, relatives may repay. What is kept at check-in and the days after an emergency are ours', false),
  ('credit.reminders', 0, '2024-01-01', '{"days": [-3, 0, 1, 7], "fromHour": 9, "toHour": 20}', 'days from the due day', 'Ours', false),
  ('credit.link', 0, '2024-01-01', '{"days": 7}', 'days an address to repay is open', 'Ours', false);
