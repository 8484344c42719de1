import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { SearchAnswer } from '#journey/throughout/directory/contract.ts'
import { useKeys } from '#platform/crypto/index.ts'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import { loadRegion } from '#region/load.ts'
import type { BenchContext, BenchResult } from './bench.ts'
import { familyMicroseconds } from './booking/processor-time.ts'
import { type RunningServer, startServer } from './booking/server.ts'
import { requirePgbench } from './booking/pgbench.ts'
import { departmentsFor, freeTimesByPgbench, makeSupply } from './search/free-times.ts'
import { getLoad, type Load } from './search/get-load.ts'
import { indexForSql, sqlAnswer, sqlLoad } from './search/sql-search.ts'

const ROUNDS = 3
const SECONDS = 4
const CONNECTIONS = 16
/** People who search at the same time. */
const USERS = 50

/** What people type: symptoms, diseases, departments, hospitals, doctors; in characters, pinyin, initials; some of it wrong. */
const QUESTIONS = [
  '胸闷', '糖尿病', '白内障', '心慌', '腰痛', '失眠', '心内科', '骨科', '儿科', '中心医院', '妇幼', '林知夏', '王', '李', 'xiongmen', 'tangniaobing',
  'xnk', 'gxy', 'zhongxinyiyuan', '房颤', '肺结节', '孩子发烧', '凶闷', '最近总是头晕怎么办', '中心医院 心内科', '市一医院骨科', '冠心病', '体检', '牙疼', 'cardiology',
]
/** Words whose departments SQL can count as well. */
const CHECKED = ['胸闷', '糖尿病', '白内障', '腰痛', '失眠', '痔疮', '怀孕', '肺结节']

/**
 * The search box over a city of 103 institutions and some 5,800 doctors, over HTTP, against the same question asked of
 * PostgreSQL with trigram indexes over the driver, in turns within one run. The search answers from memory; the ratio says what that is worth.
 */
