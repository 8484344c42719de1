import type { Client } from 'pg'

const FIRST_HOSPITAL = 101

export interface Traffic {
  readonly hospitals: number
  readonly people: number
}

export const hospitalIds = ({ hospitals }: Traffic): number[] => Array.from({ length: hospitals }, (_, n) => FIRST_HOSPITAL + n)

/** Accounts of hospitals and people, in the region's books and the hospitals' own, through the ledger's own function. */
export async function openEverything(client: Client, traffic: Traffic): Promise<void> {
  await asSystem(client, `
    select ledger.open_accounts(0, array_agg(ledger.account_id(0, 'member', h::text)), array_agg('member'::text), array_agg(h::text), array_agg(null::uuid), array_agg(true), array_agg(null::bigint), array_agg(null::bigint), now())
      from generate_series(${FIRST_HOSPITAL}, ${FIRST_HOSPITAL + traffic.hospitals - 1}) h`)
  await asSystem(client, `
    select ledger.open_accounts(h, array[ledger.account_id(h, 'region', ''), ledger.account_id(h, 'safe', '')], array['region', 'safe'], array['', ''], array[null, null]::uuid[], array[true, true], array[null, null]::bigint[], array[null, null]::bigint[], now())
      from generate_series(${FIRST_HOSPITAL}, ${FIRST_HOSPITAL + traffic.hospitals - 1}) h`)
  await asSystem(client, `
    select ledger.open_accounts(0, array_agg(ledger.account_id(0, k, p::text)), array_agg(k), array_agg(p::text), array_agg(p), array_agg(false), array_agg(null::bigint), array_agg(case k when 'wallet' then 0 else 1000000 end::bigint), now())
      from (select ${personSql('n')} as p from generate_series(0, ${traffic.people - 1}) n) x, unnest(array['wallet', 'credit']) k`)
}

function personSql(n: string): string {
  return `('00000000-0000-7000-8000-' || lpad((${n})::text, 12, '0'))::uuid`
}

/**
 * Transactions as the purses make them, both books in one database transaction: somebody tops up at one hospital and pays at another;
 * now and then something is given back, lent or repaid. `from` is the first number, so that no two calls make the same ones.
 */
export async function transact(client: Client, traffic: Traffic, { from, count, day }: { from: number; count: number; day: string }): Promise<void> {
  const BATCH = 1000
  for (let at = from; at < from + count; at += BATCH) {
    const until = Math.min(at + BATCH, from + count)
    await asSystem(client, `
      with t as materialized (
        select i, ${FIRST_HOSPITAL} + (i * 7 + i / 38) % ${traffic.hospitals} as h, ${personSql(`(i / 2) % ${traffic.people}`)} as p,
          case when i % 50 = 48 then 'credit' when i % 50 = 49 then 'credit-repayment' when i % 2 = 0 then 'top-up' when i % 20 = 7 then 'give-back' else 'spend' end as kind,
          case when i % 50 >= 48 then 5000 when i % 2 = 0 then 4000 + i % 997 else 100 + i % 3571 end::bigint as cents,
          timestamptz '${day} 00:00+08' + (i % 86000) * interval '1 second' as at, md5('transaction ' || i)::uuid as id
        from generate_series(${at}, ${until - 1}) i),
      m as (select *, case when kind in ('top-up', 'give-back', 'credit-repayment') then cents else -cents end as moved, case when kind like 'credit%' then 'credit' else 'wallet' end as purse from t)
      select ledger.post(0, id, kind, 'bench', at, array[ledger.account_id(0, 'member', h::text), ledger.account_id(0, purse, p::text)], array[moved, -moved]),
        ledger.post(h, id, kind, 'bench', at, array[ledger.account_id(h, 'region', ''), ledger.account_id(h, 'safe', '')], array[-moved, moved])
      from m order by i`)
  }
}

async function asSystem(client: Client, statement: string): Promise<void> {
  await client.query('begin')
  await client.query(`select platform.enter('system', null, '{}')`)
  await client.query(statement)
  await client.query('commit')
}
