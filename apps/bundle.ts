/** Bundles the four web apps into a folder: node apps/bundle.ts <folder> <version>. Started by build.ts, in a process of its own. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { serviceWorkerConfig, webApps, webConfig } from './vite.config.ts'

async function bundleInto(outDir: string, stamp: string): Promise<void> {
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

const [, , outDir, stamp] = process.argv
if (outDir === undefined || stamp === undefined) throw new Error('Say where to and which version: node apps/bundle.ts <folder> <version>')
await bundleInto(outDir, stamp)
