-- owner: journey/throughout/reconciliation
-- What the channels say about the money, line by line, beside what we say; where the two differ, what was done about it;
-- and the days as they were closed. Lines and closed days are never changed; a line only learns once what it belongs to.
create schema reconciliation;
grant usage on schema reconciliation to liuxin_app;

create table reconciliation.statement_file (
  institution_id integer not null,
  id             uuid not null,
  channel        text not null check (channel in ('wechatpay', 'alipay', 'bankcard', 'insurance')),
  day            date not null,                 -- the day the channel made it for
  source         text not null check (source in ('download', 'upload')),
  file_name      text not null check (length(file_name) <= 200),
  hash           bytea not null,                -- SHA-256 of its bytes: the same file twice is one import
  line_count     integer not null check (line_count >= 0),
  known_count    integer not null check (known_count >= 0),   -- lines an earlier file had already brought
  payment_count  integer not null,
  payment_cents  bigint not null,
  refund_count   integer not null,
  refund_cents   bigint not null,
  fee_cents      bigint not null,
  imported_by    text not null,
  imported_at    timestamptz not null,
  primary key (institution_id, id),
  constraint statement_file_once unique (institution_id, channel, hash)
);
create index statement_file_of_day on reconciliation.statement_file (institution_id, day, channel);

create table reconciliation.statement_line (
  institution_id integer not null,
  id             uuid not null,
  file_id        uuid not null,
  line           integer not null,              -- in the file, the header counted
  channel        text not null,
  day            date not null,                 -- of the file
  kind           text not null check (kind in ('payment', 'refund')),
  channel_number text not null,
  copy           smallint not null,             -- 1 for the second time one file says the same number
  our_number     text not null default '',      -- as the channel repeats it; empty where it knows none
  cents          bigint not null check (cents >= 0),
  fee_cents      bigint,                        -- null: the channel's statement says nothing of fees
  status         text not null check (status in ('done', 'undone')),
  at             timestamptz not null,
  movement_id    uuid,                          -- the payment or refund it belongs to
  matched_by     text check (matched_by in ('our-number', 'channel-number', 'amount-and-time')),
  matched_at     timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, file_id) references reconciliation.statement_file,
  constraint statement_line_once unique (institution_id, channel, kind, channel_number, copy),
  constraint statement_line_matched_whole check ((movement_id is null) = (matched_by is null) and (movement_id is null) = (matched_at is null))
);
-- One payment is one line: the second line for it is a difference, never a match.
create unique index statement_line_one_per_movement on reconciliation.statement_line (institution_id, channel, kind, movement_id) where movement_id is not null;
create index statement_line_of_file on reconciliation.statement_line (institution_id, file_id, line);

create table reconciliation.difference (
  institution_id integer not null,
  id             uuid not null,                 -- follows from its class and subject: found twice is one
  channel        text not null,
  day            date not null,
  class          text not null check (class in ('missing-at-channel', 'missing-with-us', 'amount-differs', 'status-differs', 'duplicate-at-channel',
                   'wrong-day', 'fee-differs', 'refund-unmatched')),
  kind           text not null check (kind in ('payment', 'refund')),
  line_id        uuid,
  movement_id    uuid,
  effect_cents   bigint not null,               -- how much more the channel owes us than we thought; negative: less
  evidence       jsonb not null,                -- both sides as they were when it was found
  found_at       timestamptz not null,
  status         text not null default 'open' check (status in ('open', 'proposed', 'closed')),
  act            text check (act in ('accept', 'book', 'by-itself')),
  note           text not null default '' check (length(note) <= 500),
  proposed_by    text,
  proposed_at    timestamptz,
  closed_by      text,
  closed_at      timestamptz,
  transfer_id    uuid,                          -- what was booked
  primary key (institution_id, id),
  foreign key (institution_id, line_id) references reconciliation.statement_line,
  constraint difference_about_something check (line_id is not null or movement_id is not null),
  constraint difference_closed_whole check ((status = 'closed') = (closed_at is not null and closed_by is not null and act is not null)),
  constraint difference_proposed_by_somebody check (status <> 'proposed' or (proposed_by is not null and act in ('accept', 'book'))),
  -- Where money is at stake, nobody decides alone; what resolves by itself was decided by the other side's books.
  constraint difference_of_money_needs_two check (status <> 'closed' or act = 'by-itself' or effect_cents = 0 or (proposed_by is not null and proposed_by <> closed_by)),
  constraint difference_booked_is_a_transfer check (status <> 'closed' or (act = 'book') = (transfer_id is not null))
);
create index difference_to_do on reconciliation.difference (institution_id, found_at) where status <> 'closed';
create index difference_of_day on reconciliation.difference (institution_id, day);

-- Who did what about a difference, in order. Only ever added to.
create table reconciliation.difference_step (
  institution_id integer not null,
  difference_id  uuid not null,
  step           smallint not null,
  what           text not null check (what in ('found', 'proposed', 'withdrawn', 'refused', 'closed', 'by-itself')),
  act            text,
  note           text not null default '',
  by_whom        text not null,
  at             timestamptz not null,
  primary key (institution_id, difference_id, step),
  foreign key (institution_id, difference_id) references reconciliation.difference
);

-- A closed day. What comes to light later stands in the figures of the next day as a correction.
create table reconciliation.day_close (
  institution_id integer not null,
  day            date not null,
  figures        jsonb not null,
  named          jsonb not null,                -- what was not as it should be, with the reason somebody gave
  hash           bytea not null,                -- SHA-256 of the figures, the reasons and the hash of the day before
  previous_hash  bytea,
  closed_by      text not null,
  closed_by_name text not null,
  closed_at      timestamptz not null,
  primary key (institution_id, day)
);

do $$ declare t text; begin
  foreach t in array array['statement_file', 'statement_line', 'difference', 'difference_step', 'day_close'] loop
    execute format('alter table reconciliation.%I enable row level security', t);
    execute format('alter table reconciliation.%I force row level security', t);
    execute format('create policy %I on reconciliation.%I to liuxin_app using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null))', t || '_of_own', t);
    execute format('create policy %I on reconciliation.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
end $$;

grant select, insert on reconciliation.statement_file, reconciliation.statement_line, reconciliation.difference, reconciliation.difference_step, reconciliation.day_close to liuxin_app;
grant update (movement_id, matched_by, matched_at) on reconciliation.statement_line to liuxin_app;
grant update (status, act, note, proposed_by, proposed_at, closed_by, closed_at, transfer_id) on reconciliation.difference to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('reconciliation.fees', 0, '2024-01-01', '{"wechatpay": 0, "alipay": 0, "bankcard": 0, "insurance": 0}', 'ten-thousandths of the amount',
   'The sample region''s hospitals pay none; a hospital sets what its own contract with the channel says', false),
  ('reconciliation.days', 0, '2024-01-01', '{"toleranceMinutes": 10, "dayEndsAt": {"bankcard": "23:00"}}', 'minutes; local time where a channel''s day does not end at midnight',
   'Ours: a payment belongs to a day the channel can have seen it on; many acquirers end their day at 23:00', false);