export async function run({ say }: BenchContext): Promise<BenchResult> {
  requirePgbench()
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  useKeys('intl', { current: 'k1', masterKeys: new Map([['k1', new Uint8Array(32).fill(1)]]) })
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  const pool = new pg.Pool({ connectionString: database.url, max: CONNECTIONS })
  // A connection that the stopping database ends says nothing about the measurement.
  pool.on('error', () => {})
  let server: RunningServer | undefined
  try {
    say('loading the city\'s hospitals and doctors')
    await migrate(database.url)
    await loadRegion({ url: database.url, size: 'city', until: 'places' })
    await indexForSql(pool)
    await makeSupply(database.url, say)
    server = await startServer(database.url, dataDir)
    const postmaster = Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
    return await measure({ url: database.url, dataDir, pool, server, postmaster }, say)
  } finally {
    await server?.stop()
    await pool.end()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface World {
  readonly url: string
  readonly dataDir: string
  readonly pool: pg.Pool
  readonly server: RunningServer
  readonly postmaster: number
}

interface Measured extends Load {
  /** Microseconds of server and PostgreSQL together for one search: what a busy machine cannot blur. */
  readonly cpu: number
}

async function measured({ server, postmaster }: World, work: () => Promise<Load>): Promise<Measured> {
  const used = (): number => familyMicroseconds(server.pid) + familyMicroseconds(postmaster)
  const before = used()
  const load = await work()
  return { ...load, cpu: (used() - before) / load.count }
}

async function measure(world: World, say: (line: string) => void): Promise<BenchResult> {
  const { pool, server } = world
  const url = `http://127.0.0.1:${server.port}`
  const addresses = QUESTIONS.map((q) => `${url}/api/directory/search?q=${encodeURIComponent(q)}&near=119.62,30.47`)
  await getLoad(addresses, CONNECTIONS, 2)
  const http: Measured[] = []
  const sql: Measured[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    http.push(await measured(world, () => getLoad(addresses, CONNECTIONS, SECONDS)))
    sql.push(await measured(world, () => sqlLoad(pool, QUESTIONS, CONNECTIONS, SECONDS)))
    say(`round ${round}: ${Math.round(http.at(-1)!.rate)} over HTTP, ${Math.round(sql.at(-1)!.rate)} by SQL, searches a second`)
  }
  const openings = await openingsFor(world, url)
  say(`fifty people: words ${openings.words.p95.toFixed(0)} ms, clinics with their next time ${openings.clinics.p95.toFixed(0)} ms (95 of 100)`)
  const answers = await Promise.all(addresses.map(ask))
  const empty = answers.filter(({ understood, total }) => understood.length + total.institutions + total.departments + total.practitioners === 0)
  return {
    ratios: {
      search_over_http_vs_sql_trigrams: median(http.map((one, i) => one.rate / sql[i]!.rate)),
      cpu_of_sql_vs_cpu_over_http: median(http.map((one, i) => sql[i]!.cpu / one.cpu)),
      free_times_vs_pgbench_same_query: openings.freeTimes.rate / openings.freeTimesByPgbench,
    },
    invariants: {
      failed: [...http, openings.words, openings.clinics, openings.freeTimes].reduce((sum, one) => sum + one.failed, 0),
      unanswered: empty.length,
      differs_from_sql: await differences(pool, url),
    },
    figures: {
      searches: { value: Math.round(median(http.map((one) => one.rate))), unit: 'a second' },
      fifty_users_words_p95: { value: round(openings.words.p95), unit: 'ms' },
      fifty_users_clinics_p95: { value: round(openings.clinics.p95), unit: 'ms, with price, distance and the next free time' },
      free_times_lists: { value: Math.round(openings.freeTimes.rate), unit: 'a second, a department each' },
      free_times_lists_by_pgbench: { value: Math.round(openings.freeTimesByPgbench), unit: 'a second' },
      p50: { value: round(median(http.map((one) => one.p50))), unit: 'ms' },
      p99: { value: round(median(http.map((one) => one.p99))), unit: 'ms' },
      cpu_per_search: { value: Math.round(median(http.map((one) => one.cpu))), unit: 'µs of server and PostgreSQL' },
      sql_cpu_per_search: { value: Math.round(median(sql.map((one) => one.cpu))), unit: 'µs of PostgreSQL' },
      sql_searches: { value: Math.round(median(sql.map((one) => one.rate))), unit: 'a second' },
      sql_p50: { value: round(median(sql.map((one) => one.p50))), unit: 'ms' },
    },
  }
}

/** Fifty people at once, each asking again as soon as they have their answer: words, clinics by words, and departments' lists of free times. */
async function openingsFor({ pool, url: databaseUrl, dataDir }: World, url: string) {
  const departments = await departmentsFor(pool)
  const place = (at: number) => `${(119.55 + (at % 12) / 80).toFixed(3)},${(30.41 + (at % 9) / 70).toFixed(3)}`
  const words = QUESTIONS.flatMap((q, at) => [0, 1, 2].map((more) => `${url}/api/directory/search?q=${encodeURIComponent(q)}&near=${place(at + more * 5)}`))
  const clinics = QUESTIONS.flatMap((q, at) => [0, 1, 2].map((more) => `${url}/api/booking/openings?q=${encodeURIComponent(q)}&near=${place(at + more * 5)}`))
  const lists = departments.map((one) => `${url}/api/booking/openings?institutionId=${one.institutionId}&departmentId=${one.departmentId}`)
  await getLoad(clinics, USERS, 2)
  return {
    words: await getLoad(words, USERS, SECONDS),
    clinics: await getLoad(clinics, USERS, SECONDS),
    freeTimes: await getLoad(shuffled(lists), USERS, SECONDS),
    freeTimesByPgbench: await freeTimesByPgbench(databaseUrl, dataDir, departments.length, 16, SECONDS),
  }
}

/** Always the same disorder. */
function shuffled<T>(values: readonly T[]): T[] {
  return values.map((value, at) => ({ value, at: (Math.imul(at + 1, 2_654_435_761) >>> 0) })).sort((a, b) => a.at - b.at).map((one) => one.value)
}

/** A word must lead to exactly the departments that its subjects have. */
async function differences(pool: pg.Pool, url: string): Promise<number> {
  let differing = 0
  for (const word of CHECKED) {
    const { total } = await ask(`${url}/api/directory/search?q=${encodeURIComponent(word)}`)
    if (total.departments !== (await sqlAnswer(pool, word)).departmentCount) differing++
  }
  return differing
}

async function ask(address: string): Promise<SearchAnswer> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address} answered ${response.status}`)
  return (await response.json()) as SearchAnswer
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const round = (value: number): number => Math.round(value * 100) / 100
