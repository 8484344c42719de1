-- owner: platform
-- Another program works at the institutions it was let in to; row-level security asks for them here. Which tables it may see at
-- all is said by each module's own policy: `platform.may_see` does not know it, so that nothing is open by default.
create function platform.enter_client(p_institutions integer[]) returns void language sql as $$
  select platform.enter('client', null, '{}'), set_config('liuxin.institutions', p_institutions::text, true);
$$;
create function platform.institutions() returns integer[] language sql stable parallel safe as
  $$ select case when current_setting('liuxin.scope', true) = 'client'
     then coalesce(nullif(current_setting('liuxin.institutions', true), '')::integer[], '{}') else '{}'::integer[] end $$;

-- For tables whose rows are shown to other programs with a version: counts the changes and notes the time of the last.
create function platform.note_change() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  new.changed_at := greatest(clock_timestamp(), old.changed_at);
  return new;
end $$;
