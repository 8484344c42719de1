import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { checkPages } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { begin, book, callUntil, checkIn, order, sitDown } from '../moments.ts'
import { phoneOf, signIn, signInStaff } from '../people.ts'

const walk = walker()
const key = () => ({ 'idempotency-key': `day-${Date.now()}-${Math.random()}` })

/** The address in the invitation on a phone, once it has arrived. */
async function addressOn(page: Page, phone: string): Promise<string> {
  let path: string | undefined
  await expect.poll(async () => {
    const messages = await (await page.request.get(`/simulator/sms/outbox?format=json&phone=${phone}`)).json() as { text: string }[]
    path = messages.map(({ text }) => /\/companion\/[\w-]+/.exec(text)?.[0]).find(Boolean)
    return path
  }, { timeout: 30_000, interval: 500 }).toBeDefined()
  return path!
}

/** The doctor says that they are away for so long, and why. */
async function late(desk: Page, minutes: number): Promise<void> {
  const { room } = await (await desk.request.get('/api/arrival/queues/my-room')).json() as { room: { id: number } }
  const { now } = await (await desk.request.get('/api/platform/clock')).json() as { now: string }
  const said = await desk.request.put(`/api/arrival/queues/rooms/${room.id}/lateness`, { data: { until: new Date(Date.parse(now) + minutes * 60_000).toISOString(), reason: '急诊手术' }, headers: key() })
  expect(said.status()).toBeLessThan(300)
}

test('O7 O11 a day re-plans when the doctor is late and says why; a companion sees it, pays, and is out at once when the leave is taken back', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(151))
  const booked = await book(page, '林知夏')
  const label = await checkIn(page, booked)
  await visit(page, '/day')
  await page.getByText(/看完医生，大约/).waitFor()

  const desk = await walk.screen()
  await signInStaff(desk, 'doctor')
  await sitDown(desk)
  await callUntil(desk, label)
  await begin(desk)
  await order(desk, 'xcg')
  await page.getByText(/今天多了/).first().waitFor()
  await desk.getByRole('button', { name: '先查，等结果回诊' }).click()
  await late(desk, 40)
  await page.getByText(/预计晚 \d+ 分钟（急诊手术）/).first().waitFor()
  await picture(page, 'day-late')

  await visit(page, '/companions')
  await page.getByRole('button', { name: '加一位' }).click()
  await page.getByRole('textbox', { name: '怎么称呼' }).fill('小女儿')
  const phone = phoneOf(152)
  await page.getByRole('textbox', { name: '对方的手机号' }).fill(phone)
  await page.getByRole('checkbox', { name: '可以替我付款' }).check()
  await page.getByRole('button', { name: '发给对方' }).click()
  await page.getByText('正在陪看').first().waitFor()

  const companion = await walk.phone()
  const address = await addressOn(page, phone)
  await checkPages(companion, 'companion', { day: address })
  await companion.getByText(/预计晚 \d+ 分钟/).first().waitFor()
  await companion.getByRole('button', { name: /^替付/ }).click()
  await companion.getByRole('button', { name: '付款 Pay' }).click()
  const back = companion.getByRole('link', { name: /返回六心/ })
  if (await back.isVisible().catch(() => false)) await back.click()
  await companion.getByText(/付好了/).first().waitFor()
  await picture(companion, 'companion-paid')

  await checkPages(page, 'day', { day: '/day', companions: '/companions' })
  await page.getByRole('button', { name: '停止陪看' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '停止', exact: true }).click()
  await companion.getByText('陪看已经停了').waitFor()
})
