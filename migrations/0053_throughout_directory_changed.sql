-- owner: journey/throughout/directory
-- When the directory last changed as a whole; what is listed in it is at most as new.
alter table directory.revision add column changed_at timestamptz not null default now();
create or replace function directory.mark_changed() returns trigger
  language plpgsql security definer set search_path = directory, pg_temp as $$
begin
  update directory.revision set number = nextval('directory.revision_number'), changed_at = clock_timestamp();
  return null;
end $$;
