import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { Page } from 'playwright-core'

/**
 * The official sizes of reading and touching, measured on the page as the browser drew it: the ministry's rules for elder mode
 * (main text 18 px and 30 at the largest step, lines 1.3, paragraphs 1.3 lines apart, contrast 4.5 or 3 when large, touch 60 and 44,
 * no pop-ups) and WCAG 2.2 (target 24 px, focus seen and not covered, colour never alone, no sideways scrolling).
 * Each finding reads "rule: element (what was measured)". What measures runs in the page: packages/ui/testing/sizes-in-page.ts.
 */
export type Surface = 'phone' | 'elder' | 'kiosk' | 'desk'

const inPage = stripTypeScriptTypes(readFileSync(new URL('../packages/ui/testing/sizes-in-page.ts', import.meta.url), 'utf8')).replaceAll(/^export /gm, '')
const rules = {
  phone: { text: 12, target: 44 }, elder: { text: 18, target: 60 }, kiosk: { text: 18, target: 60 }, desk: { text: 11, target: 24 },
} as const

function run(page: Page, calls: readonly string[]): Promise<string[]> {
  return page.evaluate<string[]>(`(() => { ${inPage}\nreturn [...new Set([${calls.map((call) => `...${call}`).join(', ')}])] })()`)
}

/** Every official rule the page breaks. Elder pages are measured a second time at the largest step. */
export async function sizeFaults(page: Page, surface: Surface): Promise<string[]> {
  const { text, target } = rules[surface]
  const always = [`smallText(${text}, 0)`, `smallTargets(${target})`, 'badContrast()', 'colourAlone()']
  if (surface === 'desk') return run(page, always)
  const own = ['tightLines()', ...(surface === 'elder' ? ['tightParagraphs()', 'brokenWords()'] : []), 'popUps()', 'tooWide()', 'lostFocus()']
  // The browser shows focus once somebody has used the keyboard.
  await page.keyboard.press('Tab')
  const found = await run(page, [...always, ...own])
  if (surface !== 'elder') return found
  const size = await page.evaluate<string>(`((before) => { document.body.dataset.size = '4'; return before })(document.body.dataset.size)`)
  const largest = await run(page, ['smallText(18, 30)', 'smallTargets(60)', 'tightLines()', 'tightParagraphs()', 'brokenWords()', 'tooWide()', 'lostFocus()'])
  await page.evaluate(`document.body.dataset.size = ${JSON.stringify(size)}`)
  return [...found, ...largest.filter((fault) => !found.includes(fault)).map((fault) => `${fault} [largest]`)]
}
