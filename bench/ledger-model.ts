import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import pg from 'pg'
import { closeDays } from '#engines/ledger/index.ts'
import { installPlayer, playInDatabase, startOf } from '#engines/ledger/testing/in-database.ts'
import { playOverConnections } from '#engines/ledger/testing/over-connections.ts'
import { sequence } from '#engines/ledger/testing/sequences.ts'
import { systemContext } from '#platform/context/context.ts'
import { closeDatabase, openDatabase } from '#platform/database/index.ts'
import { forgetful, startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import type { BenchContext, BenchResult } from './bench.ts'
import { familyMicroseconds, processMicroseconds } from './booking/processor-time.ts'
import { numberAfter } from './flags.ts'

const SEQUENCES = 100_000
/** Of them, so many over real connections that are killed; the others inside the database, where no network is waited for. */
const OVER_CONNECTIONS = 1000
/** So many are played in one transaction: it remembers every act until its end, so that more would be slower. */
const BATCH = 10
const BOOKS = 1000
const TEMPLATE = 'model'
const WORKERS = 2

interface Plan { readonly sequences: number; readonly overConnections: number; readonly seed: number }
interface Proof { readonly sum: number; readonly unexplained: number; readonly entries: number }
interface Totals { sequences: number; acts: number; done: number; refused: number; crashed: number; killed: number; committedUnknown: number; faults: string[] }

/**
 * Random sequences of transfers, holds, parts of holds, voids, expiries, reversals, links and batches, sent again, in another
 * order and crashed, against a plain program of arrays and arithmetic: after every act every balance must agree.
 * `--sequences N`, `--connections N` and `--seed N` play others.
 */
export async function run({ say, flags }: BenchContext): Promise<BenchResult> {
  const wished = numberAfter(flags, '--sequences', SEQUENCES)
  const overConnections = Math.min(wished, numberAfter(flags, '--connections', OVER_CONNECTIONS))
  const seed = numberAfter(flags, '--seed', 20_261_122)
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  // Commits are as they are; only that they survive a power cut is given up, which nothing here asks for.
  const database = await startEmbeddedDatabase({ dataDir, log: say, tuning: { ...forgetful, shared_buffers: '512MB' } })
  const postmaster = Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
  const used = () => familyMicroseconds(postmaster) + processMicroseconds(process.pid)
  const usedBefore = used()
  const began = performance.now()
  const totals: Totals = { sequences: 0, acts: 0, done: 0, refused: 0, crashed: 0, killed: 0, committedUnknown: 0, faults: [] }
  const progress = () => say(`${totals.sequences} sequences, ${totals.acts} acts, ${totals.faults.length} faults, ${Math.round((performance.now() - began) / 1000)} s`)
  try {
    await prepare(database.url)
    const proofs = (await Promise.all(Array.from({ length: WORKERS }, (_, w) =>
      work(database.url, w, { sequences: Math.floor((wished - overConnections) / WORKERS), overConnections: Math.floor(overConnections / WORKERS), seed: seed + w * wished }, totals, progress)))).flat()
    for (const fault of totals.faults.slice(0, 3)) say(fault)
    const seconds = Math.round((performance.now() - began) / 1000)
    return {
      ratios: {},
      invariants: {
        sequences_that_differ: totals.faults.length, sum_of_accounts: sum(proofs.map((proof) => Math.abs(proof.sum))), unexplained_entries: sum(proofs.map((proof) => proof.unexplained)),
      },
      figures: {
        sequences: { value: totals.sequences, unit: `played, ${overConnections} of them over connections that were killed` }, acts: { value: totals.acts, unit: 'acts compared' },
        acts_done: { value: totals.done, unit: 'acts' }, acts_refused: { value: totals.refused, unit: 'acts' }, acts_crashed: { value: totals.crashed, unit: 'acts' },
        connections_killed: { value: totals.killed, unit: 'connections' }, committed_and_nobody_told: { value: totals.committedUnknown, unit: 'of the killed' },
        entries: { value: sum(proofs.map((proof) => proof.entries)), unit: 'entries' }, seconds: { value: seconds, unit: 's' },
        processor: { value: Math.round((used() - usedBefore) / totals.sequences), unit: 'µs a sequence' },
      },
    }
  } finally {
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/**
 * One worker has a database of its own, for holds expire for everybody at once; and a new one after every {@link BOOKS} sequences, for each
 * sequence brings hospitals of its own, and a region of thousands of hospitals is another question than the one asked here.
 */
async function work(url: string, worker: number, plan: Plan, totals: Totals, progress: () => void): Promise<Proof[]> {
  const all = plan.sequences + plan.overConnections
  const proofs: Proof[] = []
  for (let from = 0; from < all && totals.faults.length === 0; from += BOOKS) {
    const address = await databaseOf(url, `model_${worker}_${from}`)
    proofs.push(await playBooks(address, plan, { from, until: Math.min(all, from + BOOKS) }, totals))
    await admin(url, `drop database model_${worker}_${from} with (force)`)
    progress()
  }
  return proofs
}

async function playBooks(address: string, plan: Plan, { from: first, until }: { readonly from: number; readonly until: number }, totals: Totals): Promise<Proof> {
  const { db } = openDatabase(address, { poolSize: 4, applicationName: 'bench' })
  const { db: owner, pool } = openDatabase(address, { poolSize: 2, applicationName: 'bench-owner', role: null })
  const all = plan.sequences + plan.overConnections
  for (let from = first; from < until && totals.faults.length === 0; from += BATCH) {
    const size = Math.min(BATCH, until - from)
    const some = fc.sample(sequence, { numRuns: size, seed: plan.seed + from }).map((one, n) => ({ number: from + n, sequence: one }))
    // The ones over connections are spread over the whole run.
    const direct = Math.round(((from + size) * plan.overConnections) / all) - Math.round((from * plan.overConnections) / all)
    for (const one of some.slice(0, direct)) add(totals, await playOverConnections(address, db, owner, one), 1)
    if (direct < size) add(totals, await playInDatabase(db, some.slice(direct)), size - direct)
  }
  await closeDays(db, systemContext('bench', new Date(startOf(until + 24))))
  const { rows } = await pool.query<Proof>(`select (select coalesce(sum(balance_cents), 0) from ledger.balance)::float8 as sum,
    (select count(*) from ledger.unexplained())::float8 as unexplained, (select count(*) from ledger.entry)::float8 as entries`)
  await closeDatabase(db)
  await closeDatabase(owner)
  return rows[0]!
}

/** Migrated once, with the player in it: every other database is a copy. */
async function prepare(url: string): Promise<void> {
  await admin(url, `create database ${TEMPLATE}`)
  const address = addressOf(url, TEMPLATE)
  await migrate(address)
  const { db: owner } = openDatabase(address, { poolSize: 1, applicationName: 'bench-owner', role: null })
  await installPlayer(owner)
  await closeDatabase(owner)
}

async function databaseOf(url: string, name: string): Promise<string> {
  await admin(url, `create database ${name} template ${TEMPLATE}`)
  return addressOf(url, name)
}

function addressOf(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}

async function admin(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement)
  await client.end()
}

function add(totals: Totals, played: Partial<Totals> & { readonly acts: number; readonly faults: string[] }, sequences: number): void {
  totals.sequences += sequences
  totals.acts += played.acts
  totals.done += played.done ?? 0
  totals.refused += played.refused ?? 0
  totals.crashed += played.crashed ?? 0
  totals.killed += played.killed ?? 0
  totals.committedUnknown += played.committedUnknown ?? 0
  totals.faults.push(...played.faults)
}

const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
