-- owner: engines/queue
-- Those who wait are told, calmly, that an emergency was taken first, and by how many minutes their wait moved. It names nobody.
create table queue.emergency_notice (
  institution_id integer not null,
  queue_id       integer not null,
  at             timestamptz not null,
  ticket_id      uuid not null,
  -- Minutes, least and most over those who wait; null while nobody is at work and any figure would be invented.
  longer_from    integer check (longer_from >= 0),
  longer_to      integer check (longer_to >= longer_from),
  primary key (institution_id, queue_id, at, ticket_id)
);
grant select, insert, delete on queue.emergency_notice to liuxin_app;
