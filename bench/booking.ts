import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import type { BenchContext, BenchResult, Figure } from './bench.ts'
import { type Answers, httpLoad } from './booking/http-load.ts'
import { bookingScript, naiveOversells, pgbench, requirePgbench } from './booking/pgbench.ts'
import { familyMicroseconds, processMicroseconds } from './booking/processor-time.ts'
import { type RunningServer, startServer } from './booking/server.ts'
import { CROWD, DAYS, hotPeriod, invariantsOf, makeWorld, NOW, PEOPLE, PERIODS_A_DAY, personId, spreadPeriod, tokenOf } from './booking/world.ts'

const ROUNDS = 3
const SECONDS = 4
const SPREAD_CONNECTIONS = 32
const HOT_CONNECTIONS = 256

interface Bench {
  readonly url: string
  readonly client: pg.Client
  readonly server: RunningServer
  readonly postmaster: number
  readonly dataDir: string
  readonly scripts: { readonly spread: string; readonly hot: string }
  turn: number
}

/**
 * A booking end to end, over HTTP with sign-in, validation, idempotency key, event and audit, against PostgreSQL's own load
 * generator calling the very same function, in turns within one run. Four units a period and one person a turn: nothing
 * conflicts, so whatever is refused is refused wrongly.
 */
export async function run({ say }: BenchContext): Promise<BenchResult> {
  requirePgbench()
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  const client = new pg.Client({ connectionString: database.url, options: '-c timezone=Asia/Shanghai' })
  await client.connect()
  let server: RunningServer | undefined
  try {
    say('making the world')
    await migrate(database.url)
    await makeWorld(client, 1)
    await client.query(`create sequence bench_turn minvalue 0; create table bench_naive (one integer);
      insert into platform.setting (name, value) values ('clock', jsonb_build_object('realBase', extract(epoch from now()) * 1000, 'base', extract(epoch from timestamptz '${NOW}') * 1000, 'rate', 1))`)
    server = await startServer(database.url, dataDir)
    const postmaster = Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
    return await measure({ url: database.url, client, server, postmaster, dataDir, scripts: scriptsIn(dataDir), turn: 0 }, say)
  } finally {
    await server?.stop()
    await client.end()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Side 2 of the world, in the same order of people and periods. */
function scriptsIn(folder: string): Bench['scripts'] {
  const person = (n: string) => `('00000002-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`
  const wished = { institutionId: 2, now: NOW }
  return {
    spread: bookingScript(join(folder, 'spread.sql'), {
      ...wished, person: person(`k % ${CROWD}`), period: `2000000 + (k / ${PEOPLE}) * ${PERIODS_A_DAY} + (k % ${PEOPLE}) % ${PERIODS_A_DAY} + 1`,
    }),
    hot: bookingScript(join(folder, 'hot.sql'), { ...wished, person: person('k'), period: String(hotPeriod(2, 0)) }),
  }
}

async function measure(bench: Bench, say: (line: string) => void): Promise<BenchResult> {
  say('warming up')
  await spreadOverHttp(bench, 2)
  await pgbench({ url: bench.url, script: bench.scripts.spread, clients: 16, seconds: 2 })
  // A database that has run for a minute knows its tables; this one is seconds old.
  await bench.client.query('analyze')
  const spread: Measured[] = []
  const single: Measured[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    spread.push(await spreadOverHttp(bench, SECONDS))
    single.push(await byPgbench(bench, bench.scripts.spread, 16, SECONDS))
    say(`round ${round}: ${Math.round(spread.at(-1)!.rate)} over HTTP, ${Math.round(single.at(-1)!.rate)} by pgbench, bookings a second`)
  }
  const morning = await spreadOverHttp(bench, SECONDS, HOT_CONNECTIONS)
  const hot = await hotOverHttp(bench)
  await bench.client.query('alter sequence bench_turn restart')
  const hotSingle = await byPgbench(bench, bench.scripts.hot, 16, 3)
  say(`one period: ${Math.round(hot.rate)} over HTTP with ${HOT_CONNECTIONS} connections, ${Math.round(hotSingle.rate)} by pgbench`)
  const naive = await naiveOversells(bench.url, bench.dataDir, async () => Number((await bench.client.query<{ n: string }>('select count(*) as n from bench_naive')).rows[0]!.n))

  const refused = [...spread, morning, hot].reduce((sum, one) => sum + one.refused, 0)
  return {
    ratios: {
      end_to_end_vs_pgbench_same_transaction: median(spread.map((one, i) => one.rate / single[i]!.rate)),
      hot_vs_pgbench_single_call: hot.rate / hotSingle.rate,
    },
    invariants: { ...(await invariantsOf(bench.client)), refused_without_conflict: refused, negative_control_oversells: naive },
    figures: {
      ...figuresOf('spread', spread), ...figuresOf('morning', [morning]), ...figuresOf('hot', [hot]),
      pgbench_bookings: { value: Math.round(median(single.map((one) => one.rate))), unit: 'a second' },
      pgbench_cpu_per_booking: { value: Math.round(median(single.map((one) => one.cpu))), unit: 'µs of PostgreSQL' },
      pgbench_hot_bookings: { value: Math.round(hotSingle.rate), unit: 'a second' },
      pgbench_hot_cpu_per_booking: { value: Math.round(hotSingle.cpu), unit: 'µs of PostgreSQL' },
    },
  }
}

interface Measured {
  readonly rate: number
  /** Microseconds of processor time a booking, server and PostgreSQL together. */
  readonly cpu: number
  /** Of these, the server's. */
  readonly serverCpu: number
  readonly refused: number
  readonly p50: number
  readonly p99: number
}

async function spreadOverHttp(bench: Bench, seconds: number, connections = SPREAD_CONNECTIONS): Promise<Measured> {
  const from = bench.turn
  const most = DAYS * PEOPLE - from
  const measured = await overHttp(bench, { connections, seconds, most }, (n) => ({ person: (from + n) % CROWD, period: spreadPeriod(1, from + n) }))
  bench.turn = from + measured.sent
  return measured
}

function hotOverHttp(bench: Bench): Promise<Measured> {
  return overHttp(bench, { connections: HOT_CONNECTIONS, seconds: 10, most: CROWD }, (n) => ({ person: n, period: hotPeriod(1, 0) }))
}

async function overHttp(
  { server, postmaster, client }: Bench,
  load: { readonly connections: number; readonly seconds: number; readonly most: number },
  wish: (n: number) => { readonly person: number; readonly period: number },
): Promise<Measured & { readonly sent: number }> {
  // Whoever books looked for a time a moment ago: their use of this minute is noted already.
  await client.query('update access.session set last_used_at = now()')
  await client.query('vacuum analyze access.session')
  const before = [processMicroseconds(server.pid), familyMicroseconds(postmaster)] as const
  const answers = await httpLoad({
    ...load, port: server.port,
    request(n) {
      const { person, period } = wish(n)
      return { token: tokenOf(1, person), body: JSON.stringify({ institutionId: 1, periodId: period, personId: personId(1, person) }) }
    },
  })
  const used = [processMicroseconds(server.pid) - before[0], familyMicroseconds(postmaster) - before[1]] as const
  return { ...summed(answers, used), sent: answers.milliseconds.length }
}

function summed({ statuses, milliseconds, seconds }: Answers, [server, postgres]: readonly [number, number]): Measured {
  const booked = statuses.get(201) ?? 0
  const sorted = [...milliseconds].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { rate: booked / seconds, cpu: (server + postgres) / booked, serverCpu: server / booked, refused: milliseconds.length - booked, p50: at(0.5), p99: at(0.99) }
}

async function byPgbench(bench: Bench, script: string, clients: number, seconds: number): Promise<Measured> {
  const count = async () => Number((await bench.client.query<{ n: string }>('select count(*) as n from booking.appointment where institution_id = 2')).rows[0]!.n)
  const [before, booked] = [familyMicroseconds(bench.postmaster), await count()]
  const rate = await pgbench({ url: bench.url, script, clients, seconds })
  const made = (await count()) - booked
  return { rate, cpu: (familyMicroseconds(bench.postmaster) - before) / made, serverCpu: 0, refused: 0, p50: Number.NaN, p99: Number.NaN }
}

function figuresOf(name: string, rounds: readonly Measured[]): Record<string, Figure> {
  const of = (key: 'rate' | 'cpu' | 'serverCpu' | 'p50' | 'p99') => median(rounds.map((round) => round[key]))
  return {
    [`${name}_bookings`]: { value: Math.round(of('rate')), unit: 'a second' },
    [`${name}_cpu_per_booking`]: { value: Math.round(of('cpu')), unit: 'µs, server and PostgreSQL' },
    [`${name}_cpu_of_server`]: { value: Math.round(of('serverCpu')), unit: 'µs of these' },
    [`${name}_p50`]: { value: Math.round(of('p50') * 10) / 10, unit: 'ms' },
    [`${name}_p99`]: { value: Math.round(of('p99') * 10) / 10, unit: 'ms' },
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
