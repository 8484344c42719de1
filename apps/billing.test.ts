import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { module as billing } from '#journey/throughout/billing/server.ts'
import { behave } from '#journey/throughout/billing/simulator/behaviour.ts'
import { aBill, booksFaults, morning, type ABill } from '#journey/throughout/billing/testing/a-bill.ts'
import { module as people } from '#journey/throughout/people/server.ts'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import type { Actor } from '#platform/context/context.ts'
import { launchBrowser } from '#platform/testing/browser.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { axeFindings } from './axe-for-tests.ts'
import { buildPages } from './build.ts'
import { servePagesForTests, type PagesForTests } from './pages-for-tests.ts'

// O1 as a person meets it: the real pages on the real server; only the sign-in is given.
const { db, owner, url } = await testDatabase()
const server = await testServer([people, billing], { url }, { now: morning })

let browser: Browser
let pages: PagesForTests
let site: string
// One address for pages and API, as in the product; the cookie says who sits before the browser.
const front = createServer((incoming, outgoing) => {
  const actor = /(?:^|; )actor=([^;]+)/.exec(incoming.headers.cookie ?? '')?.[1]
  const behind = /^\/(api|simulator)\//.test(incoming.url ?? '') ? server.url : pages.url
  const onward = request(behind + incoming.url, { method: incoming.method, headers: { ...incoming.headers, ...(actor ? { 'x-test-actor': actor } : {}) } }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
})
beforeAll(async () => {
  await buildPages()
  pages = await servePagesForTests()
  await new Promise<void>((resolve) => { front.listen(0, '127.0.0.1', resolve) })
  site = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
  Object.assign(server.services.config, { publicUrl: site })
  browser = await launchBrowser()
}, 120_000)
afterAll(async () => {
  await browser.close()
  front.closeAllConnections()
  front.close()
  await pages.close()
})
beforeEach(async () => {
  server.clock.set(morning)
  await behave(server.services.pool, { address: server.url, callbackDelaySeconds: 0, dropCallbacks: false, answersFail: false })
})

interface Look { readonly width?: number; readonly height?: number; readonly elder?: number; readonly language?: 'zh-CN' | 'en' }

/** A browser in which this person is signed in. */
async function browserOf(actor: Actor, name: string, { width = 390, height = 844, elder, language = 'zh-CN' }: Look = {}): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width, height }, locale: language, reducedMotion: 'reduce', serviceWorkers: 'block' })
  if (elder) await context.addInitScript(`localStorage.setItem('reader', '${JSON.stringify({ elder: true, size: elder })}')`)
  const person = actor.kind === 'patient' ? { personId: actor.personId, name, nameMasked: name, sex: 'female', birthDate: '1980-05-06', age: 45, phoneMasked: '', insuranceKind: 'self-pay', allergies: [], verified: true } : null
  const staff = actor.kind === 'staff' ? { institutionId: actor.institutionId, name: '临溪市中心医院', displayName: name, roles: actor.roles, staffId: 1, username: 'cashier' } : null
  const session = { stage: 'full', kind: actor.kind, demo: true, language: null, textSize: elder ?? 0, phoneMasked: '', person, staff, workplaces: [] }
  await context.addCookies([{ name: 'actor', value: encodeURIComponent(JSON.stringify(actor)), url: site }])
  await context.route('**/api/access/session', (route) => route.fulfill({ json: session }))
  const page = await context.newPage()
  page.setDefaultTimeout(25_000)
  return { page, context }
}

const billUrl = (bill: ABill) => `${site}/bills/${bill.institutionId}/${bill.billId}`

// What the simulated insurer thinks of the items below: what the price list would say.
await sql`insert into simulator.insurer_catalogue (code, share_bp) values ('T01', 6000), ('T02', 0)`.execute(owner)

async function aFullBill(insured = false): Promise<ABill> {
  const bill = await aBill(db, owner, { insured })
  await bill.charge(5000, { source: 'registration', kind: 'registration', name: '专家门诊诊查费', insuranceShareBp: 6000 })
  await bill.charge(8000, { kind: 'laboratory', name: '血脂四项', insuranceShareBp: 6000 })
  await bill.charge(4640, { kind: 'laboratory', name: '肝功能', insuranceShareBp: 6000 })
  await bill.charge(4130, { kind: 'drug', name: '阿托伐他汀钙片 20 mg × 14', quantity: 2, insuranceShareBp: 6000 })
  await bill.charge(640, { kind: 'material', code: 'T02', name: '一次性采血耗材' })
  return bill
}

