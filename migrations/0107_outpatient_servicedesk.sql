-- owner: journey/outpatient/servicedesk
-- The one-stop desk: who came and what they asked, the answers a hospital gives, what is lent, complaints as they are taken, and shifts
-- that hand over what is still open. Deposits themselves stand in the ledger or in the person's balance; all amounts are cents.
create schema servicedesk;
grant usage on schema servicedesk to liuxin_app;

-- One desk per hospital, one shift at a time; a shift that was offered waits for the next person.
create table servicedesk.shift (
  institution_id integer not null,
  id             uuid not null,
  account_id     uuid not null,
  staff_name     text not null,
  status         text not null default 'open' check (status in ('open', 'offered', 'ended')),
  opened_at      timestamptz not null,
  note           text not null default '' check (length(note) <= 1000),
  counted_cents  bigint check (counted_cents >= 0),
  expected_cents bigint,
  offered_at     timestamptz,
  taken_by       uuid,
  ended_at       timestamptz,
  primary key (institution_id, id),
  constraint shift_offered_with_a_count check ((status = 'open') = (offered_at is null) and (offered_at is null) = (counted_cents is null)),
  constraint shift_ended_by_the_next check ((status = 'ended') = (ended_at is not null) and (ended_at is null) = (taken_by is null)),
  constraint shift_taken_over_by_somebody_else check (taken_by <> account_id)
);
create unique index shift_one_at_a_time on servicedesk.shift (institution_id) where status <> 'ended';

-- What the next person saw and took over, one row per open matter.
create table servicedesk.taken_over (
  institution_id integer not null,
  shift_id       uuid not null,
  kind           text not null check (kind in ('contact', 'complaint', 'loan')),
  matter_id      uuid not null,
  words          text not null,
  primary key (institution_id, shift_id, kind, matter_id)
);

-- What the hospital answers; institution 0 are the region's, a hospital's own stand before them.
create table servicedesk.answer (
  institution_id integer not null,
  id             uuid not null,
  topic          text not null check (topic in ('way', 'booking', 'money', 'insurance', 'papers', 'results', 'rules', 'equipment', 'other')),
  question       text not null check (length(question) between 2 and 200),
  question_en    text not null default '',
  answer         text not null check (length(answer) between 2 and 2000),
  answer_en      text not null default '',
  place          text not null default '',        -- where to go for it, as the doors are named
  changed_at     timestamptz not null,
  retired_at     timestamptz,
  primary key (institution_id, id)
);

create table servicedesk.contact (
  institution_id integer not null,
  id             uuid not null,
  shift_id       uuid,
  account_id     uuid,                             -- null: a machine called
  person_id      uuid,                             -- null: anonymous
  kind           text not null check (kind in ('guidance', 'advice', 'booking', 'complaint', 'loan', 'help', 'other')),
  topic          text not null check (topic in ('way', 'booking', 'money', 'insurance', 'papers', 'results', 'rules', 'equipment', 'other')),
  words          text not null default '' check (length(words) <= 1000),
  minutes        numeric(5, 1) not null check (minutes between 0 and 600),
  outcome        text not null check (outcome in ('answered', 'sent-on', 'no-answer', 'open')),
  answer_id      uuid,
  subject        text not null default '',         -- 'loan/<id>', 'complaint/<id>', 'appointment/<id>', 'kiosk/<machine>'
  at             timestamptz not null,
  done_at        timestamptz,
  done_by        uuid,
  withdrawn_at   timestamptz,
  primary key (institution_id, id),
  constraint contact_open_until_done check ((outcome = 'open') = (done_at is null))
);
create index contact_of_day on servicedesk.contact (institution_id, at);
create index contact_open on servicedesk.contact (institution_id, at) where outcome = 'open' and withdrawn_at is null;
create unique index contact_once_per_call on servicedesk.contact (institution_id, subject) where kind = 'help';

create table servicedesk.item (
  institution_id integer not null,
  id             uuid not null,
  kind           text not null check (kind in ('wheelchair', 'stretcher', 'stroller', 'walker', 'charger', 'umbrella', 'other')),
  code           text not null check (code ~ '^[A-Za-z0-9-]{1,20}$'),
  state          text not null default 'ready' check (state in ('ready', 'lent', 'repair', 'lost', 'retired')),
  home           text not null check (length(home) between 1 and 80),
  deposit_cents  bigint not null default 0 check (deposit_cents between 0 and 1000000),
  hours          integer not null default 4 check (hours between 1 and 720),
  added_at       timestamptz not null,
  primary key (institution_id, id),
  constraint item_one_of_a_code unique (institution_id, code)
);

