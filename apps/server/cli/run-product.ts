import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { childEnvironment, loadSecrets, type Config, type Secrets } from '#platform/config/index.ts'
import { useKeys } from '#platform/crypto/index.ts'
import { CannotStart, startEmbeddedDatabase } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import { buildPages } from './build-pages.ts'
import { prepareDataDirectory } from './data-directory.ts'
import { keepRunning, type KeptProcess } from './kept-process.ts'
import { claim } from './one-at-a-time.ts'
import { demandDatabase } from './own-database.ts'
import { demandFreePort } from './port.ts'
import type { Steps } from './steps.ts'
import { untilAsked, type Asked } from './until-asked.ts'
import { welcome } from './welcome.ts'

type Ending = () => Promise<void> | void

interface Running {
  /** What must be undone, in the order it was done. */
  readonly endings: Ending[]
  readonly asked: Asked
}

/** Starts everything, tells where it is, and ends it in order when asked: first the work, then the database. */
export async function runProduct(config: Config, steps: Steps): Promise<void> {
  const asked = untilAsked()
  const endings: Ending[] = []
  const starting = start(config, steps, { endings, asked })
  try {
    await Promise.race([asked.promise, starting])
    await asked.promise
    steps.say('\nFinishing what is under way …')
  } finally {
    await undo(endings)
    // Asked in the middle of the start: the step under way may have left one thing more. A long one is not waited for;
    // it is written so that the next start goes on where it was.
    await Promise.race([starting.catch(() => undefined), pause(5_000)])
    await undo(endings)
  }
  steps.say('Liuxin has ended in order.')
}

async function undo(endings: Ending[]): Promise<void> {
  for (let end = endings.pop(); end; end = endings.pop()) await end()
}

async function start(config: Config, steps: Steps, { endings, asked }: Running): Promise<void> {
  steps.say(`Liuxin 六心 is starting (data in ${config.dataDir}).`)
  for (const warning of config.warnings) steps.say(`  ! ${warning}`)
  prepareDataDirectory(config)
  const claimed = await claim(config.dataDir, config.publicUrl, steps.say)
  endings.push(claimed.release)
  void asked.promise.then(claimed.stopping, claimed.stopping)
  await demandFreePort(config, claimed.afterCrash ? (config.shutdownSeconds + 3) * 1000 : 1000)
  const secrets = loadSecrets(config)
  useKeys(config.cryptoSuite, secrets)

  // Side by side, and whichever fails first ends the start.
  const [databaseUrl] = await Promise.all([prepareDatabase(config, secrets, steps, { endings, asked }), steps.run('Pages', buildPages)])
  if (asked.already()) return

  const env = childEnvironment(config, databaseUrl)
  const processes = [
    keepRunning({ name: 'server', entry: 'main.ts', env, logFile: join(config.dataDir, 'server.log'), patienceSeconds: config.shutdownSeconds, say: steps.say }),
    keepRunning({ name: 'worker', entry: 'worker.ts', env, logFile: join(config.dataDir, 'worker.log'), patienceSeconds: config.shutdownSeconds, say: steps.say }),
  ]
  endings.push(() => stopAll(processes))
  await steps.run('Server and worker', () => Promise.all(processes.map((one) => one.ready)))
  await welcome(config, steps)
}

async function prepareDatabase(config: Config, secrets: Secrets, steps: Steps, running: Running): Promise<string> {
  const databaseUrl = await openDatabaseFor(config, steps, running)
  await steps.run('Tables', () => bringUpToDate(databaseUrl))
  await loadSampleRegion(config, secrets, databaseUrl, steps)
  return databaseUrl
}

async function bringUpToDate(url: string): Promise<void> {
  try {
    await migrate(url)
  } catch (error) {
    throw new CannotStart(`The tables could not be brought up to date; the step that failed changed nothing: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

async function openDatabaseFor(config: Config, steps: Steps, { endings, asked }: Running): Promise<string> {
  const { databaseUrl, dataDir } = config
  if (databaseUrl !== undefined) {
    await steps.run('Your database', () => demandDatabase(databaseUrl))
    return databaseUrl
  }
  return steps.run('Embedded database', async () => {
    const database = await startEmbeddedDatabase({ dataDir, log: (line) => steps.say(`  … ${line}`), onLost: asked.lost })
    endings.push(database.stop)
    return database.url
  })
}

async function stopAll(processes: readonly KeptProcess[]): Promise<void> {
  await Promise.all(processes.map((one) => one.stop()))
}

async function loadSampleRegion(config: Config, secrets: Secrets, url: string, steps: Steps): Promise<void> {
  const size = config.regionSize
  if (size === 'none') return
  await steps.run(`Sample region (${size})`, async (progress) => {
    // Asked here first: the generator is large, and after the first start there is nothing for it to do.
    if (await regionIsLoaded(url, size)) return
    const { loadRegion } = await import('#region/load.ts')
    await loadRegion({ url, size, keys: { suite: config.cryptoSuite, keys: secrets }, onProgress: progress })
  })
}

async function regionIsLoaded(url: string, size: string): Promise<boolean> {
  const client = new pg.Client(url)
  client.on('error', () => {}) // the query under way reports it
  await client.connect()
  try {
    const { rows } = await client.query(`select from platform.setting where name = 'region' and value ->> 'size' = $1 and (value -> 'done')::boolean`, [size])
    return rows.length > 0
  } finally {
    await client.end()
  }
}
