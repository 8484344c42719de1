import type pg from 'pg'
import { type Clock, movableClock, systemClock } from '#platform/clock/index.ts'
import type { Config } from '#platform/config/index.ts'
import { loadSecrets } from '#platform/config/index.ts'
import { useKeys } from '#platform/crypto/index.ts'
import { closeDatabase, openDatabase } from '#platform/database/index.ts'
import { createLog } from '#platform/logging/index.ts'
import { createLive } from '#platform/realtime/index.ts'
import type { Services } from '#platform/services.ts'

const CLOCK_REFRESH_MS = 250

export interface OpenServices extends Services {
  /** Works as the schema's owner; for job tables only. */
  readonly ownerPool: pg.Pool
  close(): Promise<void>
}

/** Opens what a process needs, from its configuration. */
export async function openServices(config: Config, process: 'server' | 'worker'): Promise<OpenServices> {
  if (!config.databaseUrl) throw new Error('a server process needs DATABASE_URL; npm start gives it one')
  useKeys(config.cryptoSuite, loadSecrets(config))
  const log = createLog(config.logLevel, process)
  const { db, pool } = openDatabase(config.databaseUrl, { poolSize: process === 'server' ? 20 : 12, applicationName: `liuxin ${process}` })
  const { db: ownerDb, pool: ownerPool } = openDatabase(config.databaseUrl, { poolSize: 14, applicationName: `liuxin ${process} jobs`, role: null })
  const live = createLive(pool, log)
  const { clock, stopClock } = await startClock(config, pool)
  await live.start()
  return {
    db, pool, ownerPool, config, clock, log, live,
    async close() {
      stopClock()
      await live.stop()
      await Promise.all([closeDatabase(db), closeDatabase(ownerDb)])
    },
  }
}

async function startClock(config: Config, pool: pg.Pool): Promise<{ clock: Clock; stopClock(): void }> {
  if (!config.demo) return { clock: systemClock, stopClock: () => {} }
  const clock = movableClock(pool)
  await clock.refresh()
  const timer = setInterval(() => void clock.refresh().catch(() => {}), CLOCK_REFRESH_MS)
  return { clock, stopClock: () => clearInterval(timer) }
}
