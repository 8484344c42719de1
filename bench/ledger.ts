import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { closeDays } from '#engines/ledger/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { closeDatabase, openDatabase, type Db } from '#platform/database/index.ts'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import type { BenchContext, BenchResult, Figure } from './bench.ts'
import { numberAfter } from './flags.ts'
import { requirePgbench } from './booking/pgbench.ts'
import { familyMicroseconds } from './booking/processor-time.ts'
import { byPgbench, makeSides, postAlone, postInBatches, postSingly, SIDES, transfersOf } from './ledger/postings.ts'
import { askStatements, quantile } from './ledger/statements.ts'
import { makeYear } from './ledger/years.ts'

// Many short turns: whatever else the machine does then falls on all alike.
const ROUNDS = 8
const SECONDS = 2
const CONNECTIONS = 16
const CALLERS = 256
const ENTRIES = 10_000_000
const QUESTIONS = 2000
const LIMIT_MS = 100

interface World {
  readonly db: Db
  readonly client: pg.Client
  readonly url: string
  readonly dataDir: string
  say(line: string): void
}

/**
 * Posting through the ledger's door, one by one and in batches, in turns with PostgreSQL's own load generator writing the same
 * rows by plain statements; then statements over a year of ten million entries (`--entries N` for fewer), and the proof over all.
 */
