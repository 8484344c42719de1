-- owner: throughout/directory
-- Where a department is and what a room is called, for who reads English. Empty: as the signs on the wall say it.
alter table directory.department add column place_en text not null default '';
alter table directory.room add column name_en text not null default '';
