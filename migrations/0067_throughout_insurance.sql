-- owner: journey/throughout/insurance
-- What the hospital says to the medical insurer about a visit, and what the insurer answered. All amounts are cents.
create schema insurance;
grant usage on schema insurance to liuxin_app;

-- A visit the insurer knows: who it is there, and the visit's number there (mdtrt_id).
create table insurance.visit (
  institution_id integer not null,
  id             uuid not null,                 -- the visit's id
  person_id      uuid not null,
  psn_no         text not null,                 -- the person's number at the insurer
  insuplc_admdvs text not null,                 -- where they are insured
  mdtrt_id       text,
  registered_at  timestamptz,
  cancelled_at   timestamptz,
  primary key (institution_id, id)
);

-- One batch of a visit's items, from the first question to the settlement, and to its reversal if there is one.
-- new: nothing said yet · quoted: the insurer said what it would pay, nothing moved · settled: it pays · undone: nothing of it stands
-- refused: the insurer said no · disputed: it answered something else than it had said, its settlement was taken back, a person looks
-- A claim whose message has no answer is not in a state of its own: open_msgid says which message, and nothing else is sent before
-- its outcome is known.
create table insurance.claim (
  institution_id integer not null,
  id             uuid not null,
  visit_id       uuid not null,
  person_id      uuid not null,
  insutype       text not null,                 -- 310 employee, 390 resident
  batch_no       text not null,                 -- chrg_bchno, 30 characters
  use_account    boolean not null,              -- the person lets their personal account pay its part
  state          text not null default 'new' check (state in ('new', 'quoted', 'settled', 'undone', 'refused', 'disputed')),
  wanted         text not null check (wanted in ('quoted', 'settled', 'undone')),
  total_cents    bigint not null check (total_cents > 0),
  fund_cents     bigint not null default 0 check (fund_cents >= 0),
  account_cents  bigint not null default 0 check (account_cents >= 0),
  setl_id        text,
  settle_msgid   text,
  progress       smallint not null default 0 check (progress between 0 and 3), -- 1 visit described · 2 the items may lie there · 3 they do
  open_msgid     text,
  open_infno     text,
  deceived       boolean not null default false, -- the settlement under setl_id is not what had been said, and is to be taken back
  leaves         boolean not null default false, -- nothing of the visit is left: its registration is taken back too
  fault          text not null default '',
  created_at     timestamptz not null,
  quoted_at      timestamptz,
  settled_at     timestamptz,
  undone_at      timestamptz,
  checks         integer not null default 0,
  next_check_at  timestamptz,                    -- when the next step is tried; null: nothing to do
  primary key (institution_id, id),
  constraint claim_pays_no_more_than_it_costs check (fund_cents + account_cents <= total_cents),
  constraint claim_settled_under_a_number check (state <> 'settled' or setl_id is not null),
  constraint claim_waits_for_one_message check ((open_msgid is null) = (open_infno is null))
);
create index claim_of_visit on insurance.claim (institution_id, visit_id);
create index claim_to_advance on insurance.claim (next_check_at) where next_check_at is not null;
create index claim_settled_on on insurance.claim (institution_id, settled_at) where settled_at is not null;
create index claim_for_a_person on insurance.claim (institution_id, created_at) where state in ('refused', 'disputed');

create table insurance.claim_item (
  institution_id integer not null,
  claim_id       uuid not null,
  item_id        uuid not null,
  person_id      uuid not null,
  line           smallint not null,             -- feedetl_sn within the batch
  code           text not null,
  name           text not null,
  kind           text not null,
  quantity_thousandths integer not null,
  unit_cents     bigint not null,
  total_cents    bigint not null check (total_cents >= 0),
  charged_at     timestamptz not null,
  -- What the insurer said of it.
  ceiling_cents  bigint,                        -- pric_uplmt_amt: most it recognises as the price
  own_pay_cents  bigint not null default 0,     -- fulamt_ownpay_amt: not covered at all
  over_cents     bigint not null default 0,     -- overlmt_amt: above the ceiling
  first_cents    bigint not null default 0,     -- preselfpay_amt: the part the person bears first
  scope_cents    bigint not null default 0,     -- inscp_scp_amt: what the rules of payment apply to
  fund_cents     bigint not null default 0 check (fund_cents >= 0),
  account_cents  bigint not null default 0 check (account_cents >= 0),
  primary key (institution_id, claim_id, item_id),
  foreign key (institution_id, claim_id) references insurance.claim,
  constraint claim_item_borne_at_most_once check (fund_cents + account_cents <= total_cents)
);
create index claim_item_of_item on insurance.claim_item (institution_id, item_id);

