-- owner: journey/outpatient/kiosk
-- The local stand-in for a note acceptor and for what the broker beside it keeps on its disk.
create table simulator.kiosk_acceptor (
  machine text primary key,
  device  jsonb not null,
  broker  jsonb not null
);
grant select, insert, update, delete on simulator.kiosk_acceptor to liuxin_app;
