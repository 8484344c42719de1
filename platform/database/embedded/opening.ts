import { setTimeout as pause } from 'node:timers/promises'
import { CannotStart } from './cannot-start.ts'
import { choosePort } from './files.ts'
import { findRunning, launch, type LaunchPlan, type Postmaster } from './postmaster.ts'
import { explainEnd, untilReady } from './readiness.ts'

export interface Opening extends LaunchPlan {
  readonly addressAt: (port: number, database: string) => string
  readonly log: (line: string) => void
}

/** Long enough for the processes of a killed PostgreSQL to notice and leave. */
const patience = 30_000

/** Adopts the PostgreSQL that already runs on the cluster, or starts one. `samePort`: the address is in use already. */
export async function openCluster(opening: Opening, samePort?: number): Promise<Postmaster> {
  return (await adopt(opening)) ?? start(opening, samePort)
}

async function adopt({ places, addressAt, log }: Opening): Promise<Postmaster | undefined> {
  const running = findRunning(places)
  if (!running) return undefined
  // `false` when it was on its way out.
  if (!(await untilReady(running, addressAt(running.port, 'postgres'), log))) return undefined
  log('The database was still running; continuing with it.')
  return running
}

async function start(opening: Opening, samePort: number | undefined): Promise<Postmaster> {
  const giveUp = Date.now() + patience
  for (;;) {
    const port = samePort ?? (await choosePort(opening.places))
    const postmaster = launch(opening, port)
    if (await untilReady(postmaster, opening.addressAt(port, 'postgres'), opening.log)) return postmaster
    const { passing, reason } = explainEnd(opening.places)
    if (!passing || Date.now() > giveUp) throw new CannotStart(reason)
    await pause(250)
  }
}
