import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { CannotStart, explainWriteFailure } from './cannot-start.ts'
import { giveTo, type Places } from './files.ts'
import type { Owner } from './owner.ts'

/** The cluster's superuser, and the name of the one database in it. */
export const DATABASE_NAME = 'liuxin'

/**
 * How a program that runs in `folder` should name it. PostgreSQL enters its data directory by name, which fails for
 * another user when a folder above is private; through /proc it enters the very folder it was started in.
 */
export function seenFromInside(folder: string): string {
  return process.platform === 'linux' ? '/proc/self/cwd' : folder
}

/**
 * Makes the cluster when there is none. It is made beside and renamed when complete,
 * so a start that is interrupted half-way leaves nothing that looks like a database.
 */
export function makeCluster(places: Places, binaries: Binaries, owner: Owner, making: { password: string; durable: boolean }): void {
  if (existsSync(join(places.cluster, 'PG_VERSION'))) return refuseOtherVersion(places, binaries)
  const draft = `${places.cluster}.draft`
  const passwordFile = `${draft}.password`
  try {
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(draft, { mode: 0o700 })
    writeFileSync(passwordFile, making.password, { mode: 0o600 })
    giveTo(owner, draft)
    giveTo(owner, passwordFile)
    runInitdb({ draft, passwordFile, binaries, owner, durable: making.durable })
    renameSync(draft, places.cluster)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error instanceof CannotStart ? error : explainWriteFailure(places.home, error)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function refuseOtherVersion(places: Places, binaries: Binaries): void {
  const version = readFileSync(join(places.cluster, 'PG_VERSION'), 'utf8').trim()
  if (version === String(binaries.major)) return
  throw new CannotStart(
    `The database in ${places.cluster} was made by PostgreSQL ${version}, and this is PostgreSQL ${binaries.major}. ` +
      'Nothing was changed; see "Upgrade" in docs/operations.md.',
  )
}

interface Making {
  readonly draft: string
  readonly passwordFile: string
  readonly binaries: Binaries
  readonly owner: Owner
  readonly durable: boolean
}

function runInitdb({ draft, passwordFile, binaries, owner, durable }: Making): void {
  // Handed over as an open file: the other user may not be able to reach its path.
  const password = openSync(passwordFile, 'r')
  const args = ['-D', seenFromInside(draft), '-U', DATABASE_NAME, '-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8']
  args.push('-A', 'scram-sha-256', '--pwfile=/dev/stdin', ...(durable ? [] : ['--no-sync']))
  const run = spawnSync(binaries.initdb, args, { ...owner.spawn, cwd: draft, encoding: 'utf8', stdio: [password, 'pipe', 'pipe'] })
  closeSync(password)
  if (run.status === 0) return
  const said = run.stderr || String(run.error ?? `signal ${run.signal}`)
  if (/No space left|Disk quota/.test(said)) throw explainWriteFailure(draft, Object.assign(new Error(said), { code: 'ENOSPC' }))
  throw new CannotStart(`The database could not be made in ${draft}: ${said.trim().split('\n').at(-1)}`)
}
