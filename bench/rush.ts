import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import type { BenchContext, BenchResult } from './bench.ts'
import { type Answers, httpLoad } from './booking/http-load.ts'
import { bookingScript, naiveOversells, pgbench, requirePgbench } from './booking/pgbench.ts'
import { familyMicroseconds, processMicroseconds } from './booking/processor-time.ts'
import { type RunningServer, startServer } from './booking/server.ts'
import { CROWD, exactness, HOT_SESSIONS, HOT_SHARE, hotPeriodId, makeWorld, NOW, PERIODS, periodId, personId, SESSIONS, tokenOf } from './rush/world.ts'

const CONNECTIONS = 256
const SECONDS = 4
const ROUNDS = 2
/** A server that has run since yesterday has compiled its way through a booking; one that was started a second ago has not. */
const WARM = 2048
/** Whom pgbench books for, at its k-th turn: nobody of those who book over HTTP. */
const OTHERS = `('00000002-0000-7000-8000-' || lpad(to_hex(k), 12, '0'))::uuid`

interface Bench {
  readonly url: string
  readonly dataDir: string
  readonly client: pg.Client
  readonly postmaster: number
  round: number
}

/**
 * The morning of a release. First one hot period, booked over HTTP by 256 connections with batches, without, and by
 * PostgreSQL's own load generator calling the same function singly, in turns within one run. Then 20,000 people at once on
 * 300 sessions of 40 units, eight of ten of them on thirty doctors: every unit is sold that somebody asked for, and none twice.
 */
