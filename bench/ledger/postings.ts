import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { accountId, createPoster, openAccounts, postTransfer, type AccountName, type Transfer } from '#engines/ledger/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, newId, type Db } from '#platform/database/index.ts'
import { pgbench } from '../booking/pgbench.ts'

/** So many people's accounts per side, and the one income account in which all their money meets. */
const PURSES = 20_000
const purse = (side: number, n: number): AccountName => ({ institutionId: side, kind: 'bill', ownerRef: String(n) })
const income = (side: number): AccountName => ({ institutionId: side, kind: 'income' })

/** Who writes: modules in transactions of theirs, our door one by one, our batches, pgbench with plain statements, pgbench with the function our door calls. */
export const SIDES = { single: 901, batched: 902, plain: 903, call: 904, alone: 905 } as const

export async function makeSides(db: Db): Promise<void> {
  const context = systemContext('bench', new Date())
  for (const side of Object.values(SIDES)) {
    await inTransaction(db, context, async (tx) => {
      await openAccounts(tx, context, [{ ...income(side), busy: true }])
      await openAccounts(tx, context, Array.from({ length: PURSES }, (_, n) => ({ ...purse(side, n), ceilingCents: 1_000_000_000 })))
    })
  }
}

function move(side: number): Transfer {
  const n = Math.floor(Math.random() * PURSES)
  return {
    institutionId: side, id: newId(), kind: 'charge', reference: 'bench',
    lines: [{ accountId: accountId(purse(side, n)), cents: 100 }, { accountId: accountId(income(side)), cents: -100 }],
  }
}

/** Transfers a second through `postTransfer`, each in a transaction of its own, as modules do it. */
export function postSingly(db: Db, connections: number, seconds: number): Promise<number> {
  return closedLoop(connections, seconds, async () => {
    const context = systemContext('bench', new Date())
    await inTransaction(db, context, (tx) => postTransfer(tx, context, move(SIDES.single)))
  })
}

/** Transfers a second through a poster that gathers nobody: each is one call, and its own transaction. */
export function postAlone(db: Db, connections: number, seconds: number): Promise<number> {
  const poster = createPoster(db, { lanes: connections, maxBatch: 1 })
  return closedLoop(connections, seconds, () => poster.post(systemContext('bench', new Date()), move(SIDES.alone)))
}

/** Transfers a second through one poster, with so many callers waiting for their answers at a time. */
export async function postInBatches(db: Db, callers: number, seconds: number): Promise<{ rate: number; perBatch: number }> {
  const poster = createPoster(db)
  const rate = await closedLoop(callers, seconds, () => poster.post(systemContext('bench', new Date()), move(SIDES.batched)))
  const { members, batches } = poster.stats()
  return { rate, perBatch: members / batches }
}

async function closedLoop(callers: number, seconds: number, once: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  const until = began + seconds * 1000
  let done = 0
  await Promise.all(Array.from({ length: callers }, async () => {
    while (performance.now() < until) {
      await once()
      done++
    }
  }))
  return done / ((performance.now() - began) / 1000)
}

const account = (side: number, kind: string, owner: string) => `ledger.account_id(${side}, '${kind}', ${owner})`

/** The same rows by plain statements: a transfer, its two entries, the person's balance and one of the sixteen rows of the income. */
function plainScript(folder: string): string {
  const side = SIDES.plain
  const file = join(folder, 'plain.sql')
  const id = `('00000000-0000-7000-8000-' || lpad(to_hex(:i::bigint), 12, '0'))::uuid`
  writeFileSync(file, `\\set n random(0, ${PURSES - 1})\n\\set i random(1, 281474976710655)
begin;
insert into ledger.transfer (institution_id, id, kind, reference, at, content) values (${side}, ${id}, 'charge', 'bench', now(), 'the same length as a fingerprint');
insert into ledger.entry (institution_id, transfer_id, line, account_id, amount_cents, at) values
  (${side}, ${id}, 1, ${account(side, 'bill', ':n::text')}, 100, now()), (${side}, ${id}, 2, ${account(side, 'income', "''")}, -100, now());
update ledger.account set balance_cents = balance_cents + 100 where institution_id = ${side} and id = ${account(side, 'bill', ':n::text')};
insert into ledger.stripe (institution_id, account_id, stripe, balance_cents) values (${side}, ${account(side, 'income', "''")}, :client_id % 16, -100)
  on conflict (institution_id, account_id, stripe) do update set balance_cents = stripe.balance_cents + excluded.balance_cents;
commit;\n`)
  return file
}

/** One call of the very function, and nothing around it: what PostgreSQL alone could do with it. */
function callScript(folder: string): string {
  const side = SIDES.call
  const file = join(folder, 'call.sql')
  writeFileSync(file, `\\set n random(0, ${PURSES - 1})
select ledger.post(${side}, gen_random_uuid(), 'charge', 'bench', now(), array[${account(side, 'bill', ':n::text')}, ${account(side, 'income', "''")}], array[100, -100]::bigint[]);\n`)
  return file
}

export async function byPgbench(url: string, folder: string, which: 'plain' | 'call', clients: number, seconds: number): Promise<number> {
  // The function asks who calls; a connection of the load generator says it once.
  const address = new URL(url)
  address.searchParams.set('options', '-cliuxin.scope=system')
  return pgbench({ url: address.href, script: which === 'plain' ? plainScript(folder) : callScript(folder), clients, seconds })
}

export async function transfersOf(client: pg.Client, side: number): Promise<number> {
  return Number((await client.query<{ n: string }>('select count(*) as n from ledger.transfer where institution_id = $1', [side])).rows[0]!.n)
}
