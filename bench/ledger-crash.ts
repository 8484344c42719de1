import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { nameColumns } from '#journey/throughout/people/index.ts'
import { loadSecrets } from '#platform/config/index.ts'
import { useKeys } from '#platform/crypto/index.ts'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import { freePort } from '../e2e/product.ts'
import type { BenchContext, BenchResult } from './bench.ts'
import { seeded } from './contention/attempts.ts'
import { numberAfter } from './flags.ts'
import { keep, type Kept } from './ledger-crash/kept.ts'
import { type Crowd, type Known, payer } from './ledger-crash/payers.ts'

const KILLS = 100
const CONTROL_KILLS = 6
const PAYERS = 16
const PEOPLE = 400
/** PostgreSQL's keeper gives up when it dies more than five times a minute; real ones do not. */
const BETWEEN_DATABASE_KILLS_MS = 13_000
const WITHIN_MS = 60_000

const tokenOf = (n: number) => `bench-crash-${String(n).padStart(31, '0')}`
const personOf = (n: number) => `0000000c-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

/**
 * Server, worker and database are killed without warning while people top up their balances over HTTP. What the payers were
 * told is compared with the books: money the channel took and nobody has, money nobody paid, payments left in the dark a minute
 * after everything ran again. The control is the same on a database that answers before it has written. `--kills N` for fewer.
 */
export async function run({ say, flags }: BenchContext): Promise<BenchResult> {
  const kills = numberAfter(flags, '--kills', KILLS)
  const real = await underFire(say, kills, {})
  say('the control: a database that answers before it has written')
  const control = await underFire(say, Math.min(CONTROL_KILLS, kills), { synchronous_commit: 'off', wal_writer_delay: '2000ms' }, 'database')
  return {
    ratios: {},
    invariants: {
      acknowledged_cents_lost: real.lostCents, cents_invented: real.inventedCents, told_and_not_in_the_books: real.toldNotBooked,
      not_resolved_within_a_minute: real.unresolved, sum_of_accounts: real.sum, unexplained_entries: real.unexplained,
    },
    figures: {
      kills: { value: real.kills, unit: 'kills of server, worker and database' }, payments: { value: real.payments, unit: 'payments paid at the channel' },
      unanswered: { value: real.unanswered, unit: `of ${real.asked} requests` }, slowest_to_resolve: { value: Math.round(real.slowestMs / 100) / 10, unit: 's after everything ran again' },
      negative_control_cents_lost: { value: control.lostCents, unit: `cents of ${control.payments} payments in ${control.kills} kills` },
    },
  }
}

async function underFire(say: (line: string) => void, kills: number, tuning: Readonly<Record<string, string>>, only?: 'database') {
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir, log: () => {}, tuning })
  const port = await freePort()
  let kept: readonly Kept[] = []
  try {
    useKeys('intl', loadSecrets({ cryptoKeysFile: join(dataDir, 'keys.json') }))
    await migrate(database.url)
    await withClient(database.url, makePeople)
    const settings = { DATABASE_URL: database.url, DATA_DIR: dataDir, PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` }
    kept = [keep('main.ts', settings), keep('worker.ts', settings)]
    await ready(port)
    const restarts: number[] = [performance.now()]
    let over = false
    const crowd: Crowd = {
      port, people: PEOPLE, tokenOf, personOf, known: [], random: seeded(20_261_122), asked: 0, unanswered: 0,
      isOver: () => over, gaveUp: (known) => over && performance.now() > Math.max(restarts.at(-1)!, known.paidAt ?? 0) + WITHIN_MS,
    }
    const payers = Array.from({ length: PAYERS }, () => payer(crowd))
    await shoot(say, kills, only, { kept, dataDir, port, restarts, crowd })
    over = true
    await Promise.all(payers)
    return { kills, ...(await withClient(database.url, (client) => judge(client, crowd, restarts))), asked: crowd.asked, unanswered: crowd.unanswered }
  } finally {
    await Promise.all(kept.map((one) => one.stop()))
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface Range { readonly kept: readonly Kept[]; readonly dataDir: string; readonly port: number; readonly restarts: number[]; readonly crowd: Crowd }

async function shoot(say: (line: string) => void, kills: number, only: 'database' | undefined, { kept, dataDir, port, restarts, crowd }: Range): Promise<void> {
  const targets = ['server', 'database', 'worker', 'database', 'server', 'database'] as const
  let databaseAt = -Infinity
  for (let n = 0; n < kills; n++) {
    const target = only ?? targets[n % targets.length]!
    await pause(1000 + crowd.random() * 2000)
    if (target === 'database') {
      await pause(Math.max(0, databaseAt + BETWEEN_DATABASE_KILLS_MS - performance.now()))
      databaseAt = performance.now()
      process.kill(Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
    } else {
      kept[target === 'server' ? 0 : 1]!.kill()
    }
    await pause(300)
    await ready(port)
    restarts.push(performance.now())
    if ((n + 1) % 10 === 0) say(`${n + 1} kills, ${crowd.known.filter((one) => one.toldAt !== undefined).length} payments came through, ${crowd.unanswered} of ${crowd.asked} requests unanswered`)
  }
}

async function judge(client: pg.Client, crowd: Crowd, restarts: readonly number[]) {
  const { rows: purses } = await client.query<{ person: string; cents: string }>(`select owner_ref as person, -balance_cents as cents from ledger.balance where institution_id = 0 and kind = 'wallet'`)
  const { rows: taken } = await client.query<{ id: string; person: string; cents: string; state: string }>(`select p.id, p.person_id as person, o.amount_cents as cents, p.state
    from billing.payment p join simulator.wechatpay_order o on o.out_trade_no = replace(p.id::text, '-', '') and o.state = 'SUCCESS'`)
  const booked = new Map(purses.map((purse) => [purse.person, Number(purse.cents)]))
  const atChannel = new Map<string, number>()
  for (const one of taken) atChannel.set(one.person, (atChannel.get(one.person) ?? 0) + Number(one.cents))
  const acknowledged = new Map<string, number>()
  for (const one of crowd.known) if (one.paidAt !== undefined) acknowledged.set(personOf(one.person), (acknowledged.get(personOf(one.person)) ?? 0) + one.cents)
  let [lostCents, inventedCents] = [0, 0]
  for (let n = 0; n < PEOPLE; n++) {
    const person = personOf(n)
    const has = booked.get(person) ?? 0
    lostCents += Math.max(0, (acknowledged.get(person) ?? 0) - has)
    inventedCents += Math.max(0, has - (atChannel.get(person) ?? 0))
  }
  const states = new Map(taken.map((one) => [one.id, one.state]))
  const told = crowd.known.filter((one) => one.toldAt !== undefined)
  const { rows } = await client.query<{ sum: string; unexplained: string }>(`select (select coalesce(sum(balance_cents), 0) from ledger.balance) as sum, (select count(*) from ledger.unexplained()) as unexplained`)
  return {
    lostCents, inventedCents, payments: crowd.known.filter((one) => one.paidAt !== undefined).length,
    toldNotBooked: told.filter((one) => states.get(one.paymentId!) !== 'succeeded').length,
    unresolved: taken.filter((one) => one.state !== 'succeeded').length + crowd.known.filter((one) => one.paidAt !== undefined && one.toldAt === undefined).length,
    slowestMs: Math.max(0, ...told.map((one) => waited(one, restarts))), sum: Number(rows[0]!.sum), unexplained: Number(rows[0]!.unexplained),
  }
}

/** From the channel's word, or from when everything ran again where that was later, until the platform's. */
function waited(known: Known, restarts: readonly number[]): number {
  const from = Math.max(known.paidAt!, ...restarts.filter((at) => at < known.toldAt!))
  return known.toldAt! - from
}

async function makePeople(client: pg.Client): Promise<void> {
  const name = nameColumns('周桂兰')
  await client.query(`insert into people.person (person_id, name_sealed, name_masked, name_hash, sex, birth_date, created_at)
    select ('0000000c-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, $1, $2, $3, 'female', '1956-03-01', now() from generate_series(0, ${PEOPLE - 1}) g`, [name.name_sealed, name.name_masked, name.name_hash])
  await client.query(`insert into access.account (id, kind, person_id, created_at) select person_id, 'patient', person_id, now() from people.person`)
  await client.query(`insert into access.session (token_hash, family_id, account_id, stage, created_at, issued_at, last_used_at, idle_seconds, expires_at)
    select sha256(convert_to(token, 'utf8')), gen_random_uuid(), account::uuid, 'full', now(), now(), now(), 86400, now() + interval '1 day' from unnest($1::text[], $2::text[]) u(token, account)`,
    [Array.from({ length: PEOPLE }, (_, n) => tokenOf(n)), Array.from({ length: PEOPLE }, (_, n) => personOf(n))])
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function ready(port: number): Promise<void> {
  for (;;) {
    const ok = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2000) }).then((response) => response.ok, () => false)
    if (ok) return
    await pause(100)
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