create table servicedesk.loan (
  institution_id integer not null,
  id             uuid not null,
  item_id        uuid not null,
  person_id      uuid not null,
  status         text not null default 'out' check (status in ('out', 'checking', 'returned', 'lost')),
  deposit_cents  bigint not null check (deposit_cents >= 0),
  deposit_way    text not null check (deposit_way in ('none', 'cash', 'balance')),
  lent_at        timestamptz not null,
  lent_by        uuid not null,
  due_at         timestamptz not null,
  back_at        timestamptz,                      -- when the thing itself was there again
  came_back      text check (came_back in ('fine', 'damaged', 'lost')),
  damage         text not null default '' check (length(damage) <= 500),
  kept_cents     bigint not null default 0,        -- of the deposit
  asked_by       uuid,
  decided_by     uuid,
  ended_at       timestamptz,
  reminded       integer not null default 0,
  primary key (institution_id, id),
  foreign key (institution_id, item_id) references servicedesk.item,
  constraint loan_has_a_way_for_its_deposit check ((deposit_cents = 0) = (deposit_way = 'none')),
  constraint loan_keeps_no_more_than_the_deposit check (kept_cents between 0 and deposit_cents),
  constraint loan_ends_once check ((status in ('returned', 'lost')) = (ended_at is not null)),
  constraint loan_keeping_needs_a_second_person check (kept_cents = 0 or status = 'checking' or decided_by <> asked_by),
  constraint loan_keeping_needs_a_reason check (kept_cents = 0 or length(damage) >= 2)
);
create unique index loan_one_at_a_time on servicedesk.loan (institution_id, item_id) where status in ('out', 'checking');
create index loan_of_person on servicedesk.loan (person_id, lent_at);
create index loan_due on servicedesk.loan (due_at) where status = 'out';

create table servicedesk.complaint_counter (
  institution_id integer not null,
  year           integer not null,
  last           integer not null,
  primary key (institution_id, year)
);
create table servicedesk.complaint (
  institution_id integer not null,
  id             uuid not null,
  year           integer not null,
  number         integer not null,
  person_id      uuid,
  department_id  integer,
  urgency        text not null check (urgency in ('usual', 'urgent')),
  words          text not null check (length(words) between 2 and 2000),
  wish           text not null default '' check (length(wish) <= 500),
  status         text not null default 'received' check (status in ('received', 'handled', 'answered')),
  answer_by      timestamptz not null,             -- the same working day
  received_at    timestamptz not null,
  received_by    uuid not null,
  handled_at     timestamptz,
  handled_by     uuid,
  answered_at    timestamptz,
  answered_by    uuid,
  answer         text check (length(answer) between 2 and 2000),
  primary key (institution_id, id),
  constraint complaint_one_of_a_number unique (institution_id, year, number),
  constraint complaint_handled_by_somebody check ((status = 'received') = (handled_at is null) and (handled_at is null) = (handled_by is null)),
  constraint complaint_answered_in_words check ((status = 'answered') = (answer is not null) and (answer is null) = (answered_at is null) and (answer is null) = (answered_by is null))
);
create index complaint_open on servicedesk.complaint (institution_id, received_at) where status <> 'answered';
create index complaint_of_person on servicedesk.complaint (person_id, received_at);

