-- owner: engines/queue
-- The rule of order is published like every other rule: each version a new row, none altered.
create or replace function queue.publish_rule(p_institution integer, p_from date, p_to date, p_value jsonb, p_reason text, p_by text, p_now timestamptz)
  returns integer language plpgsql security definer set search_path = queue, pg_temp as $$
declare next_version integer; before jsonb; unit_of text; last_row integer;
begin
  if p_institution is distinct from platform.institution() and platform.scope() <> 'system' then
    raise exception 'a rule of order belongs to the hospital that publishes it';
  end if;
  perform pg_advisory_xact_lock(hashtext('queue.publish_rule'), p_institution);
  select coalesce(max(version), 1) + 1 into next_version from queue.rule_version where institution_id = p_institution;
  select unit into unit_of from platform.rule where code = 'queue.fairness' and institution_id = 0 order by valid_from desc limit 1;
  before := platform.rule_on('queue.fairness', p_institution, coalesce(p_to + 1, p_from));
  select coalesce(max(version), 0) into last_row from platform.rule where code = 'queue.fairness' and institution_id = p_institution;
  insert into queue.rule_version (institution_id, version, valid_from, valid_to, value, reason, published_by, published_at)
    values (p_institution, next_version, p_from, p_to, p_value || jsonb_build_object('version', next_version), p_reason, p_by, p_now);
  insert into platform.rule (code, institution_id, valid_from, version, value, unit, source, verified, published_at, published_by)
    values ('queue.fairness', p_institution, p_from, last_row + 1, p_value || jsonb_build_object('version', next_version), unit_of, p_reason, true, p_now, p_by);
  -- What somebody already planned for the day after stays.
  if p_to is not null and not exists (select from platform.rule where code = 'queue.fairness' and institution_id = p_institution and valid_from = p_to + 1) then
    insert into platform.rule (code, institution_id, valid_from, version, value, unit, source, verified, published_at, published_by)
      values ('queue.fairness', p_institution, p_to + 1, last_row + 2, before, unit_of, 'what held before', true, p_now, p_by);
  end if;
  return next_version;
end $$;
