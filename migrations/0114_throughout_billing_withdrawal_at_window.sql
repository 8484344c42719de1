-- owner: journey/throughout/billing
-- A withdrawal asked for at a window has pieces, one for each top-up it goes back to, and is decided as one. Above a limit a
-- second person decides; the database does not take the first one for the second.
alter table billing.refund
  add column request_id uuid,
  add column needs_second boolean not null default false,
  add constraint refund_above_the_limit_needs_a_second_person
    check (not needs_second or state in ('asked', 'refused') or (approved_by is not null and approved_by <> asked_by));
create index refund_of_request on billing.refund (institution_id, request_id) where request_id is not null;
create index refund_withdrawn_at_window on billing.refund (institution_id, person_id, created_at) where request_id is not null;
