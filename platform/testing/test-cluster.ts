import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '#platform/database/migrate.ts'
import { forgetful, startEmbeddedDatabase } from '#platform/database/embedded/index.ts'

const prefix = 'liuxin-test-'
export const TEMPLATE = 'liuxin_template'

export interface TestCluster {
  /** Address of the migrated database that every test file gets a copy of. */
  readonly templateUrl: string
  stop(): Promise<void>
}

/** One throw-away PostgreSQL for a whole test run, migrated once. */
export async function startTestCluster(): Promise<TestCluster> {
  await sweep()
  const dataDir = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  chmodSync(dataDir, 0o755)
  const database = await startEmbeddedDatabase({ dataDir, log: () => {}, tuning: forgetful })
  const stop = async () => {
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    const client = new pg.Client(database.url)
    await client.connect()
    await client.query(`create database ${TEMPLATE}`)
    await client.end()
    const templateUrl = named(database.url, TEMPLATE)
    await migrate(templateUrl)
    return { templateUrl, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The same server, another database. */
export function named(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}

/** Removes what earlier runs left when they were killed: their databases are still running. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length).split('-')[0])
    if (isAlive(pid)) continue
    const dataDir = join(tmpdir(), name)
    try {
      const orphan = Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
      if (orphan > 1) process.kill(orphan, 'SIGQUIT')
    } catch {
      // It had ended already, or belongs to another user, whose next run will find it.
    }
    try {
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    } catch {
      continue
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
