-- owner: journey/throughout/people
-- How many agreed, themselves, that this person books for them, and whether one of them is that person. A child somebody entered
-- as theirs is not counted: nobody was asked.
create function people.agreed_with(p_proxy uuid, p_person uuid, p_at timestamptz) returns table (people integer, is_one boolean)
  language sql stable security definer set search_path = people, pg_temp as $$
  select count(distinct r.person_id)::integer, coalesce(bool_or(r.person_id = any (people.entries_of(p_person))), false) from people.relation r
  where r.proxy_id = any (people.entries_of(p_proxy)) and r.status = 'active' and 'book' = any (r.scope) and r.kind <> 'guardian'
    and r.active_from <= p_at and (r.expires_at is null or r.expires_at > p_at);
$$;
revoke execute on function people.agreed_with from public;
