import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { CannotStart, systemCode } from './cannot-start.ts'
import { DATABASE_NAME } from './cluster.ts'
import type { Places } from './files.ts'
import type { Postmaster } from './postmaster.ts'

/** 57P03: starting up, shutting down, or replaying its log after a crash. */
const notYet = new Set(['57P03', 'ECONNREFUSED', 'ECONNRESET', 'timeout expired', 'Connection terminated unexpectedly'])

/** Waits for the first answer. `false` when PostgreSQL ended instead; its reasons are in the start log. */
export async function untilReady(postmaster: Postmaster, address: string, log: (line: string) => void): Promise<boolean> {
  const began = Date.now()
  let nextNotice = 5_000
  while (postmaster.alive()) {
    const answer = await ask(address)
    if (answer === 'ready') return true
    if (!notYet.has(answer)) throw new CannotStart(`The embedded database does not let us in (${answer}).`)
    if (Date.now() - began > nextNotice) {
      log(`The database is replaying its log after an interruption (${Math.round((Date.now() - began) / 1000)} s).`)
      nextNotice += 10_000
    }
    await pause(20)
  }
  return false
}

async function ask(address: string): Promise<string> {
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 5_000 })
  // A connection that breaks later than its query must not end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ found: boolean }>('select exists (select from pg_database where datname = $1) as found', [DATABASE_NAME])
    if (!rows[0]?.found) await client.query(`create database ${DATABASE_NAME}`)
    return 'ready'
  } catch (error) {
    return systemCode(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Turns the reasons PostgreSQL wrote into one sentence. `passing`: the next try may succeed. */
export function explainEnd(places: Places): { readonly passing: boolean; readonly reason: string } {
  const said = readFileSync(places.startLog, 'utf8') + newestLog(places)
  const passing = /Address already in use|still in use|already running|lock file .* already exists/.test(said)
  if (/No space left|Disk quota/.test(said)) {
    return { passing: false, reason: `The disk that holds ${places.cluster} is full. Nothing acknowledged is lost; make room and start again.` }
  }
  if (/Read-only file system|Permission denied/.test(said)) {
    return { passing: false, reason: `The database in ${places.cluster} cannot be written. Nothing was changed; give its user the right to write there.` }
  }
  const fatal = said.split('\n').findLast((line) => /FATAL|PANIC/.test(line)) ?? said.trim().split('\n').at(-1) ?? ''
  return { passing, reason: `The embedded database did not start: ${fatal.replace(/^.*?(FATAL|PANIC): +/, '')} (see ${places.home})` }
}

/** The end of what it wrote once its own log was open: the lines after its last start. */
function newestLog(places: Places): string {
  const folder = join(places.cluster, 'log')
  const names = existsSync(folder) ? readdirSync(folder) : []
  const newest = names.map((name) => join(folder, name)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]
  const text = newest ? readFileSync(newest, 'utf8') : ''
  return text.slice(Math.max(0, text.lastIndexOf('starting PostgreSQL')))
}
