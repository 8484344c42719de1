-- owner: platform
-- A rule is a row of versions: whoever changes it adds one and never alters one, so that what held on any day can be read for ever.
alter table platform.rule add column version integer not null default 1;
alter table platform.rule add column published_at timestamptz;        -- null: came with the platform
alter table platform.rule add column published_by text not null default '';
alter table platform.rule drop constraint rule_pkey;
alter table platform.rule add constraint rule_pkey primary key (code, institution_id, valid_from, version);

-- Without a value: from that day on what holds in the region holds here too.
alter table platform.rule alter column value drop not null;
alter table platform.rule add constraint rule_of_the_region_says_something check (value is not null or institution_id > 0);
alter table platform.rule add constraint rule_begins_today_or_later
  check (published_at is null or valid_from >= (published_at at time zone 'Asia/Shanghai')::date);
alter table platform.rule add constraint rule_says_who_and_why check (published_at is null or (published_by <> '' and source <> ''));
-- Two who change one rule at once both saw the same last version: the second finds its number taken.
create unique index rule_one_version_after_the_other on platform.rule (code, institution_id, version) where published_at is not null;

-- The value of a rule on a day: the institution's own where it has one, else the region's. The later version of one first day counts.
create function platform.rule_on(p_code text, p_institution integer, p_day date) returns jsonb language sql stable as $$
  select value from (
    select distinct on (institution_id) institution_id, value from platform.rule
    where code = p_code and institution_id in (0, p_institution) and valid_from <= p_day
    order by institution_id, valid_from desc, version desc
  ) latest where value is not null order by institution_id desc limit 1;
$$;

-- The one way to change a rule. p_after is the last version the one who changes it has seen; 0 where there was none.
create function platform.publish_rule(p_code text, p_institution integer, p_after integer, p_from date, p_value jsonb, p_unit text, p_source text,
  p_by text, p_now timestamptz) returns integer language plpgsql security definer set search_path = platform, pg_temp as $$
begin
  if p_institution is distinct from platform.institution() and coalesce(platform.scope(), '') <> 'system' then
    raise exception 'a rule belongs to the institution that publishes it';
  end if;
  if p_after <> (select coalesce(max(version), 0) from platform.rule where code = p_code and institution_id = p_institution) then
    raise unique_violation using constraint = 'rule_one_version_after_the_other', message = 'somebody published another version meanwhile';
  end if;
  insert into platform.rule (code, institution_id, valid_from, version, value, unit, source, verified, published_at, published_by)
    values (p_code, p_institution, p_from, p_after + 1, p_value, p_unit, p_source, true, p_now, p_by);
  return p_after + 1;
end $$;
revoke execute on function platform.publish_rule(text, integer, integer, date, jsonb, text, text, text, timestamptz) from public;
grant execute on function platform.publish_rule(text, integer, integer, date, jsonb, text, text, text, timestamptz) to liuxin_app;
