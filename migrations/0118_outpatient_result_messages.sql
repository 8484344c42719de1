-- owner: journey/outpatient/companion
-- Who goes with a patient hears that a result is there, as the patient does.
alter table companion.news drop constraint news_what_check;
alter table companion.news add constraint news_what_check check (what in ('invited', 'arrived', 'called', 'seen', 'result', 'all-done'));
