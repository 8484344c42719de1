/** Bundles the four web apps into a folder: node apps/bundle.ts <folder> <version>. Started by build.ts, in a process of its own. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { keepers, type KeptApp, serviceWorkerConfig, webApps, webConfig } from './vite.config.ts'

async function bundleInto(outDir: string, stamp: string): Promise<void> {
  for (const app of Object.keys(webApps) as (keyof typeof webApps)[]) await build({ ...webConfig(app, join(outDir, app)), configFile: false })
  for (const app of Object.keys(keepers) as KeptApp[]) {
    const folder = join(outDir, app)
    await build({ ...serviceWorkerConfig(app, await shellFiles(app, folder), stamp.slice(0, 12), folder), configFile: false })
  }
  await Promise.all(Object.keys(webApps).map((app) => rm(join(outDir, app, '.vite'), { recursive: true, force: true })))
}

interface ManifestEntry { readonly file: string; readonly src?: string; readonly isEntry?: boolean; readonly css?: string[]; readonly assets?: string[]; readonly imports?: string[] }

const ofFirstPage = /((packages\/ui|shell|patient|^)\/?locales\/|home\/home-page)/

/**
 * What an app needs to open without a server. A phone: the entry, its first page and their words. A machine in a hall: every
 * page it has, and the words of the modules it shows.
 */
async function shellFiles(app: KeptApp, folder: string): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, ManifestEntry>
  const base = webApps[app]
  const { words } = keepers[app]
  const files = new Set<string>([base])
  const take = (key: string) => {
    const entry = manifest[key]
    if (entry === undefined || files.has(base + entry.file)) return
    for (const file of [entry.file, ...(entry.css ?? []), ...(entry.assets ?? [])]) files.add(base + file)
    for (const imported of entry.imports ?? []) take(imported)
  }
  const isKept = (key: string) => {
    if (words === null) return ofFirstPage.test(key)
    const [, module = 'shell'] = /(?:([^/.]+)\/|^)locales\/[^/]+\.json$/.exec(key) ?? [undefined, words[0]]
    return words.includes(module)
  }
  for (const [key, entry] of Object.entries(manifest)) if (entry.isEntry || isKept(key)) take(key)
  return [...files]
}

const [, , outDir, stamp] = process.argv
if (outDir === undefined || stamp === undefined) throw new Error('Say where to and which version: node apps/bundle.ts <folder> <version>')
await bundleInto(outDir, stamp)