export async function run({ say, flags }: BenchContext): Promise<BenchResult> {
  requirePgbench()
  const entries = numberAfter(flags, '--entries', ENTRIES)
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  const { db } = openDatabase(database.url, { poolSize: CONNECTIONS, applicationName: 'bench' })
  const client = new pg.Client({ connectionString: database.url, options: '-c timezone=Asia/Shanghai -c liuxin.scope=system' })
  await client.connect()
  try {
    await migrate(database.url)
    const world: World = { db, client, url: database.url, dataDir, say }
    const posting = await measurePosting(world)
    const reading = await measureReading(world, entries)
    const proof = await prove(world)
    return { ratios: { ...posting.ratios, ...reading.ratios }, invariants: proof.invariants, figures: { ...posting.figures, ...reading.figures, ...proof.figures } }
  } finally {
    await client.end()
    await closeDatabase(db)
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function measurePosting({ db, client, url, dataDir, say }: World): Promise<Omit<BenchResult, 'invariants'>> {
  await makeSides(db)
  const postmaster = Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
  const rounds: { single: number; alone: number; batched: number; perBatch: number; plain: number; call: number }[] = []
  // What else the machine does cannot blur this: microseconds of PostgreSQL a transfer.
  const cpu = { single: [0, 0], alone: [0, 0], batched: [0, 0], plain: [0, 0], call: [0, 0] }
  const metered = async <T>(who: keyof typeof cpu, work: () => Promise<T>): Promise<T> => {
    const [used, posted] = [familyMicroseconds(postmaster), await transfersOf(client, SIDES[who])]
    const result = await work()
    cpu[who][0]! += familyMicroseconds(postmaster) - used
    cpu[who][1]! += (await transfersOf(client, SIDES[who])) - posted
    return result
  }
  for (let round = 0; round <= ROUNDS; round++) {
    const seconds = round === 0 ? 2 : SECONDS
    const plain = await metered('plain', () => byPgbench(url, dataDir, 'plain', CONNECTIONS, seconds))
    const single = await metered('single', () => postSingly(db, CONNECTIONS, seconds))
    const alone = await metered('alone', () => postAlone(db, CONNECTIONS, seconds))
    const call = await metered('call', () => byPgbench(url, dataDir, 'call', CONNECTIONS, seconds))
    const batched = await metered('batched', () => postInBatches(db, CALLERS, seconds))
    if (round === 0) {
      await client.query('analyze')
      continue
    }
    rounds.push({ single, alone, batched: batched.rate, perBatch: batched.perBatch, plain, call })
    say(`round ${round}: ${Math.round(plain)} by pgbench's plain statements, ${Math.round(call)} by its calls, ${Math.round(alone)} through the door, ${Math.round(single)} in a module's transaction, ${Math.round(batched.rate)} in batches of ${Math.round(batched.perBatch)}, transfers a second`)
  }
  const of = (value: (round: (typeof rounds)[number]) => number) => quantile(rounds.map(value), 0.5)
  const rate = (value: number): Figure => ({ value: Math.round(value), unit: 'transfers a second' })
  return {
    ratios: {
      posting_vs_pgbench_same_entries: of((r) => r.alone / r.plain),
      in_a_module_s_transaction_vs_pgbench_same_entries: of((r) => r.single / r.plain),
      batched_vs_pgbench_same_entries: of((r) => r.batched / r.plain),
      posting_vs_pgbench_same_call: of((r) => r.alone / r.call),
      batched_vs_pgbench_same_call: of((r) => r.batched / r.call),
    },
    figures: {
      posted_singly: rate(of((r) => r.alone)), posted_in_a_module_s_transaction: rate(of((r) => r.single)), posted_in_batches: rate(of((r) => r.batched)), pgbench_plain: rate(of((r) => r.plain)), pgbench_calls: rate(of((r) => r.call)),
      ...Object.fromEntries(Object.entries(cpu).map(([who, [used, posted]]) => [`cpu_${who}`, { value: Math.round(used! / posted!), unit: 'µs of PostgreSQL a transfer' }])),
      batch: { value: Math.round(of((r) => r.perBatch)), unit: 'transfers' },
      posted: { value: await transfersOf(client, SIDES.single) + await transfersOf(client, SIDES.alone) + await transfersOf(client, SIDES.batched), unit: 'transfers in all' },
    },
  }
}

async function measureReading({ db, client, say }: World, entries: number): Promise<Omit<BenchResult, 'invariants'>> {
  let began = performance.now()
  await makeYear(client, entries)
  say(`${entries} entries written in ${since(began)} s`)
  began = performance.now()
  const closings = await closeDays(db, systemContext('bench', new Date()))
  const closing = since(began)
  say(`${closings} closings in ${closing} s`)
  const times = await askStatements(db, QUESTIONS)
  const all = Object.values(times).flat()
  const figures = Object.fromEntries(Object.entries(times).map(([kind, ms]): [string, Figure] => [`p95_${kind.replaceAll(/\W+/g, '_')}`, { value: round1(quantile(ms, 0.95)), unit: 'ms' }]))
  return {
    ratios: { statement_p95_vs_limit: quantile(all, 0.95) / LIMIT_MS },
    figures: {
      entries_read_over: { value: entries, unit: 'entries' },
      statement_p50: { value: round1(quantile(all, 0.5)), unit: 'ms' }, statement_p95: { value: round1(quantile(all, 0.95)), unit: 'ms' },
      statement_slowest: { value: round1(quantile(all, 1)), unit: 'ms' }, ...figures,
      a_year_of_days_closed: { value: closing, unit: 's' }, closings: { value: closings, unit: 'closings' },
    },
  }
}

async function prove({ client, say }: World): Promise<Omit<BenchResult, 'ratios'>> {
  const began = performance.now()
  await client.query(`set work_mem = '256MB'`)
  const sum = await client.query<{ n: string }>('select coalesce(sum(balance_cents), 0) as n from ledger.balance')
  const unexplained = await client.query<{ n: string }>('select count(*) as n from ledger.unexplained()')
  say(`proved in ${since(began)} s`)
  return {
    invariants: { sum_of_accounts: Number(sum.rows[0]!.n), unexplained_entries: Number(unexplained.rows[0]!.n) },
    figures: { proof: { value: since(began), unit: 's' } },
  }
}

const round1 = (value: number) => Math.round(value * 10) / 10
const since = (began: number) => round1((performance.now() - began) / 1000)
