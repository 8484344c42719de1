-- owner: journey/previsit/booking
-- Whoever holds a device may be told that it is restricted, and about no other; they know its hash because they hold its cookie.
grant create on schema booking to liuxin_booker;
create function booking.restriction_of_device(p_device text, p_now timestamptz) returns setof booking.restriction
  language sql stable security definer set search_path = booking, pg_temp as $$
  select * from booking.restriction where subject_kind = 'device' and subject = p_device and lifted_at is null and starts_at <= p_now and ends_at > p_now;
$$;
alter function booking.restriction_of_device owner to liuxin_booker;
revoke create on schema booking from liuxin_booker;
revoke execute on function booking.restriction_of_device from public;
grant execute on function booking.restriction_of_device to liuxin_app;
