import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { type Language, picture, type SignedIn, visit, walker } from './browser.ts'
import { begin, book, type Booked, callUntil, checkIn, finish, order, pay, sitDown, writeNote } from './moments.ts'
import { phoneOf, signIn, signInStaff } from './people.ts'

const walk = walker()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly target: readonly string[] }[]
}

/** What axe-core finds wrong on the page as it stands, serious or worse. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const findings = await page.evaluate<Finding[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`)
  return findings.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target }) => target.join(' ')).join(' | ')}`)
}

/** Wider than the screen: somebody would have to scroll sideways to read. */
const isTooWide = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth + 1')

/** Opens one page after the other, waits until each has its content, keeps a picture, and tells every fault at once. */
async function checkPages(page: Page, kind: string, paths: Readonly<Record<string, string>>): Promise<void> {
  const faults: string[] = []
  for (const [name, path] of Object.entries(paths)) {
    await visit(page, path)
    await page.locator('h1').first().waitFor()
    await expect.poll(() => page.locator('.bones').count(), { timeout: 20_000 }).toBe(0)
    await picture(page, `${kind}-${name}`)
    faults.push(...(await faultsOf(page)).map((fault) => `${path} ${fault}`))
    if (await isTooWide(page)) faults.push(`${path} scrolls sideways`)
  }
  expect(faults).toEqual([])
}

let seen: Booked = { institutionId: '', visitId: '' }
let next: Booked = { institutionId: '', visitId: '' }
// Codes to one phone are a minute apart, so the phone stays signed in from test to test.
let owner: SignedIn | undefined

describe('every page can be read by everybody', () => {
  test('somebody has been seen, has paid, and has another appointment: so that no page is empty', async () => {
    const page = await walk.phone()
    await signIn(page, phoneOf(84))
    seen = await book(page, '周明远')
    const label = await checkIn(page, seen)
    const desk = await walk.screen()
    await signInStaff(desk, 'doctor2')
    await sitDown(desk)
    await callUntil(desk, label)
    await begin(desk)
    const name = (await desk.locator('.consulting-patient h2').innerText()).split(/\s/)[0]!
    await writeNote(desk, { complaint: '咳嗽 3 天', advice: '多喝水，三天不好再来。' })
    await order(desk, 'xuechanggui')
    await finish(desk, name)
    await pay(page, seen)
    next = await book(page, '林知夏', 'last')
    owner = await page.context().storageState()
    expect(next.visitId).not.toBe(seen.visitId)
  })

  const modes: readonly { readonly mode: string; readonly language: Language; readonly elder: boolean }[] = [
    { mode: 'zh', language: 'zh-CN', elder: false }, { mode: 'en', language: 'en', elder: false },
    { mode: 'zh-elder', language: 'zh-CN', elder: true }, { mode: 'en-elder', language: 'en', elder: true },
  ]
  for (const { mode, language, elder } of modes) {
    test(`every patient page, ${mode}, at phone width`, async () => {
      const page = await walk.phone({ language, elder, ...(owner ? { signedIn: owner } : {}) })
      await page.request.put('/api/access/preferences', { data: { language, textSize: elder ? 2 : 0 }, headers: { 'idempotency-key': `reading-${mode}` } })
      const past = `${seen.institutionId}/${seen.visitId}`
      const coming = `${next.institutionId}/${next.visitId}`
      await checkPages(page, `every-${mode}`, {
        home: '/', doctors: '/doctors', search: '/doctors?q=xinnei', times: `/doctors/101/3`, hospitals: '/hospitals', hospital: '/hospitals/101',
        appointments: '/appointments', appointment: `/appointments/${coming}`, booked: `/appointments/${coming}/booked`, move: `/appointments/${coming}/move`,
        day: `/visits/${coming}`, 'day-over': `/visits/${past}`, bills: '/bills', bill: `/bills/${past}`, 'bill-due': `/bills/${coming}`, receipts: '/receipts',
        verify: '/receipts/verify', records: '/records', record: `/records/${past}`, me: '/me', person: '/me/person', 'sign-ins': '/me/sign-ins',
        family: '/family', 'family-add': '/family/add', code: '/code', missing: '/nowhere',
      })
      owner = await page.context().storageState()
    })
  }

  for (const language of ['zh-CN', 'en'] as const) {
    test(`every desk, ${language}`, async () => {
      for (const [username, paths] of [
        ['nurse', { today: '/staff/', arrival: '/staff/arrival', booking: '/staff/booking', people: '/staff/people' }],
        ['cashier', { cashier: '/staff/cashier' }],
        ['admin', { merges: '/staff/merges' }],
        ['doctor', { consulting: '/staff/consulting' }],
      ] as const) {
        const desk = await walk.screen({ language })
        await signInStaff(desk, username)
        await checkPages(desk, `every-desk-${language}`, paths)
      }
    })

    test(`the machine in the hall and signing in, ${language}`, async () => {
      await checkPages(await walk.screen({ language, width: 1080, height: 1920 }), `every-kiosk-${language}`, { kiosk: '/kiosk/' })
      await checkPages(await walk.phone({ language }), `every-stranger-${language}`, { home: '/', 'sign-in': '/sign-in' })
      await checkPages(await walk.screen({ language }), `every-stranger-desk-${language}`, { 'sign-in': '/staff/sign-in' })
    })
  }
})
