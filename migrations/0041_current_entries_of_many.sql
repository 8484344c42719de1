-- owner: journey/throughout/people
-- The same question as people.current_entry for many at once: one call for a whole batch. Somebody unknown has no row.
create function people.current_entries(p_persons uuid[]) returns table (person_id uuid, current_id uuid)
  language sql stable security definer set search_path = people, pg_temp set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  select a.id, case when p.merged_into is null then p.person_id else people.current_entry(p.person_id) end
  from unnest(p_persons) a(id) join people.person p on p.person_id = a.id
$$;
revoke execute on function people.current_entries from public;

-- Asked at every sign-in that is not remembered. Nearly everybody has one entry and acts for themselves: said without a walk.
create or replace function people.acts_for(p_person uuid, p_at timestamptz) returns uuid[]
  language plpgsql stable security definer set search_path = people, pg_temp as $$
begin
  if not exists (select from people.relation r where r.proxy_id = p_person and r.status = 'active')
    and not exists (select from people.person m where m.merged_into = p_person)
    and exists (select from people.person p where p.person_id = p_person and p.merged_into is null) then
    return array[p_person];
  end if;
  return (
    select array_agg(distinct e) from (
      select p_person as person_id
      union all
      select r.person_id from people.relation r
      where r.proxy_id = any (people.entries_of(p_person)) and r.status = 'active'
        and r.active_from <= p_at and (r.expires_at is null or r.expires_at > p_at)
    ) a, unnest(people.entries_of(a.person_id)) e);
end $$;
