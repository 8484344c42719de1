import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '#platform/testing/browser.ts'
import { buildPages } from './build.ts'
import { servePagesForTests } from './pages-for-tests.ts'

const now = new Date().toISOString()
const hospital = { name: '临溪市中心医院', nameEn: 'Linxi Central Hospital' }
const service = { inService: true, message: '', messageEn: '', now }
const here = { ...service, institutionId: 101, machine: '门诊大厅 9 号机', place: '东门', institution: { ...hospital, address: '', phone: '' }, broker: '/simulator/kiosk/101/x', departments: [] }
const room = {
  pointId: 7, zoneId: 'b', name: '5诊室', nameEn: 'Room 5', staffedLabel: '林知夏', staffedLabelEn: 'Lin Zhixia', staffedRole: '', state: 'serving', current: { label: 'A018', displayName: '李*庚' },
  calledAt: now, callCount: 1, next: [], waitingCount: 0, range: null, lateUntil: null, lateReason: '',
}
const layout = {
  institutionId: 101, id: 'b', version: 0, publishedBy: '', publishedAt: null, boardPath: '/board/101/b', name: '三楼 B 区', nameEn: 'Zone B', zones: ['b'], rooms: [], columns: 0, typeSize: 'normal', voice: true,
  voiceRate: 90, voiceRepeats: 2, voiceEnglish: false, languages: ['zh-CN'], message: '', messageEn: '', messageFrom: null, messageUntil: null, theme: 'night',
}
const answers: Record<string, unknown> = {
  '/api/platform/clock': { now, movable: false, rate: 1 }, '/api/kiosk/here': here, '/api/kiosk/heartbeat': service,
  '/api/boards/101/b': { layout, institutionName: hospital.name, institutionNameEn: hospital.nameEn, points: [room], emergencies: [], asOf: now },
}
/** Everything the browser keeps under this address for the page: the files of its build, and no answer of the server. */
const keptFiles = `caches.keys().then(async (names) => (await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat())`

let browser: Browser
beforeAll(async () => {
  await buildPages()
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Opens the page once, as when the machine was set up; then the server is gone, and the machine is switched on again. */
async function openTwice({ address, shows, width, height }: { address: string; shows: string; width: number; height: number }) {
  const pages = await servePagesForTests((path) => answers[path])
  const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(pages.url + address)
  await page.getByText(shows).first().waitFor()
  await page.evaluate('navigator.serviceWorker.ready')
  await page.waitForFunction('navigator.serviceWorker.controller !== null')
  await pages.close()
  await page.goto('about:blank')
  await page.goto(pages.url + address.replace(/#.*/, ''))
  return { context, page }
}

test('O3 a machine that is switched on while the server is away opens, says what it can do alone, and has kept nothing but its own files', async () => {
  const { context, page } = await openTwice({ address: '/kiosk/#pass=test', shows: '您好，今天来做什么', width: 1080, height: 1920 })
  await page.getByRole('heading', { name: '机器暂时连不上' }).waitFor()
  await page.getByText('门诊大厅 9 号机').first().waitFor()
  // Nobody tells it the time: what it shows is its own, and it says so.
  await page.getByRole('banner').getByText('本机时间').waitFor()
  // Pages and words that were never opened before are there too.
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('button', { name: '中文' }).waitFor()
  await page.getByRole('button', { name: 'ID card' }).first().click()
  const kept = await page.evaluate<string[]>(keptFiles)
  expect(kept.length).toBeGreaterThan(10)
  expect(kept.filter((path) => path !== '/kiosk/' && !path.startsWith('/kiosk/assets/'))).toEqual([])
  await context.close()
})

test('O4 a board that is switched on while the server is away shows what it showed last, and says how old that is', async () => {
  const { context, page } = await openTwice({ address: '/board/101/b', shows: 'A018', width: 1920, height: 1080 })
  await page.getByText('A018').first().waitFor()
  await page.getByText(/网断了，这是 .+前的信息/).waitFor()
  expect((await page.evaluate<string[]>(keptFiles)).filter((path) => path !== '/board/' && !path.startsWith('/board/assets/'))).toEqual([])
  await context.close()
})
