import { test } from 'vitest'
import { checkPages } from '../axe.ts'
import { walker } from '../browser.ts'
import { signInStaff } from '../people.ts'

const walk = walker()

for (const [username, paths] of [
  ['nurse', { today: '/staff/', arrival: '/staff/arrival', counters: '/staff/counters', 'line-rule': '/staff/line-rule', waits: '/staff/waits', booking: '/staff/booking', 'call-desk': '/staff/call-desk', people: '/staff/people', assist: '/staff/assist', boards: '/staff/boards', 'service-desk': '/staff/service-desk', 'service-items': '/staff/service-desk/items', 'service-complaints': '/staff/service-desk/complaints', 'service-answers': '/staff/service-desk/answers', 'service-handover': '/staff/service-desk/handover', 'service-figures': '/staff/service-desk/figures', kiosks: '/staff/kiosks' }],
  ['laboratory', { 'laboratory-counter': '/staff/counters' }],
  ['pharmacist', { 'pharmacy-counter': '/staff/counters' }],
  ['cashier', { cashier: '/staff/cashier' }],
  ['admin', { rules: '/staff/rules', 'change-line-rule': '/staff/line-rule', release: '/staff/release', draws: '/staff/draws', merges: '/staff/merges', teams: '/staff/teams', connected: '/staff/connected', owing: '/staff/credit', plans: '/staff/plans', operations: '/staff/operations', 'capacity-advice': '/staff/operations/advice', 'day-ends': '/staff/day-ends' }],
  ['familydoctor', { residents: '/staff/residents' }],
  ['doctor', { consulting: '/staff/consulting', caller: '/staff/caller', 'extra-sessions': '/staff/extra-sessions' }],
] as const) {
  test(`every desk of ${username}, in both languages`, async () => {
    const desk = await walk.screen()
    await signInStaff(desk, username)
    // Signed in once: a second factor's code is good once, and the next one has to be waited for.
    for (const language of ['zh-CN', 'en'] as const) {
      await desk.context().addCookies([{ name: 'lang', value: language, url: new URL('/', desk.url()).href }])
      // English has the longer words.
      await checkPages(desk, `every-desk-${language}`, paths, { language, narrow: language === 'en' })
    }
  })
}

for (const language of ['zh-CN', 'en'] as const) {
  test(`the machine in the hall and signing in, ${language}`, async () => {
    await checkPages(await walk.screen({ language, width: 1080, height: 1920 }), `every-kiosk-${language}`, { kiosk: '/kiosk/' })
    await checkPages(await walk.phone({ language }), `every-stranger-${language}`, { home: '/', 'sign-in': '/sign-in' })
    await checkPages(await walk.screen({ language }), `every-stranger-desk-${language}`, { 'sign-in': '/staff/sign-in' })
  })
}
