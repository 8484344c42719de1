import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '#platform/testing/browser.ts'
import { axeFindings } from './axe-for-tests.ts'
import { buildPages } from './build.ts'
import { servePagesForTests } from './pages-for-tests.ts'
import type { PagesForTests } from './pages-for-tests.ts'

const windows = { phone: [390, 844], 'elder-1': [390, 844], 'elder-2': [390, 844], 'elder-3': [390, 844], 'elder-4': [390, 844], desk: [1440, 900], board: [1920, 1080], kiosk: [1080, 1920] } as const
type Set = keyof typeof windows
const narrow: Set[] = ['phone', 'elder-1', 'elder-2', 'elder-3', 'elder-4']

let browser: Browser
let pages: PagesForTests

beforeAll(async () => {
  await buildPages()
  pages = await servePagesForTests()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await pages.close()
})

async function open(set: Set, language = 'zh-CN', width: number = windows[set][0]) {
  const context = await browser.newContext({ viewport: { width, height: windows[set][1] }, locale: language, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(`${pages.url}/staff/gallery?set=${set}`)
  await page.getByRole('heading', { level: 1 }).filter({ hasNotText: /^(正在打开|Opening)$/ }).waitFor()
  await page.waitForTimeout(400)
  return { page, close: () => context.close() }
}

for (const set of Object.keys(windows) as Set[]) {
  for (const language of ['zh-CN', 'en']) {
    test(`the ${set} set in ${language} has nothing a screen reader or weak eyes would stumble over`, async () => {
      const { page, close } = await open(set, language)
      const found = await axeFindings(page)
      await close()
      expect(found).toEqual([])
    })
  }
}

for (const set of narrow) {
  test(`the ${set} set fits 320 px without sideways scrolling, in both languages`, async () => {
    for (const language of ['zh-CN', 'en']) {
      const { page, close } = await open(set, language, 320)
      const width = await page.evaluate('document.documentElement.scrollWidth')
      await close()
      expect([language, width]).toEqual([language, 320])
    }
  })
}

const measures = `(() => {
  const shown = (element) => element.checkVisibility() && !element.closest('.sr, .skip') && getComputedStyle(element).visibility !== 'hidden'
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const small = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const size = Number.parseFloat(getComputedStyle(node.parentElement).fontSize)
    if (node.textContent.trim() && shown(node.parentElement)) small.push([size, node.textContent.trim().slice(0, 20)])
  }
  const controls = [...document.querySelectorAll('button, select, input:not([type=radio]):not([type=checkbox]), .choice, a[class], summary')].filter(shown)
  const hits = controls.map((one) => {
    const box = (one.closest('.search') ?? one).getBoundingClientRect()
    return [Math.min(box.width, box.height), one.outerHTML.slice(0, 120)]
  })
  return { text: small.sort((a, b) => a[0] - b[0])[0], hit: hits.sort((a, b) => a[0] - b[0])[0] }
})()`

for (const [set, text, hit] of [['phone', 12, 44], ['elder-1', 18, 60], ['elder-2', 18, 60], ['elder-4', 18, 60], ['board', 40, 0], ['kiosk', 26, 96], ['desk', 11, 24]] as const) {
  test(`the ${set} set draws no text under ${text} px and no control under ${hit} px`, async () => {
    const { page, close } = await open(set)
    const least = await page.evaluate(measures) as { text: [number, string]; hit?: [number, string] }
    await close()
    expect(least.text[0], least.text[1]).toBeGreaterThanOrEqual(text)
    if (least.hit) expect(least.hit[0], least.hit[1]).toBeGreaterThanOrEqual(hit)
  })
}
