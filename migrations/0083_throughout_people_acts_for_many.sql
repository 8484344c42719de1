-- owner: journey/throughout/people
-- people.acts_for for all who come at the same moment: nearly everybody has one entry and acts for themselves, which is seen for
-- all of them in one walk through three indexes.
create function people.acts_for_many(p_persons uuid[], p_at timestamptz) returns table (person_id uuid, acts_for uuid[])
  language plpgsql stable security definer rows 20 set search_path = people, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  return query
    select a.id, case
      when p.person_id is not null and p.merged_into is null
        and not exists (select from people.relation r where r.proxy_id = a.id and r.status = 'active')
        and not exists (select from people.person m where m.merged_into = a.id) then array[a.id]
      else people.acts_for(a.id, p_at) end
    from unnest(p_persons) a(id) left join people.person p on p.person_id = a.id;
end $$;
revoke execute on function people.acts_for_many from public;
