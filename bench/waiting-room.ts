import { fork } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { loadConfig, loadSecrets } from '#platform/config/index.ts'
import { seal, useKeys } from '#platform/crypto/index.ts'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import { freePort } from '../e2e/product.ts'
import type { BenchContext, BenchResult } from './bench.ts'
import { startServer } from './booking/server.ts'
import { invariantsOf, makeWorld, NOW, tokenOf } from './booking/world.ts'
import { client } from './waiting-room/client.ts'
import { type Fate, live, push, type Room } from './waiting-room/person.ts'
import { startWorker } from './waiting-room/worker.ts'

/** `--people=1000` for a look at it on a busy machine. */
const EVERYBODY = 10_000
const PUSHERS = 100
const UNITS = 30
const CONNECTIONS = 200
/** Everybody comes within this time before the opening; afterwards it runs so long. */
const GATHER_SECONDS = 60
const AFTER_SECONDS = 90
const OPENING = '3b241101-e2bb-4255-8caf-4136c566a962'
const SERVICE = 51

/**
 * 10,000 people, two server processes and a worker, 30 units: they come to the waiting room, ask as often as they are told to, are called,
 * go in and book, while programs press Book without waiting. Then how many answers a second one process gives from memory,
 * against a route that does nothing but that.
 */
