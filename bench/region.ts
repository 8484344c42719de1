import { availableParallelism, tmpdir } from 'node:os'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { useKeys } from '#platform/crypto/index.ts'
import { startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import { copyBlocks } from '#region/copy.ts'
import { makePersonBlocks, type PersonBlocks, type PersonRange } from '#region/person-blocks.ts'
import { fromThreads } from '#region/person-source.ts'
import { tables } from '#region/tables.ts'
import type { BenchContext, BenchResult } from './bench.ts'

const ROUNDS = 3
const RANGES = 4
const RANGE = 10_000
const KEYS = { current: 'k1', masterKeys: new Map([['k1', new Uint8Array(32).fill(1)]]) }

/**
 * People of the sample region as they are loaded (made from the seed, encrypted, hashed, copied in, range by range) against
 * plain COPY of the very same rows prepared beforehand, in turns within one run. Rows of the index and of documents count.
 */
export async function run({ say }: BenchContext): Promise<BenchResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-bench-'))
  chmodSync(dataDir, 0o755)
  useKeys('intl', KEYS)
  const database = await startEmbeddedDatabase({ dataDir, log: say })
  const client = new pg.Client({ connectionString: database.url, options: '-c synchronous_commit=off' })
  await client.connect()
  try {
    await migrate(database.url)
    const at = new Date()
    const ranges: PersonRange[] = Array.from({ length: RANGES }, (_, i) => ({ seed: 'bench', size: 'city', at, from: 100_000 + i * RANGE, to: 100_000 + (i + 1) * RANGE }))
    const prepared = ranges.map(makePersonBlocks)
    const whole: number[] = []
    const plain: number[] = []
    let missing = 0
    for (let round = 1; round <= ROUNDS; round++) {
      whole.push(await timed(() => loadMade(client, ranges)))
      missing += RANGES * RANGE - (await countAndClear(client))
      plain.push(await timed(() => loadPrepared(client, prepared)))
      missing += RANGES * RANGE - (await countAndClear(client))
      say(`round ${round}: ${Math.round(whole.at(-1)!)} rows a second as loaded, ${Math.round(plain.at(-1)!)} by plain COPY`)
    }
    return {
      ratios: { region_load_vs_plain_copy: median(whole.map((rate, i) => rate / plain[i]!)) },
      invariants: { rows_missing: missing },
      figures: {
        loaded: { value: Math.round(median(whole)), unit: 'rows a second' },
        plain_copy: { value: Math.round(median(plain)), unit: 'rows a second' },
      },
    }
  } finally {
    await client.end()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (2 * RANGES * RANGE) / ((performance.now() - began) / 1000)
}

async function copyBoth(client: pg.Client, { person, document }: PersonBlocks): Promise<void> {
  await client.query('begin')
  await copyBlocks(client, tables.person, person)
  await copyBlocks(client, tables.document, document)
  await client.query('commit')
}

async function loadMade(client: pg.Client, ranges: readonly PersonRange[]): Promise<void> {
  for await (const { blocks } of fromThreads({ suite: 'intl', keys: KEYS }, Math.max(1, availableParallelism() - 1)).ranges(ranges)) await copyBoth(client, blocks)
}

async function loadPrepared(client: pg.Client, prepared: readonly PersonBlocks[]): Promise<void> {
  for (const blocks of prepared) await copyBoth(client, blocks)
}

async function countAndClear(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from people.person p join people.identity_document d using (person_id)')
  await client.query('truncate people.person cascade')
  return rows[0]!.n
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
