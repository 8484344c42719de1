-- owner: journey/outpatient/consulting
-- When an order was carried out, and since when its result is there: the doctor's desk shows both.
alter table consulting.visit_order add column done_at timestamptz;
alter table consulting.visit_order add column result_at timestamptz;
alter table consulting.visit_order add constraint visit_order_result_after_done check (result_at is null or state = 'done');