export async function run({ say }: BenchContext): Promise<BenchResult> {
  requirePgbench()
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  const client = new pg.Client({ connectionString: database.url, options: '-c timezone=Asia/Shanghai' })
  await client.connect()
  try {
    say('making the world')
    await migrate(database.url)
    await makeWorld(client)
    await client.query(`create sequence bench_turn minvalue 0; create table bench_naive (one integer);
      insert into platform.setting (name, value) values ('clock', jsonb_build_object('realBase', extract(epoch from now()) * 1000, 'base', extract(epoch from timestamptz '${NOW}') * 1000, 'rate', 1))`)
    const postmaster = Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
    return await measure({ url: database.url, dataDir, client, postmaster, round: 0 }, say)
  } finally {
    await client.end()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function measure(bench: Bench, say: (line: string) => void): Promise<BenchResult> {
  const [batched, unbatched, single]: [Hot[], Hot[], number[]] = [[], [], []]
  const asked = new Map<number, number>()
  for (let round = 1; round <= ROUNDS; round++) {
    batched.push(await hotOverHttp(bench, asked, {}))
    unbatched.push(await hotOverHttp(bench, asked, { BOOKING_BATCH: '1' }))
    single.push(await bestByPgbench(bench))
    say(`one period: ${Math.round(batched.at(-1)!.rate)} in batches, ${Math.round(unbatched.at(-1)!.rate)} without, ${Math.round(single.at(-1)!)} by pgbench, bookings a second`)
  }
  const crowd = await theRelease(bench, asked)
  say(`${CROWD} people: all answered in ${crowd.seconds.toFixed(2)} s`)
  const exact = await exactness(bench.client, asked)
  const naive = await naiveOversells(bench.url, bench.dataDir, async () => Number((await bench.client.query<{ n: string }>('select count(*) as n from bench_naive')).rows[0]!.n))
  const statuses = [...crowd.statuses.keys()]
  return {
    ratios: {
      hot_vs_pgbench_single_call: median(batched.map((one, i) => one.rate / single[i]!)),
      batched_vs_unbatched: median(batched.map((one, i) => one.rate / unbatched[i]!.rate)),
    },
    invariants: {
      ...exact,
      server_errors: count(crowd, (status) => status >= 500),
      other_answers: count(crowd, (status) => ![201, 409, 429].includes(status) && status < 500),
      negative_control_oversells: naive,
    },
    figures: {
      release_all_answered: { value: round2(crowd.seconds), unit: 's' },
      release_p99: { value: Math.round(percentile(crowd.milliseconds, 0.99)), unit: 'ms' },
      release_answers: { value: Math.round(CROWD / crowd.seconds), unit: 'a second' },
      release_booked: { value: crowd.statuses.get(201) ?? 0, unit: 'bookings' },
      release_cpu_per_answer: { value: Math.round(crowd.cpu / CROWD), unit: 'µs, server and PostgreSQL' },
      hot_batched: { value: Math.round(median(batched.map((one) => one.rate))), unit: 'bookings a second' },
      hot_batched_cpu: { value: Math.round(median(batched.map((one) => one.cpu))), unit: 'µs a booking, server and PostgreSQL' },
      hot_unbatched: { value: Math.round(median(unbatched.map((one) => one.rate))), unit: 'bookings a second' },
      hot_unbatched_cpu: { value: Math.round(median(unbatched.map((one) => one.cpu))), unit: 'µs a booking, server and PostgreSQL' },
      hot_pgbench_single_call: { value: Math.round(median(single)), unit: 'bookings a second, the best of 1, 4 and 16 clients' },
      kinds_of_answers: { value: statuses.length, unit: statuses.sort((a, b) => a - b).join(', ') },
    },
  }
}

interface Hot {
  readonly rate: number
  readonly cpu: number
}

/** A server of its own for each turn, so that neither lives on what the other warmed. */
async function hotOverHttp(bench: Bench, asked: Map<number, number>, settings: Readonly<Record<string, string>>): Promise<Hot> {
  const period = hotPeriodId(bench.round++)
  return withServer(bench, settings, async (server, cpu) => {
    const body = (n: number) => JSON.stringify({ institutionId: 1, periodId: period, personId: personId(n) })
    const { milliseconds: { length: warm } } = await httpLoad({ port: server.port, connections: CONNECTIONS, seconds: 5, most: WARM, request: (n) => ({ token: tokenOf(n), body: body(n) }) })
    // A database that has run for a minute knows its tables; this one is seconds old.
    await bench.client.query('analyze')
    const before = cpu()
    const answers = await httpLoad({
      port: server.port, connections: CONNECTIONS, seconds: SECONDS, most: CROWD - warm, request: (n) => ({ token: tokenOf(warm + n), body: body(warm + n) }),
    })
    const booked = answers.statuses.get(201) ?? 0
    asked.set(period, warm + answers.milliseconds.length)
    return { rate: booked / answers.seconds, cpu: (cpu() - before) / booked }
  })
}

/** One call a booking on one period; more clients wait longer for the same lock, so the best of several counts. */
async function bestByPgbench(bench: Bench): Promise<number> {
  const rates: number[] = []
  for (const clients of [1, 4, 16]) {
    await bench.client.query('alter sequence bench_turn restart')
    const script = bookingScript(join(bench.dataDir, 'hot.sql'), { institutionId: 1, now: NOW, person: OTHERS, period: String(hotPeriodId(bench.round++)) })
    rates.push(await pgbench({ url: bench.url, script, clients, seconds: 2 }))
  }
  return Math.max(...rates)
}

/** Everybody presses once, at the same moment, as fast as 256 connections carry it. */
async function theRelease(bench: Bench, asked: Map<number, number>): Promise<Answers & { readonly cpu: number }> {
  const other = hotPeriodId(bench.round++)
  return withServer(bench, {}, async (server, cpu) => {
    // A server that opens its doors in the morning has run all night: it has booked, and has refused.
    await bench.client.query('update capacity.allotment set units = $1 where period_id = $2', [WARM, other])
    const { milliseconds: { length: warmed } } = await httpLoad({
      port: server.port, connections: CONNECTIONS, seconds: 10, most: 2 * WARM,
      request: (n) => ({ token: tokenOf(n), body: JSON.stringify({ institutionId: 1, periodId: other, personId: personId(n) }) }),
    })
    asked.set(other, warmed)
    await bench.client.query('analyze')
    const before = cpu()
    const answers = await httpLoad({
      port: server.port, connections: CONNECTIONS, seconds: 60, most: CROWD,
      request(n) {
        const period = wishOf(n)
        asked.set(period, (asked.get(period) ?? 0) + 1)
        return { token: tokenOf(n), body: JSON.stringify({ institutionId: 1, periodId: period, personId: personId(n) }) }
      },
    })
    return { ...answers, cpu: cpu() - before }
  })
}

/** Steady and mixed: whoever comes n-th wants this period. */
function wishOf(n: number): number {
  const mixed = (Math.imul(n + 1, 2_654_435_761) >>> 0) / 2 ** 32
  const session = n % 10 < HOT_SHARE * 10 ? Math.floor(mixed * HOT_SESSIONS) : HOT_SESSIONS + Math.floor(mixed * (SESSIONS - HOT_SESSIONS))
  return periodId(session, Math.floor(mixed * 1_000_003) % PERIODS)
}

async function withServer<T>(bench: Bench, settings: Readonly<Record<string, string>>, work: (server: RunningServer, cpu: () => number) => Promise<T>): Promise<T> {
  const server = await startServer(bench.url, bench.dataDir, settings)
  try {
    return await work(server, () => processMicroseconds(server.pid) + familyMicroseconds(bench.postmaster))
  } finally {
    await server.stop()
  }
}

function count({ statuses }: Answers, is: (status: number) => boolean): number {
  return [...statuses].reduce((sum, [status, n]) => sum + (is(status) ? n : 0), 0)
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN
}

const median = (values: readonly number[]): number => percentile(values, 0.5)
const round2 = (value: number): number => Math.round(value * 100) / 100
