-- owner: engines/ledger
-- Closings are written one day at a time, each in a transaction of its own: a year that was left open is closed in steps whose
-- plans stay small, and what was written is kept when the rest is interrupted.
create function ledger.fill_next_day() returns table (written integer, more boolean)
  language plpgsql security definer set search_path = ledger, pg_temp set enable_seqscan = off as $$
declare v_books books%rowtype; v_day date; v_until timestamptz;
begin
  if platform.scope() is distinct from 'system' then
    raise exception 'days close by themselves' using errcode = 'insufficient_privilege';
  end if;
  select * into v_books from books for update;
  if v_books.filled_before = '-infinity' then
    select coalesce(ledger.day_of(min(e.at)), ledger.day_of(v_books.closed_before)) into v_day from entry e where e.at < v_books.closed_before;
  else
    v_day := ledger.day_of(v_books.filled_before);
  end if;
  v_until := least(ledger.start_of(v_day + 1), v_books.closed_before);
  insert into closing (institution_id, account_id, day, balance_cents)
  select m.institution_id, m.account_id, v_day, m.cents + coalesce((
    select c.balance_cents from closing c where c.institution_id = m.institution_id and c.account_id = m.account_id order by c.day desc limit 1), 0)
  from (
    select e.institution_id, e.account_id, sum(e.amount_cents)::bigint as cents from entry e
    where e.at >= ledger.start_of(v_day) and e.at < v_until group by 1, 2) m;
  get diagnostics written = row_count;
  update books set filled_before = v_until;
  more := v_until < v_books.closed_before;
  return next;
end $$;

grant create on schema ledger to liuxin_ledger;
alter function ledger.fill_next_day owner to liuxin_ledger;
revoke create on schema ledger from liuxin_ledger;
revoke execute on function ledger.fill_next_day from public;
grant execute on function ledger.fill_next_day to liuxin_app;
drop function ledger.fill_closings();
