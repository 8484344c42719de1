import { setTimeout as pause } from 'node:timers/promises'
import { findBinaries } from './binaries.ts'
import { DATABASE_NAME, makeCluster } from './cluster.ts'
import { passwordFor, placesIn, prepareHome } from './files.ts'
import { openCluster, type Opening } from './opening.ts'
import { ownerOf } from './owner.ts'
import { stopPostmaster, type Postmaster } from './postmaster.ts'
import { tuned, type Tuning } from './tuning.ts'

export { CannotStart, explainWriteFailure, systemCode } from './cannot-start.ts'
export { forgetful } from './tuning.ts'

export interface EmbeddedDatabase {
  readonly url: string
  /** Ends PostgreSQL in order. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  readonly dataDir: string
  readonly log: (line: string) => void
  /** Overrides of the tuned settings. */
  readonly tuning?: Tuning
  /** Called when PostgreSQL ended and could not be started again. */
  readonly onLost?: (reason: unknown) => void
}

/**
 * Starts the PostgreSQL that came with the installation, on a cluster under `dataDir`, on loopback only. When it is
 * killed it is started again at the same address, and pools find it there; whatever was committed is kept.
 * Throws `CannotStart` with one sentence when the place cannot be used.
 */
export async function startEmbeddedDatabase({ dataDir, log, tuning = {}, onLost }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const places = placesIn(dataDir)
  prepareHome(places)
  const owner = ownerOf(places.cluster)
  const binaries = findBinaries(owner)
  const password = passwordFor(places)
  makeCluster(places, binaries, owner, { password, durable: tuning['fsync'] !== 'off' })
  const addressAt = (port: number, database: string) => `postgres://${DATABASE_NAME}:${password}@127.0.0.1:${port}/${database}`
  const opening: Opening = { places, binaries, owner, tuning: { ...tuned(), ...tuning }, addressAt, log }

  const guard = keepAlive(opening, await openCluster(opening), onLost)
  return { url: addressAt(guard.port, DATABASE_NAME), stop: guard.stop }
}

/** Watches PostgreSQL and starts it again, until it is stopped or has failed too often. */
function keepAlive(opening: Opening, first: Postmaster, onLost: EmbeddedOptions['onLost']) {
  const { port } = first
  let postmaster = first
  let stopping = false
  const deaths: number[] = []

  async function watch(): Promise<void> {
    while (!stopping) {
      await pause(200)
      if (stopping || postmaster.alive()) continue
      deaths.push(Date.now())
      if (deaths.filter((death) => death > Date.now() - 60_000).length > 5) throw new Error('The database ends again and again.')
      opening.log('The database ended unexpectedly; starting it again.')
      postmaster = await openCluster(opening, port)
      opening.log('The database is back.')
    }
  }
  const watching = watch().catch((reason: unknown) => (stopping ? undefined : onLost?.(reason)))

  async function stop(): Promise<void> {
    stopping = true
    await stopPostmaster(postmaster)
    await watching
    // A restart that was under way when we were asked to stop.
    await stopPostmaster(postmaster)
  }
  return { port, stop }
}