-- Every message, before it is sent; its answer, when there is one. Nothing is removed.
create table insurance.message (
  institution_id integer not null,
  msgid          text not null check (length(msgid) = 30),
  infno          text not null,
  claim_id       uuid,
  visit_id       uuid,
  about          text,                           -- the settlement's message, for what takes it back
  sent_at        timestamptz not null,
  answered_at    timestamptz,
  outcome        text not null default 'open' check (outcome in ('open', 'done', 'refused', 'silent', 'late')),
  answer         text not null default '',       -- infcode and err_msg, without personal data
  content        bytea not null,                 -- what was sent, sealed: it names a person
  -- What it moved, when that is certain: negative for a reversal.
  setl_id        text,
  total_cents    bigint,
  fund_cents     bigint,
  account_cents  bigint,
  primary key (institution_id, msgid)
);
create index message_of_day on insurance.message (institution_id, sent_at) where infno in ('2207', '2208', '2601');
create index message_of_claim on insurance.message (institution_id, claim_id, sent_at);
create sequence insurance.message_number;

-- A person whom another payer helps: a commercial policy, or relief this hospital granted.
create table insurance.cover (
  institution_id integer not null,
  id             uuid not null,
  person_id      uuid not null,
  payer          text not null check (payer in ('commercial', 'relief')),
  name           text not null,                  -- 市民保, 特困救助
  valid_from     date not null,
  valid_to       date,
  entered_by     text not null,
  entered_at     timestamptz not null,
  primary key (institution_id, id),
  constraint cover_ends_after_it_starts check (valid_to is null or valid_to >= valid_from)
);
create index cover_of_person on insurance.cover (institution_id, person_id);

-- A hospital signs in at the insurer once a day.
create table insurance.sign_in (
  institution_id integer not null,
  day            date not null,
  sign_no        text not null,
  primary key (institution_id, day)
);

do $$ declare t text; begin
  foreach t in array array['visit', 'claim', 'claim_item', 'cover'] loop
    execute format('alter table insurance.%I enable row level security', t);
    execute format('alter table insurance.%I force row level security', t);
    execute format('create policy %I on insurance.%I to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id))', t || '_of_own', t);
    execute format('create policy %I on insurance.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
end $$;
alter table insurance.message enable row level security;
alter table insurance.message force row level security;
create policy message_of_the_system on insurance.message to liuxin_app using (platform.scope() = 'system') with check (platform.scope() = 'system');
create policy message_owner on insurance.message to current_user using (true) with check (true);

grant select, insert, update on insurance.visit, insurance.claim, insurance.claim_item, insurance.message, insurance.sign_in to liuxin_app;
grant select, insert on insurance.cover to liuxin_app;
grant usage on sequence insurance.message_number to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('insurance.further-payers', 0, '2024-01-01', '{"commercial": {"shareBp": 7000, "ceilingCents": 50000}, "relief": {"shareBp": 5000, "ceilingCents": 20000}}',
    'share of what is left to the person in ten-thousandths, most per bill in cents', 'Ours; each hospital sets its own', false),
  ('insurance.borne-by-hospital', 0, '2024-01-01', '{"mostCents": 5000}', 'cents per settlement',
    'Ours: what the insurer pays less than the person was told, the hospital bears up to this; beyond it a person decides', false);
