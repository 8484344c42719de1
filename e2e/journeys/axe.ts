import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { sizeFaults, type Surface } from '#apps/sizes-for-tests.ts'
import { picture, visit } from './browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly target: readonly string[] }[]
}

/** What axe-core finds wrong on the page as it stands, serious or worse, and whether somebody would have to scroll sideways. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  // A button that has just come alive changes its colour for a moment: what counts is where it stays.
  await page.evaluate('Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)).then(() => undefined)')
  const findings = await page.evaluate<Finding[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`)
  const isTooWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth + 1')
  return [
    ...findings.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target }) => target.join(' ')).join(' | ')}`),
    ...(isTooWide ? ['scrolls sideways'] : []),
  ]
}

/** A page that waits first for its code, then for its words, then for its rows shows bones three times, with a moment between. */
const SETTLED = `new Promise((resolve, reject) => {
  const until = performance.now() + 20_000
  let frames = 0
  const look = () => {
    frames = document.querySelector('.bones') || !document.querySelector('h1') ? 0 : frames + 1
    if (frames > 4) resolve()
    else if (performance.now() > until) reject(new Error('the page never had its content'))
    else requestAnimationFrame(look)
  }
  look()
})`

/** Which official sizes a page is held to: what it is shown on decides, and whether somebody reads in elder mode. */
async function surfaceOf(page: Page): Promise<Surface | undefined> {
  const { pathname } = new URL(page.url())
  if (/^\/(staff|board)(\/|$)/.test(pathname)) return undefined
  if (/^\/kiosk(\/|$)/.test(pathname)) return 'kiosk'
  return (await page.evaluate<string | undefined>('document.body.dataset.mode')) === 'elder' ? 'elder' : 'phone'
}

/** The sizes of reading and touching a page for patients does not keep, as it stands. */
export async function sizeFaultsOf(page: Page): Promise<string[]> {
  const surface = await surfaceOf(page)
  return surface === undefined ? [] : sizeFaults(page, surface)
}

/** A desk held in a hand: nothing to scroll sideways for, in the page or in a table, and doors that read along the line. */
const NARROW = `[
  ...(document.documentElement.scrollWidth > document.documentElement.clientWidth + 1 ? ['scrolls sideways on a phone'] : []),
  ...[...document.querySelectorAll('.grid__wrap:has(> .grid--rows)')].filter((one) => one.scrollWidth > one.clientWidth + 1).map(() => 'a table scrolls sideways on a phone'),
  ...[...document.querySelectorAll('.rail a span')].filter((one) => one.getBoundingClientRect().height > 20).map((one) => 'a door is torn apart on a phone: ' + one.textContent),
]`

/** What is wrong with the page as it stands once the window is as narrow as a phone; it is as wide as before afterwards. */
async function narrowFaultsOf(page: Page): Promise<string[]> {
  const before = page.viewportSize()!
  await page.setViewportSize({ width: 390, height: 844 })
  const faults = await page.evaluate<string[]>(NARROW)
  await page.setViewportSize(before)
  return faults
}

/**
 * Opens one page after the other, waits until each has its content, keeps a picture, and tells every fault at once. The sizes are
 * measured every time; `narrow` looks at a desk as a phone shows it, too; axe, which asks for most time, may be left to the walk that shows the same elements in the other language.
 */
export async function checkPages(page: Page, kind: string, paths: Readonly<Record<string, string>>, { withAxe = true, language, narrow = false }: { readonly withAxe?: boolean; readonly language?: string; readonly narrow?: boolean } = {}): Promise<void> {
  const faults: string[] = []
  for (const [name, path] of Object.entries(paths)) {
    await visit(page, path)
    await page.evaluate(SETTLED)
    await picture(page, `${kind}-${name}`)
    if (language !== undefined) expect([path, await page.evaluate('document.documentElement.lang')]).toEqual([path, language])
    faults.push(...[...(withAxe ? await faultsOf(page) : []), ...(await sizeFaultsOf(page)), ...(narrow ? await narrowFaultsOf(page) : [])].map((fault) => `${path} ${fault}`))
  }
  expect(faults).toEqual([])
}
