-- owner: journey/throughout/messaging
-- The local stand-in for a text-message carrier; filled in demonstrations and tests only.
create schema if not exists simulator;
grant usage on schema simulator to liuxin_app;
create table simulator.sms (
  id          bigint generated always as identity primary key,
  phone       text not null,
  sign_name   text not null,
  template_id text not null,
  params      text[] not null,
  received_at timestamptz not null
);
create index sms_newest on simulator.sms (phone, id desc);
grant select, insert, delete on simulator.sms to liuxin_app;
