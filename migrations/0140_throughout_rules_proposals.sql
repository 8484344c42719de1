-- owner: journey/throughout/rules
-- A rule about money, sanctions or limits is proposed by one and takes effect when another agrees. A proposal is never deleted.
create schema rules;
grant usage on schema rules to liuxin_app;

create table rules.proposal (
  institution_id integer not null,               -- 0: the region
  id             uuid not null,
  code           text not null,
  value          jsonb,                          -- null: back to the region's
  valid_from     date not null,
  source         text not null check (length(source) between 4 and 300),
  after_version  integer not null,               -- the last version its author had seen
  proposed_by    text not null,
  proposed_staff integer not null,
  proposed_at    timestamptz not null,
  expires_at     timestamptz not null,
  state          text not null default 'waiting' check (state in ('waiting', 'published', 'declined', 'withdrawn', 'expired')),
  decided_by     text,
  decided_staff  integer,
  decided_at     timestamptz,
  note           text not null default '' check (length(note) <= 300),
  version        integer,                        -- what it became
  primary key (institution_id, id),
  constraint proposal_expires_after_it_was_made check (expires_at > proposed_at),
  constraint proposal_decided_once check ((state = 'waiting') = (decided_at is null)),
  constraint proposal_agreed_by_somebody_else check (state not in ('published', 'declined') or (decided_by <> proposed_by and decided_staff <> proposed_staff)),
  constraint proposal_withdrawn_by_its_author check (state <> 'withdrawn' or decided_by = proposed_by),
  constraint proposal_became_a_version check ((state = 'published') = (version is not null)),
  constraint proposal_declined_with_a_reason check (state <> 'declined' or note <> '')
);
-- Two about one rule at once would be agreed to without having seen each other.
create unique index proposal_one_at_a_time on rules.proposal (institution_id, code) where state = 'waiting';
create index proposal_of_place on rules.proposal (institution_id, proposed_at desc);

alter table rules.proposal enable row level security;
alter table rules.proposal force row level security;
create policy proposal_seen on rules.proposal to liuxin_app
  using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null));
create policy proposal_owner on rules.proposal to current_user using (true) with check (true);
grant select, insert on rules.proposal to liuxin_app;
grant update (state, decided_by, decided_staff, decided_at, note, version) on rules.proposal to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('rules.approval', 0, '2024-01-01', '{"days": 7}', 'days', 'The platform''s own: a week in which a second person can look', false);
