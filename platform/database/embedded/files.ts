import { randomBytes } from 'node:crypto'
import { accessSync, chownSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { CannotStart, explainWriteFailure } from './cannot-start.ts'
import type { Owner } from './owner.ts'

/** Where things are under the data directory. */
export interface Places {
  readonly home: string
  readonly cluster: string
  readonly password: string
  readonly port: string
  readonly startLog: string
}

export function placesIn(dataDir: string): Places {
  const home = join(dataDir, 'postgres')
  return {
    home,
    cluster: join(home, 'cluster'),
    password: join(home, 'password'),
    port: join(home, 'port'),
    startLog: join(home, 'start.log'),
  }
}

/** Makes the folder and proves that it can be written, before anything else is tried. */
export function prepareHome(places: Places): void {
  try {
    mkdirSync(places.home, { recursive: true })
    accessSync(places.home, constants.W_OK)
    const probe = join(places.home, '.probe')
    writeFileSync(probe, 'x'.repeat(64 * 1024), { flush: true })
    rmSync(probe)
  } catch (error) {
    throw explainWriteFailure(places.home, error)
  }
}

/** Readable by nobody but the user who starts the product. Local programs without it cannot reach the data. */
export function passwordFor(places: Places): string {
  if (existsSync(places.password)) return readFileSync(places.password, 'utf8').trim()
  if (existsSync(places.cluster)) throw new CannotStart(`${places.password} is missing, and the database cannot be opened without it. Restore it from the backup.`)
  const password = randomBytes(24).toString('base64url')
  writeFileSync(places.password, `${password}\n`, { mode: 0o600, flush: true })
  return password
}

/** The port of last time when it is still free, so that addresses written down elsewhere stay true. */
export async function choosePort(places: Places): Promise<number> {
  const remembered = existsSync(places.port) ? Number(readFileSync(places.port, 'utf8')) : 0
  const port = (await freePort(remembered)) ?? (await freePort(0))
  if (port === undefined) throw new CannotStart('No port is free on 127.0.0.1 for the embedded database.')
  if (port !== remembered) writeFileSync(places.port, `${port}\n`)
  return port
}

function freePort(wanted: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(undefined))
    probe.listen({ port: wanted, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : undefined
      probe.close(() => resolve(port))
    })
  })
}

export function giveTo(owner: Owner, path: string): void {
  if (process.getuid?.() === 0 && owner.uid !== undefined && owner.gid !== undefined) chownSync(path, owner.uid, owner.gid)
}
