-- owner: outpatient/counters
-- Where a station is, for who reads English. Empty: as the signs on the wall say it.
alter table counters.station add column place_en text not null default '';
