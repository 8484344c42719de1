import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { seenFromInside } from './cluster.ts'
import { giveTo, type Places } from './files.ts'
import type { Owner } from './owner.ts'
import type { Tuning } from './tuning.ts'

/** A running PostgreSQL: started by us now, or by us before we were killed. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  alive(): boolean
}

/** The PostgreSQL that already runs on this cluster, if any: it outlives a supervisor that is killed. */
export function findRunning(places: Places): Postmaster | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(places.cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid) || !worksIn(pid, places.cluster)) return undefined
  return { pid, port, alive: () => isAlive(pid) && worksIn(pid, places.cluster) }
}

/** After a reboot the number in the file may be any program's: the folder a process works in tells it apart. */
function worksIn(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

export interface LaunchPlan {
  readonly places: Places
  readonly binaries: Binaries
  readonly owner: Owner
  readonly tuning: Tuning
}

/**
 * Starts PostgreSQL in a process group of its own: Ctrl-C in a terminal reaches the whole group, and the database must
 * outlive the programs that still have work to finish in it.
 */
export function launch({ places, binaries, owner, tuning }: LaunchPlan, port: number): Postmaster {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgres-%a.log',
    log_rotation_age: '1d',
    log_truncate_on_rotation: 'on',
    ...tuning,
  }
  const args = ['-D', seenFromInside(places.cluster), '-p', String(port)]
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`)
  rmSync(places.startLog, { force: true })
  const log = openSync(places.startLog, 'a', 0o600)
  giveTo(owner, places.startLog)
  const child = spawn(binaries.postgres, args, { ...owner.spawn, cwd: places.cluster, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  let ended = false
  child.once('exit', () => (ended = true))
  child.once('error', () => (ended = true))
  child.unref()
  return { pid: child.pid ?? 0, port, alive: () => !ended }
}

/** Asks politely first: a fast shutdown ends connections and leaves nothing to recover. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  for (const [signal, seconds] of [['SIGINT', 60], ['SIGQUIT', 10], ['SIGKILL', 5]] as const) {
    if (!postmaster.alive()) return
    try {
      process.kill(postmaster.pid, signal)
    } catch {
      return
    }
    const until = Date.now() + seconds * 1000
    while (postmaster.alive() && Date.now() < until) await pause(10)
  }
}
