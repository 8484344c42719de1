import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { DEFAULT_HOSPITAL, loadPayments, makeHospital } from './reconciliation/world.ts'
import { importStatement } from '#journey/throughout/reconciliation/operations/import-statement.ts'
import { inject, madeBooks, type Injected } from '#journey/throughout/reconciliation/testing/made-books.ts'
import { writeStatement } from '#journey/throughout/reconciliation/testing/statement-files.ts'
import { statementChannels, type StatementChannel } from '#journey/throughout/reconciliation/contract.ts'
import { systemContext } from '#platform/context/context.ts'
import { useKeys } from '#platform/crypto/index.ts'
import { closeDatabase, inTransaction, openDatabase, type Db } from '#platform/database/index.ts'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import type { BenchContext, BenchResult } from './bench.ts'

const DAY = '2026-03-17'
const LINES = 100_000
/** The insurer's settlements come from claims, which the insurance module makes; the three channels of payments are measured here. */
const MEASURED = statementChannels.filter((channel) => channel !== 'insurance')

/**
 * A day of 100,000 lines in three statement files with one per cent of errors of every class: read, matched, compared and stored
 * by the product's own import, against copying the same lines into a bare table in the same run.
 */
export async function run({ say }: BenchContext): Promise<BenchResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  useKeys('intl', { current: 'k1', masterKeys: new Map([['k1', new Uint8Array(32).fill(1)]]) })
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  client.on('error', () => {})
  const { db } = openDatabase(database.url, { poolSize: 4, applicationName: 'bench' })
  try {
    await migrate(database.url)
    await makeHospital(client)
    const results = []
    for (const [at, channel] of MEASURED.entries()) results.push(await measure(db, client, channel, Math.round(LINES / MEASURED.length), at + 1, say))
    return summed(results)
  } finally {
    await client.end()
    await closeDatabase(db)
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

interface Measured {
  readonly lines: number
  readonly seconds: number
  readonly copySeconds: number
  readonly injected: number
  readonly missed: number
  readonly invented: number
}

async function measure(db: Db, client: pg.Client, channel: StatementChannel, count: number, seed: number, say: (line: string) => void): Promise<Measured> {
  const books = inject(madeBooks({ channel, day: DAY, count, seed }), { share: 0.01, seed: seed + 100, channel })
  await loadPayments(client, channel, books.movements)
  const bytes = writeStatement(channel, books.lines, { institutionId: DEFAULT_HOSPITAL, day: DAY })
  const context = systemContext('bench', new Date(`${DAY}T23:59:00+08:00`))
  const began = performance.now()
  await inTransaction(db, context, (tx) => importStatement(tx, context, { institutionId: DEFAULT_HOSPITAL, channel, day: DAY, fileName: 'bench.csv', bytes, source: 'upload' }))
  const seconds = (performance.now() - began) / 1000
  const copySeconds = await copied(client, channel)
  const { missed, invented } = await judged(client, channel, books.injected)
  say(`${channel}: ${books.lines.length} lines in ${seconds.toFixed(1)} s, ${books.injected.length} errors, ${missed} missed, ${invented} invented`)
  return { lines: books.lines.length, seconds, copySeconds, injected: books.injected.length, missed, invented }
}

/** The same rows into a table without index or rule: the least that storing them costs. */
async function copied(client: pg.Client, channel: StatementChannel): Promise<number> {
  await client.query('create temporary table bare (like reconciliation.statement_line)')
  const began = performance.now()
  await client.query(`insert into bare select * from reconciliation.statement_line where channel = $1`, [channel])
  const seconds = (performance.now() - began) / 1000
  await client.query('drop table bare')
  return seconds
}

async function judged(client: pg.Client, channel: StatementChannel, injected: readonly Injected[]): Promise<{ missed: number; invented: number }> {
  const { rows } = await client.query<{ class: string; about: string }>(
    `select class, coalesce(movement_id::text, evidence -> 'theirs' ->> 'channelNumber') as about from reconciliation.difference where channel = $1`, [channel])
  const key = (one: { class: string; about: string }) => `${one.class} ${one.about}`
  const [found, planted] = [new Set(rows.map(key)), new Set(injected.map(key))]
  return { missed: [...planted].filter((one) => !found.has(one)).length, invented: [...found].filter((one) => !planted.has(one)).length }
}

function summed(results: readonly Measured[]): BenchResult {
  const sum = (key: keyof Measured) => results.reduce((total, one) => total + one[key], 0)
  return {
    ratios: { import_vs_bare_insert_seconds: sum('seconds') / sum('copySeconds') },
    invariants: { errors_missed: sum('missed'), differences_invented: sum('invented') },
    figures: {
      lines: { value: sum('lines'), unit: 'in three files' }, errors: { value: sum('injected'), unit: 'injected, of eight classes' },
      import: { value: Math.round(sum('seconds') * 10) / 10, unit: 's in all' }, lines_per_second: { value: Math.round(sum('lines') / sum('seconds')), unit: 'a second' },
    },
  }
}
