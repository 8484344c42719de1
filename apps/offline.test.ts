import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '#platform/testing/browser.ts'
import { buildPages } from './build.ts'
import { servePagesForTests } from './pages-for-tests.ts'
import type { PagesForTests } from './pages-for-tests.ts'

const person = { personId: '00000000-0000-7000-8000-000000000001', name: '苏文静', nameMasked: '苏*静', sex: 'female', birthDate: '1984-02-02', age: 42, phoneMasked: '138****0001', insuranceKind: 'employee', allergies: [], verified: true }
const session = { stage: 'full', kind: 'patient', demo: true, language: null, textSize: 0, phoneMasked: '', person, staff: null, workplaces: [] }
const bill = { institutionId: 1, institutionName: '临溪市中心医院', id: '00000000-0000-7000-8000-000000000002', personId: person.personId, title: '心血管内科', status: 'open', totalCents: 8440, insuranceCents: 0, selfCents: 8440, paidCents: 0, refundedCents: 0, dueCents: 8440, openedAt: '2026-03-17T02:00:00Z' }
const answers: Record<string, unknown> = { '/api/access/session': session, '/api/people/family': { members: [], proxies: [], asked: [], toAnswer: [] }, '/api/booking/appointments': [], '/api/billing/bills': [bill], '/api/waitlist/offers': [], '/api/suspension/mine': [] }

let browser: Browser
let pages: PagesForTests

beforeAll(async () => {
  await buildPages()
  pages = await servePagesForTests((path) => answers[path])
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await pages.close()
})

async function visitOnce() {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(pages.url)
  await page.evaluate('navigator.serviceWorker.ready')
  // The second visit is the first one the keeper watches from its beginning.
  await page.reload()
  await page.getByText('¥84.40').first().waitFor()
  return { context, page }
}

test('without a network the patient still sees what was seen last, and from when it is', async () => {
  const { context, page } = await visitOnce()
  await context.setOffline(true)
  await page.reload()
  await page.getByText('¥84.40').first().waitFor()
  expect(await page.getByRole('status').filter({ hasText: '没有网络' }).innerText()).toMatch(/下面是 \d{1,2}:\d\d 存下的/)
  await context.close()
})

test('signing out leaves nothing of the person on the phone', async () => {
  const { context, page } = await visitOnce()
  expect(await page.evaluate(`caches.open('seen').then((cache) => cache.keys()).then((kept) => kept.length)`)).toBeGreaterThan(0)
  await page.evaluate(`fetch('/api/access/session', { method: 'DELETE' })`)
  await page.waitForFunction(`caches.has('seen').then((has) => !has)`)
  await context.close()
})