do $$ declare t text; begin
  foreach t in array array['contact', 'loan', 'complaint'] loop
    execute format('alter table servicedesk.%I enable row level security', t);
    execute format('alter table servicedesk.%I force row level security', t);
    execute format('create policy %I on servicedesk.%I to liuxin_app using (platform.may_see(institution_id, person_id)) with check (platform.may_see(institution_id, person_id))', t || '_seen', t);
    execute format('create policy %I on servicedesk.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
  foreach t in array array['shift', 'taken_over', 'complaint_counter'] loop
    execute format('alter table servicedesk.%I enable row level security', t);
    execute format('alter table servicedesk.%I force row level security', t);
    execute format('create policy %I on servicedesk.%I to liuxin_app using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null))', t || '_seen', t);
    execute format('create policy %I on servicedesk.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
  -- What is lent and what is answered is no secret; only a hospital's own staff change it.
  foreach t in array array['answer', 'item'] loop
    execute format('alter table servicedesk.%I enable row level security', t);
    execute format('alter table servicedesk.%I force row level security', t);
    execute format('create policy %I on servicedesk.%I for select to liuxin_app using (true)', t || '_read', t);
    execute format('create policy %I on servicedesk.%I for insert to liuxin_app with check (platform.may_see(institution_id, null))', t || '_added', t);
    execute format('create policy %I on servicedesk.%I for update to liuxin_app using (platform.may_see(institution_id, null)) with check (platform.may_see(institution_id, null))', t || '_changed', t);
    execute format('create policy %I on servicedesk.%I to current_user using (true) with check (true)', t || '_owner', t);
  end loop;
end $$;
grant select, insert, update on servicedesk.shift, servicedesk.answer, servicedesk.item, servicedesk.complaint_counter to liuxin_app;
grant select, insert on servicedesk.taken_over, servicedesk.contact, servicedesk.loan, servicedesk.complaint to liuxin_app;
grant update (outcome, done_at, done_by, withdrawn_at, person_id) on servicedesk.contact to liuxin_app;
grant update (status, back_at, came_back, damage, kept_cents, asked_by, decided_by, ended_at, reminded) on servicedesk.loan to liuxin_app;
grant update (status, handled_at, handled_by, answered_at, answered_by, answer) on servicedesk.complaint to liuxin_app;

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('servicedesk.loan-reminders', 0, '2020-01-01', '{"hoursAfter": [0, 2, 24], "fromHour": 8, "toHour": 21}', 'hours after it was due', 'Ours', false),
  ('servicedesk.complaint', 0, '2020-01-01', '{"answerByHour": 17, "urgentHours": 2}', 'hour of the same day; hours', 'The same day: 卫生健康委投诉管理 asks for an answer on the spot where possible (待核实)', false);

-- What people ask everywhere. A hospital writes its own beside these.
insert into servicedesk.answer (institution_id, id, topic, question, question_en, answer, answer_en, place, changed_at)
select 0, ('00000000-0000-8000-8000-' || lpad(n::text, 12, '0'))::uuid, topic, question, question_en, answer, answer_en, place, '2020-01-01'
from (values
  (1, 'way', '抽血在哪里？', 'Where do they take blood?', '抽血在检验科采血窗口。空腹的项目请先抽血再吃早饭。', 'At the laboratory''s blood window. If the test needs an empty stomach, have it before breakfast.', '检验科'),
  (2, 'way', '在哪里拿药？', 'Where do I collect my medicine?', '付好款后到门诊药房，手机和大屏会显示窗口。', 'At the outpatient pharmacy after paying; your phone and the board show the window.', '药房'),
  (3, 'money', '费用在哪里付？', 'Where do I pay?', '手机上打开账单就能付；也可以到任何一个收费窗口或自助机，一次付清。', 'Open the bill on your phone, or go to any cashier or machine: once for everything.', '收费处'),
  (4, 'money', '收据怎么开？', 'How do I get a receipt?', '付完就有电子收据，在手机“我的”里；要纸的，自助机和窗口都能打。', 'It is on your phone under Me as soon as you have paid; machines and windows print it.', '收费处'),
  (5, 'insurance', '忘带医保卡怎么办？', 'I forgot my insurance card.', '出示医保电子凭证或身份证也可以结算。', 'Your electronic insurance code or identity card will do.', ''),
  (6, 'booking', '没有预约能看吗？', 'Can I be seen without an appointment?', '可以。留有现场的号，我们现在就帮您看哪一位医生还有时间。', 'Yes. Some times are kept for people on site; we can look for one now.', ''),
  (7, 'booking', '迟到了怎么办？', 'I am late.', '您的号还在，到护士台说一声，排在下一时段。', 'You still have your place: tell the nurse desk and you are seen in the next period.', ''),
  (8, 'results', '报告什么时候出来，在哪里拿？', 'When and where is my result?', '出来会发消息给您，手机上能看；要纸的可在自助机打。', 'We send you a message; see it on your phone or print it at a machine.', ''),
  (9, 'papers', '疾病证明、诊断书怎么开？', 'How do I get a medical certificate?', '请看诊的医生开，再到服务台盖章，当天有效。', 'Ask the doctor who saw you, then have it stamped at this desk the same day.', ''),
  (10, 'papers', '怎么复印病历？', 'How do I get a copy of my record?', '带本人身份证；代办要带两人的身份证和委托书。门诊病历手机上也能看。', 'Bring your identity card; somebody else brings both and a letter. Outpatient records are on your phone too.', ''),
  (11, 'equipment', '轮椅怎么借？', 'How do I borrow a wheelchair?', '在这里就能借，押金可以付现金，也可以从余额里留出，还了就退。', 'Here, at once. The deposit is cash or kept aside in your balance, and comes back when you return it.', ''),
  (12, 'rules', '家人能陪着进诊室吗？', 'May a relative come in?', '可以陪一位。隐私检查时请在外面等一等。', 'One may. Please wait outside during intimate examinations.', '')
) as a(n, topic, question, question_en, answer, answer_en, place);
