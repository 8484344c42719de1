import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { checkPages } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { phoneOf, signIn, signInStaff } from '../people.ts'

const walk = walker()
const HOUR = 3_600_000

interface Periods {
  readonly periods: readonly { readonly periodId: number; readonly startsAt: string; readonly state: string }[]
}

/** Books tomorrow around noon with 林知夏, so that every mark of it lies in the day. */
async function bookTomorrow(page: Page): Promise<{ id: string; day: string; startsAt: Date }> {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date(Date.now() + 24 * HOUR))
  const session = await (await page.request.get('/api/access/session')).json() as { person: { personId: string } }
  const { openings } = await (await page.request.get(`/api/booking/openings?q=${encodeURIComponent('林知夏')}`)).json() as { openings: { institutionId: number; serviceId: number }[] }
  const { institutionId, serviceId } = openings[0]!
  const { periods } = await (await page.request.get(`/api/booking/services/${institutionId}/${serviceId}/periods?day=${day}`)).json() as Periods
  const period = periods.find((one) => one.state === 'free' && Date.parse(one.startsAt) >= Date.parse(`${day}T12:00:00+08:00`))!
  const made = await page.request.post('/api/booking/appointments', {
    data: { institutionId, periodId: period.periodId, personId: session.person.personId }, headers: { 'idempotency-key': `reminded-${Date.now()}` },
  })
  return { id: ((await made.json()) as { id: string }).id, day, startsAt: new Date(period.startsAt) }
}

/** The address in the newest reminder on a phone, once it has arrived. */
async function linkOn(page: Page, phone: string): Promise<string> {
  let path: string | undefined
  await expect.poll(async () => {
    const messages = await (await page.request.get(`/simulator/sms/outbox?format=json&phone=${phone}`)).json() as { text: string }[]
    path = messages.map(({ text }) => /\/r\/[\w-]+/.exec(text)?.[0]).find(Boolean)
    return path
  }, { timeout: 90_000, interval: 1_000 }).toBeDefined()
  return path!
}

test('P1 a reminder comes, one tap answers it without signing in, the desk sees it, and giving back asks first', async () => {
  const phone = phoneOf(96)
  const page = await walk.phone()
  await signIn(page, phone)
  const { id, day, startsAt } = await bookTomorrow(page)
  const office = await walk.screen()
  await signInStaff(office, 'admin')
  const setClock = (now: Date) => office.request.put('/api/platform/clock', { data: { now: now.toISOString(), rate: 1 }, headers: { 'idempotency-key': `clock-${now.getTime()}` } })
  expect((await setClock(new Date(startsAt.getTime() - 2 * HOUR + 60_000))).status()).toBe(200)
  try {
    const stranger = await walk.phone()
    const link = await linkOn(page, phone)
    await checkPages(stranger, 'reminder', { link })
    await stranger.getByRole('button', { name: '我会来' }).click()
    await stranger.getByText('收到了，到时见。').waitFor()
    await picture(stranger, 'reminder-confirmed')

    await visit(page, `/appointments/101/${id}`)
    await page.getByText('已确认会来').waitFor()
    const desk = await walk.screen()
    await signInStaff(desk, 'nurse')
    await visit(desk, `/staff/booking?day=${day}`)
    await desk.getByText('已确认会来').first().waitFor()
    await picture(desk, 'reminder-desk')

    await stranger.getByRole('button', { name: '来不了，取消' }).click()
    await stranger.getByRole('dialog').getByRole('button', { name: '取消就诊' }).waitFor()
    await stranger.keyboard.press('Escape')
    expect(((await (await page.request.get(`/api/booking/appointments/101/${id}`)).json()) as { status: string }).status).toBe('booked')
    await stranger.getByRole('button', { name: '来不了，取消' }).click()
    await stranger.getByRole('dialog').getByRole('button', { name: '取消就诊' }).click()
    await stranger.getByText('这次就诊已经取消').waitFor()
    await picture(stranger, 'reminder-cancelled')
    for (const mode of [{ language: 'en', elder: false }, { language: 'zh-CN', elder: true }] as const) {
      await checkPages(await walk.phone(mode), `reminder-${mode.language}-${mode.elder}`, { link, over: '/r/a-link-that-nobody-was-ever-sent' })
    }
    await checkPages(office, 'attendance', { calls: `/staff/attendance?day=${day}`, advice: `/staff/attendance/advice?day=${day}`, figures: `/staff/attendance/figures?from=${day}&to=${day}` })
    const english = await walk.screen({ language: 'en' })
    await signInStaff(english, 'admin')
    await checkPages(english, 'attendance-en', { calls: `/staff/attendance?day=${day}`, advice: `/staff/attendance/advice?day=${day}`, figures: `/staff/attendance/figures?from=${day}&to=${day}` })
  } finally {
    await office.request.delete('/api/platform/clock', { headers: { 'idempotency-key': `clock-back-${Date.now()}` } })
  }
})
