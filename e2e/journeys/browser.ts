import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest'
import { launchBrowser } from '#platform/testing/browser.ts'

/** Pictures of every page that was walked, for a person to look at. */
export const PICTURES = join(tmpdir(), 'liuxin-journeys')

export type Language = 'zh-CN' | 'en'

/** What a phone keeps of its owner's sign-in. */
export type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>

export interface Walker {
  /** A patient's phone, as nobody yet. */
  phone(options?: { readonly language?: Language; readonly elder?: boolean; readonly signedIn?: SignedIn }): Promise<Page>
  /** A screen at a desk, a board or a machine in the hall. */
  screen(options?: { readonly language?: Language; readonly width?: number; readonly height?: number }): Promise<Page>
}

/** The browser of this file; each phone and screen is a stranger to the others, and whatever breaks on its page fails the test. */
export function walker(): Walker {
  let browser: Browser
  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true })
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  async function open(context: BrowserContext, language: Language): Promise<Page> {
    context.setDefaultTimeout(30_000)
    await context.addCookies([{ name: 'lang', value: language, url: inject('productUrl') }])
    const page = await context.newPage()
    const broken: string[] = []
    page.on('pageerror', (error) => broken.push(error.message))
    page.on('response', (response) => {
      if (response.status() >= 500) broken.push(`${response.status()} ${response.url()}`)
    })
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await picture(page, `failed-${task.name.replace(/\W+/g, '-').slice(0, 40)}-${context.pages().length}-${Date.now() % 1000}`)
      await context.close()
      expect(broken).toEqual([])
    })
    return page
  }
  return {
    async phone({ language = 'zh-CN', elder = false, signedIn } = {}) {
      const context = await browser.newContext({
        baseURL: inject('productUrl'), viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: language, timezoneId: 'Asia/Shanghai',
        ...(signedIn ? { storageState: signedIn } : {}),
      })
      if (elder) await context.addInitScript(() => localStorage.setItem('reader', '{"elder":true,"size":2}'))
      return open(context, language)
    },
    async screen({ language = 'zh-CN', width = 1440, height = 900 } = {}) {
      const context = await browser.newContext({ baseURL: inject('productUrl'), viewport: { width, height }, locale: language, timezoneId: 'Asia/Shanghai' })
      return open(context, language)
    },
  }
}

/** Keeps a picture of the page as it is now. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  await page.screenshot({ path: join(PICTURES, `${name}.png`) })
}

/** Opens an address of the product. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, inject('productUrl')).href)
}
