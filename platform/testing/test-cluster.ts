import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
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
    if (isAlive(Number(name.slice(prefix.length).split('-')[0]))) continue
    const dataDir = join(tmpdir(), name)
    try {
      await endOrphan(dataDir)
      rmSync(dataDir, { recursive: true, force: true })
    } catch {
      // It belongs to another user, whose next run will find it.
    }
  }
}

async function endOrphan(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postgres/cluster/postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  if (pid <= 1 || !isAlive(pid)) return
  process.kill(pid, 'SIGQUIT')
  for (let wait = 0; wait < 100 && isAlive(pid); wait++) await pause(50)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
