import { describe, expect, test } from 'vitest'
import { checkPages } from './axe.ts'
import { type Language, type SignedIn, walker } from './browser.ts'
import { begin, book, type Booked, callUntil, checkIn, finish, order, pay, sitDown, writeNote } from './moments.ts'
import { phoneOf, signIn, signInStaff } from './people.ts'

const walk = walker()
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

  // Both languages and both looks meet axe once. English at its plain size is what elder mode shows at a larger one: it is left out.
  const modes: readonly { readonly mode: string; readonly language: Language; readonly elder: boolean; readonly withAxe: boolean }[] = [
    { mode: 'zh', language: 'zh-CN', elder: false, withAxe: true },
    { mode: 'zh-elder', language: 'zh-CN', elder: true, withAxe: false }, { mode: 'en-elder', language: 'en', elder: true, withAxe: true },
  ]
  for (const { mode, language, elder, withAxe } of modes) {
    test(`every patient page, ${mode}, at phone width`, async () => {
      const page = await walk.phone({ language, elder, ...(owner ? { signedIn: owner } : {}) })
      await page.request.put('/api/access/preferences', { data: { language, textSize: elder ? 2 : 0 }, headers: { 'idempotency-key': `reading-${mode}` } })
      const past = `${seen.institutionId}/${seen.visitId}`
      const coming = `${next.institutionId}/${next.visitId}`
      await checkPages(page, `every-${mode}`, {
        home: '/', doctors: '/doctors', search: '/doctors?q=xinnei', times: `/doctors/101/3`, together: '/doctors/101/3/together', hospitals: '/hospitals', hospital: '/hospitals/101',
        appointments: '/appointments', appointment: `/appointments/${coming}`, booked: `/appointments/${coming}/booked`, move: `/appointments/${coming}/move`,
        day: `/visits/${coming}`, 'whole-day': '/day', companions: '/companions', 'companion-over': '/companion/an-address-nobody-was-given', 'day-over': `/visits/${past}`, stops: `/visits/${past}/stops`, bills: '/bills', bill: `/bills/${past}`, 'bill-due': `/bills/${coming}`, receipts: '/receipts',
        verify: '/receipts/verify', records: '/records', record: `/records/${past}`, me: '/me', person: '/me/person', 'sign-ins': '/me/sign-ins',
        assist: '/assist', 'help-somebody': '/assist/help', 'who-helped': '/assist/past', wallet: '/wallet', statement: '/wallet/statement', 'top-up': '/wallet/top-up', waitlist: '/waitlist', standing: '/me/online-booking',
        family: '/family', 'family-add': '/family/add', code: '/code', missing: '/nowhere', draws: '/draws', credit: '/credit', borrowed: '/borrowed', repay: '/repay/an-address-nobody-gave', guide: '/guide/101',
      }, { withAxe })
      owner = await page.context().storageState()
    })
  }
})
