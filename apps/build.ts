import { createHash } from 'node:crypto'
import { constants as fsConstants } from 'node:fs'
import { copyFile, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'dist/web')
const stampFile = '.sources'
const sources = ['apps/patient', 'apps/staff', 'apps/board', 'apps/kiosk', 'apps/shell', 'apps/vite.config.ts', 'apps/build.ts', 'packages', 'journey', 'engines', 'package-lock.json']
const readByPages = /\.(tsx?|css|json|html|svg|png|webmanifest)$/
const worthSqueezing = new Set(['.js', '.css', '.html', '.json', '.svg', '.webmanifest'])

/** Builds the four web apps into dist/web, or leaves them alone when nothing they are made of has changed. */
export async function buildPages(say: (line: string) => void = () => undefined): Promise<void> {
  const stamp = await fingerprint()
  if ((await readFile(join(target, stampFile), 'utf8').catch(() => '')) === stamp) return say('The pages are built already.')
  const began = Date.now()
  // Built beside and then moved into place: a server that is running never serves half a build.
  const fresh = `${target}.${process.pid}`
  await rm(fresh, { recursive: true, force: true })
  await buildInto(fresh, stamp).catch(async (fault: unknown) => {
    await rm(fresh, { recursive: true, force: true })
    throw fault
  })
  await squeeze(fresh)
  await keepRecent(fresh)
  await writeFile(join(fresh, stampFile), stamp)
  await rm(`${target}.old`, { recursive: true, force: true })
  await rename(target, `${target}.old`).catch(() => undefined)
  await rename(fresh, target)
  await rm(`${target}.old`, { recursive: true, force: true })
  say(`The pages are built, in ${((Date.now() - began) / 1000).toFixed(1)} s.`)
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await Promise.all(sources.map((source) => filesOf(join(root, source))))).flat().toSorted()) {
    if (!readByPages.test(file) || file.endsWith('.test.ts')) continue
    hash.update(relative(root, file)).update(await readFile(file))
  }
  return hash.digest('hex')
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => undefined)
  if (entries === undefined) return [path]
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

async function buildInto(outDir: string, stamp: string): Promise<void> {
  // The build tool is large; it is read only when there is something to build.
  const { build } = await import('vite')
  const { serviceWorkerConfig, webApps, webConfig } = await import('./vite.config.ts')
  for (const app of Object.keys(webApps) as (keyof typeof webApps)[]) await build({ ...webConfig(app, join(outDir, app)), configFile: false })
  const patient = join(outDir, 'patient')
  await build({ ...serviceWorkerConfig(await shellFiles(patient), stamp.slice(0, 12), patient), configFile: false })
  await Promise.all(Object.keys(webApps).map((app) => rm(join(outDir, app, '.vite'), { recursive: true, force: true })))
}

interface ManifestEntry { readonly file: string; readonly src?: string; readonly isEntry?: boolean; readonly css?: string[]; readonly imports?: string[] }

/** What a phone needs to open the app without a network: the entry, what it imports, its styles, and the shell's own words. */
async function shellFiles(patient: string): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(patient, '.vite/manifest.json'), 'utf8')) as Record<string, ManifestEntry>
  const files = new Set<string>(['/'])
  const take = (key: string) => {
    const entry = manifest[key]
    if (entry === undefined || files.has(`/${entry.file}`)) return
    files.add(`/${entry.file}`)
    for (const style of entry.css ?? []) files.add(`/${style}`)
    for (const imported of entry.imports ?? []) take(imported)
  }
  for (const [key, entry] of Object.entries(manifest)) {
    const ofShell = /(packages\/ui|shell|patient|^)\/?locales\//.test(key) || /home\/home-page/.test(key)
    if (entry.isEntry || ofShell) take(key)
  }
  return [...files]
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
