-- owner: journey/outpatient/kiosk
-- Whoever comes without a booking while the server is away: what they asked for, kept until they have their place.
alter table kiosk.away_entry
  -- Null: they said that they are booked.
  add column department_id integer,
  -- What they were told it costs; nothing dearer is taken for them.
  add column fee_cents integer,
  -- The document as the machine sealed it: kept only until the entry is answered for good, or settled by a person.
  add column list_id uuid,
  add column sealed text not null default '',
  add column answered_at timestamptz,
  -- Where the number is called: that board shows it beside the number of the paper.
  add column zone_id text not null default '';
-- Those who wait to be put in order.
create index away_entry_received on kiosk.away_entry (institution_id, taken_at, id) where answer = 'received';
-- Numbers that papers have just become.
create index away_entry_merged on kiosk.away_entry (institution_id, answered_at) where answer = 'merged';

-- For everybody in the hall: the number of a paper, and the number in line that it became. Nothing else of the entry.
create function kiosk.new_numbers(p_institution integer, p_zones text[], p_since timestamptz)
  returns table (paper text, label text, zone_id text, since timestamptz)
  language sql stable security definer set search_path = kiosk, pg_temp as $$
  select e.paper, e.label, e.zone_id, e.answered_at from kiosk.away_entry e
  where e.institution_id = p_institution and e.answer = 'merged' and e.answered_at > p_since and e.label <> ''
    and (p_zones is null or e.zone_id = any (p_zones))
  order by e.label, e.paper limit 120;
$$;
revoke execute on function kiosk.new_numbers(integer, text[], timestamptz) from public;
grant execute on function kiosk.new_numbers(integer, text[], timestamptz) to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('kiosk.walk-in-alone', 0, '2020-01-01', '{"settleSeconds": 10, "goodForMinutes": 120, "shownMinutes": 20}', 'seconds; minutes', 'published with the platform; a hospital may publish its own', false);
