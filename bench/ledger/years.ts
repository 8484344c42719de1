import type pg from 'pg'

/** A year of a region's money, written set by set: so many hospitals, so many people's accounts in each, one busy account. */
export const HOSPITALS = 38
export const PURSES = 2000
export const FROM = '2025-11-22T00:00:00+08:00'
export const DAYS = 365

export const purseName = (n: number) => ({ kind: 'purse', ownerRef: String(n) })

/**
 * Entries in the order of time, two for each transfer, over a year. Written behind the ledger's back, since only it is to be
 * read: checks are off while it is written, and `ledger.unexplained` judges all of it afterwards.
 */
export async function makeYear(client: pg.Client, entries: number): Promise<void> {
  const transfers = Math.floor(entries / 2)
  const run = (text: string) => client.query(text)
  await run(`set session_replication_role = replica; set synchronous_commit = off; set work_mem = '256MB'; set maintenance_work_mem = '512MB'`)
  await run(`insert into ledger.account (institution_id, id, kind, owner_ref, striped, opened_at)
    select h, ledger.account_id(h, 'purse', g::text), 'purse', g::text, false, timestamptz '${FROM}' from generate_series(1, ${HOSPITALS}) h, generate_series(0, ${PURSES - 1}) g
    union all select h, ledger.account_id(h, 'income', ''), 'income', '', true, timestamptz '${FROM}' from generate_series(1, ${HOSPITALS}) h`)
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(`select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
    where i.indrelid in ('ledger.transfer'::regclass, 'ledger.entry'::regclass) and not i.indisprimary`)
  for (const { name } of indexes) await run(`drop index ${name}`)
  // Ids in the order of time, as version 7 gives them. The amounts are small and of both signs.
  const made = `select g % ${HOSPITALS} + 1 as h, ('00000000-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid as id, g,
    timestamptz '${FROM}' + interval '${DAYS} days' * (g / ${transfers}::float8) as at from generate_series(0, ${transfers - 1}) g`
  await run(`insert into ledger.transfer (institution_id, id, kind, reference, at, content) select h, id, 'charge', 'bench', at, md5(id::text) from (${made}) m`)
  await run(`create temp table purse as select h, g, ledger.account_id(h, 'purse', g::text) as id, ledger.account_id(h, 'income', '') as income
    from generate_series(1, ${HOSPITALS}) h, generate_series(0, ${PURSES - 1}) g; analyze purse`)
  await run(`insert into ledger.entry (institution_id, transfer_id, line, account_id, amount_cents, at)
    select m.h, m.id, l.line, case l.line when 1 then p.id else p.income end, (m.g % 5003 + 1) * case when m.g % 3 = 0 then -1 else 1 end * case l.line when 1 then 1 else -1 end, m.at
    from (${made}) m join purse p on p.h = m.h and p.g = (hashint8(m.g) & 2147483647) % ${PURSES}, (values (1::smallint), (2::smallint)) l(line)`)
  for (const { definition } of indexes) await run(definition)
  await run(`update ledger.account a set balance_cents = e.cents from (select institution_id, account_id, sum(amount_cents) as cents from ledger.entry
    where institution_id <= ${HOSPITALS} group by 1, 2) e where e.institution_id = a.institution_id and e.account_id = a.id and not a.striped`)
  await run(`insert into ledger.stripe (institution_id, account_id, stripe, balance_cents) select e.institution_id, e.account_id, 0, sum(e.amount_cents)
    from ledger.entry e join ledger.account a on a.institution_id = e.institution_id and a.id = e.account_id and a.striped and a.institution_id <= ${HOSPITALS} group by 1, 2`)
  await run(`reset session_replication_role; reset synchronous_commit`)
  for (const table of ['entry', 'transfer', 'account']) await run(`vacuum analyze ledger.${table}`)
}
