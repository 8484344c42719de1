import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { runMigrations } from 'graphile-worker'

const FOLDER = new URL('../../migrations/', import.meta.url)
const NAME = /^\d{4}_[a-z0-9_]+\.sql$/

export interface Migration {
  readonly name: string
  readonly text: string
  readonly checksum: string
}

/** The numbered files, in order. Two files with one number are a mistake, and refused. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => NAME.test(name)).sort()
  const numbers = names.map((name) => name.slice(0, 4))
  const twice = numbers.find((number, i) => numbers.indexOf(number) !== i)
  if (twice) throw new Error(`two migrations are numbered ${twice}`)
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, FOLDER), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/**
 * Brings the database up to the newest migration; running it twice, or twice at once, is harmless.
 * Throws when an applied file was edited or is missing: history is never rewritten.
 */
export async function migrate(url: string, onApplied: (name: string) => void = () => {}): Promise<number> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=Asia/Shanghai' })
  client.on('error', () => {}) // the query under way reports it
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7406001)')
    await client.query(`create schema if not exists migration;
      create table if not exists migration.applied (
        name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
    const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migration.applied')
    const applied = new Map(rows.map((row) => [row.name, row.checksum]))
    const files = await readMigrations()
    refuseRewrittenHistory(files, applied)
    await runMigrations({ connectionString: url })
    let count = 0
    for (const file of files.filter((f) => !applied.has(f.name))) {
      await apply(client, file)
      onApplied(file.name)
      count++
    }
    return count
  } finally {
    await client.end()
  }
}

function refuseRewrittenHistory(files: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(files.map((file) => [file.name, file.checksum]))
  for (const [name, checksum] of applied) {
    if (!known.has(name)) throw new Error(`migration ${name} was applied to this database but its file is missing`)
    if (known.get(name) !== checksum) throw new Error(`migration ${name} was edited after it was applied`)
  }
}

async function apply(client: pg.Client, file: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query('insert into migration.applied (name, checksum) values ($1, $2)', [file.name, file.checksum])
    await client.query(file.text)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${file.name} failed: ${(error as Error).message}`, { cause: error })
  }
}
