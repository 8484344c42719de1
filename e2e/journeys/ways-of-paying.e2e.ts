import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { personAt } from '#region/generate/persons.ts'
import { picture, visit, walker } from './browser.ts'
import { phoneOf, signIn, signInStaff } from './people.ts'

const walk = walker()
const machine = '大厅缴费机'

/** The simulated reader: the card goes in, then the number is typed. */
async function useCard(page: Page, reader: string): Promise<void> {
  for (const _press of ['insert', 'confirm']) await page.request.post(`/simulator/bankcard/reader/${reader}/go-on`, { data: '', headers: { 'content-type': 'text/plain' } })
}

/** A visit booked today or on one of the next days, whose bill is there. */
async function aBill(index: number, elder = false): Promise<{ page: Page; path: string; institutionId: string }> {
  const page = await walk.phone({ elder })
  await signIn(page, phoneOf(index))
  const ask = async <T>(path: string) => (await (await page.request.get(path)).json()) as T
  const { person } = await ask<{ person: { personId: string } }>('/api/access/session')
  const { openings } = await ask<{ openings: { institutionId: number; serviceId: number }[] }>(`/api/booking/openings?q=${encodeURIComponent('林知夏')}`)
  const { institutionId, serviceId } = openings[0]!
  let periodId: number | undefined
  for (let ahead = 0; periodId === undefined && ahead < 5; ahead++) {
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date(Date.now() + ahead * 86_400_000))
    const { periods } = await ask<{ periods: { periodId: number; state: string }[] }>(`/api/booking/services/${institutionId}/${serviceId}/periods?day=${day}`)
    periodId = periods.find((one) => one.state === 'free')?.periodId
  }
  const made = await page.request.post('/api/booking/appointments', {
    data: { institutionId, periodId, personId: person.personId }, headers: { 'idempotency-key': `ways-${index}-${Date.now()}` },
  })
  const path = `${institutionId}/${((await made.json()) as { id: string }).id}`
  await expect.poll(async () => (await page.request.get(`/api/billing/bills/${path}`)).status(), { timeout: 20_000 }).toBe(200)
  return { page, path, institutionId: String(institutionId) }
}

test('O1 Alipay on the phone in elder mode, a card at the window, and a machine in the hall that takes money, prints and forgets', async () => {
  const elder = await aBill(86, true)
  await visit(elder.page, `/bills/${elder.path}`)
  await elder.page.getByText('支付宝', { exact: true }).click()
  const pay = elder.page.getByRole('button', { name: /^付 ¥/ })
  await expect.poll(() => pay.isEnabled(), { timeout: 15_000 }).toBe(true)
  await picture(elder.page, 'pay-alipay-elder')
  await pay.click()
  await elder.page.getByRole('button', { name: '付款 Pay' }).click()
  await elder.page.waitForURL(/\/payments\//)
  await elder.page.getByText(/付好了，¥/).waitFor()

  const other = await aBill(87)
  const till = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(till, 'cashier')
  await visit(till, '/staff/cashier')
  const begin = till.getByRole('button', { name: '开始收费' })
  const box = till.getByPlaceholder('扫健康码，或输证件、手机、姓名')
  await begin.or(box).first().waitFor()
  if (await begin.isVisible()) {
    await till.getByLabel('窗口').fill('3 号窗口')
    await begin.click()
  }
  await box.fill(phoneOf(87))
  await till.keyboard.press('Enter')
  await till.getByRole('button', { name: /^刷卡/ }).click()
  const read = till.getByRole('button', { name: /^刷卡 ¥/ })
  await expect.poll(() => read.isEnabled(), { timeout: 15_000 }).toBe(true)
  await read.click()
  await till.getByText('请插卡').waitFor()
  await picture(till, 'pay-card-window')
  await useCard(till, `${other.institutionId.padStart(6, '0')}W1`)
  await till.getByText(/收好了，¥/).waitFor()

  const third = await aBill(88)
  const made = await till.request.post('/api/kiosk/machines', { data: { machine }, headers: { 'idempotency-key': `pay-kiosk-${Date.now()}` } })
  const { path } = (await made.json()) as { path: string }
  const kiosk = await walk.screen({ width: 1080, height: 1920 })
  await visit(kiosk, path)
  await kiosk.getByRole('button', { name: /缴费/ }).click()
  await kiosk.getByRole('button', { name: '身份证', exact: true }).click()
  await kiosk.getByRole('textbox').fill(personAt('linxi', 88).documentNumber)
  await kiosk.getByRole('button', { name: '下一步' }).click()
  await kiosk.getByRole('button', { name: '刷银行卡' }).click()
  await kiosk.getByText('请插卡').waitFor()
  await useCard(till, `${third.institutionId.padStart(6, '0')}K${(createHash('md5').update(machine).digest()[0]! % 36).toString(36).toUpperCase()}`)
  await kiosk.getByText(/付好了，¥/).waitFor()
  const paidAt = Date.now()
  await kiosk.getByText('验证码').first().waitFor()
  await picture(kiosk, 'pay-kiosk-receipt')
  await kiosk.getByText('您好，今天来做什么？').waitFor()
  expect(Date.now() - paidAt, 'forgotten within fifteen seconds, and the time this test takes to look').toBeLessThan(18_000)
  expect(await kiosk.getByText(personAt('linxi', 88).name.slice(-1)).count()).toBe(0)
})