describe('the bill on the phone', () => {
  test.each<[string, Look]>([['phone', {}], ['narrow', { width: 320 }], ['english', { language: 'en' }], ['elder', { elder: 2 }], ['elder-largest', { elder: 4, width: 320 }]])('reads well and fits: %s', async (_name, look) => {
    const bill = await aFullBill(true)
    const { page, context } = await browserOf(bill.person.actor, '林小满', look)
    await page.goto(billUrl(bill))
    await page.getByText('¥110.00').first().waitFor()
    await page.locator('details.billing-kind summary').nth(1).click()
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
    expect(await axeFindings(page)).toEqual([])
    await context.close()
  })

  test('is paid with one press here and one there, and says so', async () => {
    const bill = await aFullBill()
    const { page, context } = await browserOf(bill.person.actor, '林小满')
    await page.goto(billUrl(bill))
    await page.getByRole('button', { name: '付 ¥265.40' }).click()
    await page.getByRole('button', { name: '付款 Pay' }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: '付款 Pay' }).click()
    await page.getByText('付好了，¥265.40').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('link', { name: '看账单' }).click()
    await page.getByText('您已经付清').waitFor()
    expect(await axeFindings(page)).toEqual([])
    expect(await bill.read()).toMatchObject({ status: 'paid', receipts: [{}] })
    await page.goto(`${site}/receipts`)
    await page.getByText('实收').first().waitFor()
    expect(await axeFindings(page)).toEqual([])
    const { verificationCode } = (await bill.read()).receipts[0]!
    await page.goto(`${site}/receipts/verify?code=${verificationCode}`)
    await page.getByText('是真的').waitFor()
    expect(await axeFindings(page)).toEqual([])
    expect(await booksFaults(db)).toEqual([])
    await context.close()
  })

  test('says that nobody knows, and nothing else, when the channel does not answer', async () => {
    const bill = await aFullBill()
    await behave(server.services.pool, { answersFail: true })
    const { page, context } = await browserOf(bill.person.actor, '林小满')
    await page.goto(billUrl(bill))
    await page.getByRole('button', { name: '付 ¥265.40' }).click()
    await page.getByRole('heading', { name: '钱付出去没有，还在查' }).waitFor()
    await page.getByText('请不要再付一次。').waitFor()
    expect(await page.getByRole('button', { name: /付/ }).count()).toBe(0)
    expect(await axeFindings(page)).toEqual([])
    await page.goto(billUrl(bill))
    await page.getByText('请不要再付一次').waitFor()
    expect(await page.getByRole('button', { name: /^付/ }).count()).toBe(0)
    await behave(server.services.pool, { answersFail: false })
    await page.getByRole('link', { name: '看看查到哪了' }).click()
    await page.getByText('还没有收到 ¥265.40').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: '不付了，换一种方式' }).click()
    await page.getByText('这笔已经取消，没有扣钱').waitFor()
    await context.close()
  })
})

describe('the window', () => {
  test('takes cash without the mouse: find, amount, Enter, change, receipt', async () => {
    const bill = await aFullBill(true)
    const { page, context } = await browserOf(staffAt(bill.institutionId, 'cashier'), '程小雨', { width: 1440, height: 900 })
    await page.goto(`${site}/staff/cashier`)
    await page.getByLabel('窗口').fill('3 号窗口')
    await page.getByLabel('备用金').fill('200')
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '3 号窗口' }).waitFor()
    await page.getByText('请病人出示健康码').waitFor()
    await page.keyboard.press('F2')
    await page.keyboard.type(bill.person.phone)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /林小满/ }).waitFor()
    await page.getByLabel('收到').fill('120')
    await page.getByText('¥10.00').waitFor()
    await page.getByText('医保已经核过这个数').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByText('收好了，¥110.00').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.goto(`${site}/staff/cashier/close`)
    await page.getByLabel('¥100 几张').fill('3')
    await page.getByLabel('¥10 几张').fill('1')
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: '交班，¥310.00' }).click()
    await page.getByText('账款相符').waitFor()
    expect(await booksFaults(db)).toEqual([])
    await context.close()
  })

  test('shows a code to be scanned, and sees by itself when the money has come', async () => {
    const bill = await aFullBill()
    const { page, context } = await browserOf(staffAt(bill.institutionId, 'cashier'), '程小雨', { width: 1440, height: 900 })
    await page.goto(`${site}/staff/cashier`)
    await page.getByLabel('窗口').fill('3 号窗口')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /林\*满/ }).click()
    await page.getByRole('button', { name: /手机扫码/ }).click()
    await page.getByRole('button', { name: '出示付款码 微信支付' }).click()
    await page.getByRole('img', { name: '付款码' }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    const payUrl = (await bill.read()).payments[0]!.payUrl!
    await fetch(server.url + new URL(payUrl).pathname, { method: 'POST', redirect: 'manual' })
    await page.getByText('这张账单付清了').waitFor({ timeout: 15_000 })
    await context.close()
  })
})
