-- owner: journey/previsit/booking
-- An appointment has a version: who changes it from another program says which one they have seen.
alter table booking.appointment add column version integer not null default 1, add column changed_at timestamptz not null default now();
create trigger note_change before update on booking.appointment for each row execute function platform.note_change();
-- Appointments are written in the order of time, so a small index of ranges finds what changed lately and costs booking nothing.
create index appointment_changed on booking.appointment using brin (changed_at) with (pages_per_range = 16, autosummarize = on);

create policy appointment_of_client on booking.appointment to liuxin_app
  using (institution_id = any ((select platform.institutions())::integer[])) with check (institution_id = any ((select platform.institutions())::integer[]));
