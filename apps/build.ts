import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { constants as fsConstants } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { bareEnvironment } from '#platform/config/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'dist/web')
const stampFile = '.sources'
const sources = ['apps/patient', 'apps/staff', 'apps/board', 'apps/kiosk', 'apps/shell', 'apps/vite.config.ts', 'apps/build.ts', 'apps/bundle.ts', 'packages', 'journey', 'engines', 'package-lock.json']
const readByPages = /\.(tsx?|css|json|html|svg|png|webmanifest)$/
/** The server's side of a module: no page may import it, so no page changes with it. */
const serverOnly = /[/\\](operations|queries|simulator|testing|routes|reactions|tasks|server)([/\\]|\.ts$)/
const worthSqueezing = new Set(['.js', '.css', '.html', '.json', '.svg', '.webmanifest'])

/** Builds the four web apps into dist/web, or leaves them alone when nothing they are made of has changed. Whoever asks meanwhile, waits. */
export async function buildPages(say: (line: string) => void = () => undefined): Promise<void> {
  const stamp = await fingerprint()
  if (await isBuilt(stamp)) return say('The pages are built already.')
  const began = Date.now()
  const leave = await enterAlone()
  try {
    if (!(await isBuilt(stamp))) await buildAnew(stamp)
  } finally {
    await leave()
  }
  say(`The pages are built, in ${((Date.now() - began) / 1000).toFixed(1)} s.`)
}

async function isBuilt(stamp: string): Promise<boolean> {
  return (await readFile(join(target, stampFile), 'utf8').catch(() => '')) === stamp
}

/** One builder at a time: the folder that says so holds the builder's number, and means nothing once that process is gone. */
async function enterAlone(): Promise<() => Promise<void>> {
  const door = `${target}.building`
  const owner = join(door, 'pid')
  await mkdir(join(root, 'dist'), { recursive: true })
  while (!(await mkdir(door).then(() => true, () => false))) {
    const { mtimeMs } = await stat(door).catch(() => ({ mtimeMs: Date.now() }))
    const pid = Number(await readFile(owner, 'utf8').catch(() => '0'))
    const isGone = pid > 0 ? !isRunning(pid) : Date.now() - mtimeMs > 10_000
    if (isGone) await rm(door, { recursive: true, force: true })
    else await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await writeFile(owner, String(process.pid))
  return () => rm(door, { recursive: true, force: true })
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function buildAnew(stamp: string): Promise<void> {
  // Built beside and then moved into place: a server that is running never serves half a build.
  const fresh = `${target}.${process.pid}`
  try {
    await rm(fresh, { recursive: true, force: true })
    await bundle(fresh, stamp)
    await squeeze(fresh)
    await keepRecent(fresh)
    await writeFile(join(fresh, stampFile), stamp)
    await rm(`${target}.old`, { recursive: true, force: true })
    await rename(target, `${target}.old`).catch(() => undefined)
    await rename(fresh, target)
  } finally {
    await Promise.all([fresh, `${target}.old`].map((folder) => rm(folder, { recursive: true, force: true })))
  }
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await Promise.all(sources.map((source) => filesOf(join(root, source))))).flat().toSorted()) {
    if (!readByPages.test(file) || serverOnly.test(file.slice(root.length)) || file.endsWith('.test.ts')) continue
    hash.update(relative(root, file)).update(await readFile(file))
  }
  return hash.digest('hex')
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => undefined)
  if (entries === undefined) return [path]
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

// In a process of its own, which is told that this is for production: the builder takes that from its environment, and a
// test's or a developer's would make pages of twice the size.
async function bundle(outDir: string, stamp: string): Promise<void> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./bundle.ts', import.meta.url)), outDir, stamp], { env: { ...bareEnvironment(), NODE_ENV: 'production' }, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error('The pages could not be built; what is wrong stands above.')
}

const keptMs = 7 * 86_400_000

/** Pages that are open somewhere still ask for the files of their own build; those of the last week stay. Names never collide: they carry a hash. */
async function keepRecent(outDir: string): Promise<void> {
  for (const file of await filesOf(target)) {
    const place = relative(target, file)
    if (!/^[^/\\]+[/\\]assets[/\\]/.test(place)) continue
    const { mtimeMs, atime, mtime } = await stat(file).catch(() => ({ mtimeMs: 0, atime: 0, mtime: 0 }))
    if (Date.now() - mtimeMs > keptMs) continue
    const kept = join(outDir, place)
    // Timestamps stay, so that a file kept once more is not young again.
    if (await copyFile(file, kept, fsConstants.COPYFILE_EXCL).then(() => true, () => false)) await utimes(kept, atime, mtime)
  }
}

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

async function squeeze(outDir: string): Promise<void> {
  const files = (await filesOf(outDir)).filter((file) => worthSqueezing.has(extname(file)))
  await Promise.all(files.map(async (file) => {
    const content = await readFile(file)
    if (content.length < 1024) return
    const [br, gz] = await Promise.all([brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }), gzipped(content, { level: 9 })])
    await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)])
  }))
}

if (import.meta.main) await buildPages((line) => console.log(line))