export async function run({ say, flags }: BenchContext): Promise<BenchResult> {
  const people = Number(flags.find((flag) => flag.startsWith('--people='))?.slice(9) ?? EVERYBODY)
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  const db = new pg.Client({ connectionString: database.url, options: '-c timezone=Asia/Shanghai' })
  await db.connect()
  const servers: Awaited<ReturnType<typeof startServer>>[] = []
  let worker: Awaited<ReturnType<typeof startWorker>> | undefined
  try {
    say('making the world')
    await migrate(database.url)
    await makeWorld(db, 1)
    servers.push(await startServer(database.url, dataDir), await startServer(database.url, dataDir))
    worker = await startWorker(database.url, dataDir)
    const periods = await makeUnits(db)
    const fates = await theMorning(db, { dataDir, databaseUrl: database.url, ports: servers.map((one) => one.port), periods, people }, say)
    await Promise.all([servers.pop()!.stop(), worker.stop()])
    worker = undefined
    const rates = await answersASecond(servers[0]!.port, people, say)
    const invariants = await invariantsOf(db)
    return resultOf(fates, rates, invariants)
  } finally {
    await Promise.all([...servers, ...(worker ? [worker] : [])].map((one) => one.stop()))
    await db.end()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** One doctor's Monday: three periods of ten units, and nothing else. */
async function makeUnits(db: pg.Client): Promise<number[]> {
  await db.query(`insert into capacity.session (institution_id, id, service_id, resource_id, day, half, starts_at, ends_at)
    values (1, 990000, ${SERVICE}, ${SERVICE}, '2027-03-01', 'morning', '2027-03-01T08:00:00+08:00', '2027-03-01T08:30:00+08:00')`)
  const periods = [1_990_001, 1_990_002, 1_990_003]
  await db.query(`insert into capacity.period (institution_id, id, session_id, service_id, starts_at, ends_at)
    select 1, p, 990000, ${SERVICE}, '2027-03-01T08:00:00+08:00'::timestamptz + interval '10 minutes' * (p - 1990001), '2027-03-01T08:10:00+08:00'::timestamptz + interval '10 minutes' * (p - 1990001)
    from unnest($1::bigint[]) p`, [periods])
  await db.query(`insert into capacity.allotment (institution_id, period_id, pool_id, units) select 1, p, 1, ${UNITS / periods.length} from unnest($1::bigint[]) p`, [periods])
  return periods
}

interface Morning {
  readonly dataDir: string
  readonly databaseUrl: string
  readonly ports: readonly number[]
  readonly periods: readonly number[]
  readonly people: number
}

interface Lived {
  readonly fates: readonly Fate[]
  readonly pushed: number
  readonly statuses: ReadonlyMap<number, number>
  readonly milliseconds: readonly number[]
}

async function theMorning(db: pg.Client, { dataDir, databaseUrl, ports, periods, people }: Morning, say: (line: string) => void): Promise<Lived> {
  useKeys('intl', loadSecrets(loadConfig({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl, DEMO: 'on' })))
  const seed = randomBytes(32).toString('hex')
  await db.query(`insert into platform.setting (name, value) values ('clock', jsonb_build_object('realBase', extract(epoch from now()) * 1000, 'base', extract(epoch from timestamptz '${NOW}') * 1000, 'rate', 1))`)
  await db.query(`insert into release.opening (institution_id, id, service_id, day, room_opens_at, opens_at, gate_until, per_second, inside_at_most, enter_seconds, stay_seconds,
      seed_hash, seed_sealed, created_by, created_at)
    values (1, $1, ${SERVICE}, '2027-03-01', $2::timestamptz - interval '1 minute', $2::timestamptz + make_interval(secs => ${GATHER_SECONDS + 3}), $2::timestamptz + interval '1 hour', 10, 150, 30, 300, $3, $4, 'bench', $2)`,
    [OPENING, NOW, createHash('sha256').update(seed).digest(), seal(seed)])
  await db.query(`insert into platform.rule (code, institution_id, valid_from, value, unit, source, verified)
    select code, 1, valid_from, value || '{"answersPerSecond": 20000}', unit, 'bench', false from platform.rule where code = 'release.waiting-room' and institution_id = 0`)
  say(`${people} people come within ${GATHER_SECONDS} s; the opening is 3 s later`)
  const asking = client(ports, CONNECTIONS)
  // Until the servers have seen the moved clock and the new opening.
  await new Promise((resolve) => { setTimeout(resolve, 2500) })
  const room: Room = { client: asking, path: `/api/release/openings/1/${OPENING}`, periods, until: performance.now() + (GATHER_SECONDS + AFTER_SECONDS) * 1000 }
  const random = mulberry(20_261_122)
  const everybody = Array.from({ length: people }, (_, n) => live(room, n, random() * GATHER_SECONDS, 0.2 + random() ** 2 * 8))
  const pushers = Array.from({ length: PUSHERS }, (_, i) => push(room, people + i))
  const fates = await Promise.all(everybody)
  const pushed = (await Promise.all(pushers)).reduce((sum, one) => sum + one, 0)
  asking.close()
  say(`${fates.filter((one) => one.booked).length} booked; ${asking.milliseconds.length} answers`)
  return { fates, pushed, statuses: asking.statuses, milliseconds: asking.milliseconds }
}

interface Rates {
  readonly position: number
  readonly bare: number
}

/** As many answers as come over 64 connections: a place in the line with sign-in and all, and a bare route. */
async function answersASecond(port: number, people: number, say: (line: string) => void): Promise<Rates> {
  const barePort = await freePort()
  const bare = fork(fileURLToPath(new URL('waiting-room/bare-server.ts', import.meta.url)), [String(barePort)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await new Promise((resolve) => { bare.once('message', resolve) })
  const rounds: Rates[] = []
  for (let round = 0; round < 3; round++) {
    rounds.push({ position: await closedLoop(port, `/api/release/openings/1/${OPENING}/ticket`, people), bare: await closedLoop(barePort, '/place', people) })
    say(`round ${round + 1}: ${Math.round(rounds.at(-1)!.position)} places in the line a second, ${Math.round(rounds.at(-1)!.bare)} by a bare route`)
  }
  bare.kill('SIGTERM')
  return { position: median(rounds.map((one) => one.position)), bare: median(rounds.map((one) => one.bare)) }
}

async function closedLoop(port: number, path: string, people: number): Promise<number> {
  const asking = client([port], 64)
  const until = performance.now() + 4000
  let n = 0
  const began = performance.now()
  await Promise.all(Array.from({ length: 64 }, async () => {
    while (performance.now() < until) await asking.ask('GET', path, tokenOf(1, n++ % people))
  }))
  const rate = (asking.statuses.get(200) ?? 0) / ((performance.now() - began) / 1000)
  asking.close()
  return rate
}

function resultOf({ fates, pushed, statuses, milliseconds }: Lived, { position, bare }: Rates, invariants: Record<string, number>): BenchResult {
  const booked = fates.filter((one) => one.booked)
  const sorted = [...milliseconds].sort((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN)
  const count = (is: (status: number) => boolean) => [...statuses].reduce((sum, [status, n]) => sum + (is(status) ? n : 0), 0)
  return {
    ratios: { position_answers_vs_bare_route: position / bare },
    invariants: {
      ...invariants,
      undersold: UNITS - booked.length,
      server_errors: count((status) => status >= 500),
      other_answers: count((status) => status < 500 && ![200, 201, 409, 429].includes(status)),
      without_a_place: fates.filter((one) => one.place === null).length,
      booked_without_a_turn: pushed,
    },
    figures: {
      p99_of_an_answer: { value: at(0.99), unit: 'ms' },
      p50_of_an_answer: { value: at(0.5), unit: 'ms' },
      slowest_answer: { value: at(1), unit: 'ms' },
      answers: { value: milliseconds.length, unit: 'in all' },
      refused_politely: { value: statuses.get(429) ?? 0, unit: 'times 429' },
      winners_came_on_average: { value: Math.round((booked.reduce((sum, one) => sum + one.came, 0) / booked.length / GATHER_SECONDS) * 100), unit: '% of the time before the opening (50 is chance)' },
      winners_slowness: { value: Math.round((booked.reduce((sum, one) => sum + one.slowness, 0) / booked.length) * 100) / 100, unit: `s a press; of everybody ${Math.round((fates.reduce((sum, one) => sum + one.slowness, 0) / fates.length) * 100) / 100}` },
      positions_answered: { value: Math.round(position), unit: 'a second by one process' },
      bare_route_answered: { value: Math.round(bare), unit: 'a second by one process' },
    },
  }
}

/** The same numbers each run. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
