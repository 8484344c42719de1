-- owner: engines/queue
-- Whether past days stood behind what was told. What was told without them is judged as well, but teaches nothing about ranges
-- that have them: those are narrower already.
alter table queue.promise add column remembered boolean not null default true;
