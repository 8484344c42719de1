-- owner: journey/outpatient/counters
-- When stations are open: a rule of each hospital. Until it publishes one, its stations are open around the clock.
insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('counters.opening-hours', 0, '2020-01-01',
   '{"laboratory": [], "examination": [], "pharmacy": [], "window": [], "rehabilitation": [], "treatment": [], "exceptions": []}',
   'days of the week and times of day; none is always open', 'published with the platform; a hospital publishes its own', false);

-- Who waits for a result is told when it is there, at an hour at which one may be told.
insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('counters.result-message', 0, '2020-01-01', '{"quietFrom": "21:00", "quietTo": "07:30", "hereMinutes": 180}',
   'times of day; minutes', 'published with the platform; a hospital may publish its own', false);
