-- owner: journey/throughout/wallet
-- Somebody without a phone shows an identity document instead of a code: then the window may see the balance and give money back,
-- and takes no payment with it.
alter table wallet.consent add column purpose text not null default 'payment' check (purpose in ('payment', 'withdrawal'));

insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified) values
  ('wallet.withdrawal-at-window', 0, '2024-01-01', '{"secondPersonAboveCents": 50000}', 'cents',
    'Ours: what one person gets back at the windows of one hospital in a day without a second person', false);
