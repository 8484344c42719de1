-- owner: engines/ledger
-- Whoever has accounts already gets those of the ways for money that came later; ids follow from names, as everywhere here.
insert into ledger.account (institution_id, id, kind, owner_ref, person_id, striped, floor_cents, ceiling_cents, opened_at)
select a.institution_id, (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-8' || substr(h, 14, 3) || '-8' || substr(h, 18, 3) || '-' || substr(h, 21))::uuid,
  k, '', null, true, null, null, a.opened_at
from ledger.account a cross join unnest(array['clearing-alipay', 'clearing-bankcard']) k
cross join lateral (select md5(a.institution_id || '|' || k || '|') h) digest
where a.kind = 'clearing-wechatpay'
on conflict do nothing;
