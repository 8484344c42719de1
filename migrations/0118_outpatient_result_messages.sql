-- owner: journey/outpatient/counters
-- Who waits for a result is told when it is there, at an hour at which one may be told; so are those who go with them.
alter table companion.news drop constraint news_what_check;
alter table companion.news add constraint news_what_check check (what in ('invited', 'arrived', 'called', 'seen', 'result', 'all-done'));

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('counters.result-message', 0, '2020-01-01', '{"quietFrom": "21:00", "quietTo": "07:30", "hereMinutes": 180}',
   'times of day; minutes', 'published with the platform; a hospital may publish its own', false);
