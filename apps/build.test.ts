import { existsSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { buildPages } from './build.ts'
import { webApps } from './vite.config.ts'

const built = fileURLToPath(new URL('../dist/web/', import.meta.url))

beforeAll(() => buildPages(), 300_000)

test('two who ask at once get one build, and both wait for it', async () => {
  rmSync(`${built}.sources`)
  const said: string[] = []
  await Promise.all([buildPages((line) => said.push(line)), buildPages((line) => said.push(line))])
  expect(said).toHaveLength(2)
  expect(existsSync(`${built}patient/index.html`)).toBe(true)
}, 300_000)

test('pages are built for production, whoever builds them', () => {
  const html = readFileSync(`${built}patient/index.html`, 'utf8')
  const entry = /src="\/(assets\/index-[^"]+\.js)"/.exec(html)?.[1] ?? ''
  const script = readFileSync(`${built}patient/${entry}`, 'utf8')
  expect(script).toContain('service-worker.js')
  expect(script.length / 1024).toBeLessThan(330)
})

test('nothing is built again while nothing has changed', async () => {
  const said: string[] = []
  await buildPages((line) => said.push(line))
  expect(said).toEqual(['The pages are built already.'])
})

test.each(Object.entries(webApps))('the %s app has every file its page asks for, each also compressed', (app, base) => {
  const html = readFileSync(`${built}${app}/index.html`, 'utf8')
  const files = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, path]) => path!)
  expect(files.length).toBeGreaterThan(1)
  for (const path of files) {
    expect(path.startsWith(`${base}assets/`)).toBe(true)
    const file = `${built}${app}/${path.slice(base.length)}`
    expect(existsSync(file), file).toBe(true)
    if (readFileSync(file).length >= 1024) expect([existsSync(`${file}.br`), existsSync(`${file}.gz`)], file).toEqual([true, true])
  }
})

test('the offline keeper knows the files of its own build, and all of them exist', () => {
  const keeper = readFileSync(`${built}patient/service-worker.js`, 'utf8')
  const files = [...keeper.matchAll(/["'`](\/assets\/[^"'`]+)["'`]/g)].map(([, path]) => path!)
  expect(files.length).toBeGreaterThan(8)
  for (const path of files) expect(existsSync(`${built}patient${path}`), path).toBe(true)
})
