-- owner: engines/capacity
-- When a period, its units or the rules of its pool last changed: whoever keeps a copy asks for what is newer than theirs.
-- A trigger, because units are moved from many places and none may forget; no index, so that an update stays on its page.
alter table capacity.session add column changed_at timestamptz not null default now();
alter table capacity.allotment add column changed_at timestamptz not null default now();
alter table capacity.pool add column changed_at timestamptz not null default now();

create function capacity.note_change() returns trigger language plpgsql as $$
begin
  new.changed_at := greatest(clock_timestamp(), old.changed_at);
  return new;
end $$;

create trigger note_change before update on capacity.session for each row execute function capacity.note_change();
create trigger note_change before update on capacity.allotment for each row execute function capacity.note_change();
create trigger note_change before update on capacity.pool for each row execute function capacity.note_change();
