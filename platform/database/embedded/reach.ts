import { existsSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { DATABASE_NAME } from './cluster.ts'
import { passwordFor, placesIn } from './files.ts'
import { startEmbeddedDatabase } from './index.ts'

export interface Reached {
  readonly url: string
  /** Ends what was started to reach it; a database that ran before goes on running. */
  close(): Promise<void>
}

/** The embedded database under `dataDir`: the one that is running, or else started for as long as it is needed. */
export async function reachEmbeddedDatabase(dataDir: string, log: (line: string) => void): Promise<Reached> {
  const running = await runningUrl(dataDir)
  if (running) return { url: running, close: async () => {} }
  const { url, stop } = await startEmbeddedDatabase({ dataDir, log })
  return { url, close: stop }
}

async function runningUrl(dataDir: string): Promise<string | undefined> {
  const places = placesIn(dataDir)
  if (!existsSync(places.port) || !existsSync(places.cluster)) return undefined
  const port = Number(readFileSync(places.port, 'utf8'))
  const url = `postgres://${DATABASE_NAME}:${passwordFor(places)}@127.0.0.1:${port}/${DATABASE_NAME}`
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  try {
    await client.connect()
    return url
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => {})
  }
}
