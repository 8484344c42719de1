import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsOf } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { phoneOf, signIn, signInStaff } from '../people.ts'

const walk = walker()

/** Nothing axe finds serious, nothing to scroll sideways, and a picture to look at. */
async function look(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.locator('.bones').count(), { timeout: 20_000 }).toBe(0)
  await picture(page, name)
  expect([name, ...(await faultsOf(page))]).toEqual([name])
}

/** O11: advice is accepted with a doctor who can come, the session stands with its doctor and room, and is taken back while nobody has booked. */
async function adviceBecomesASession(office: Page): Promise<void> {
  await visit(office, '/staff/operations/advice')
  const accept = office.getByRole('button', { name: /^Accept/ })
  await accept.first().waitFor({ timeout: 60_000 })
  const made = office.getByRole('group', { name: 'Added session' })
  const confirm = office.getByRole('button', { name: 'Add the session' })
  // The furthest day first: late in the evening tomorrow morning is too soon for a doctor to know of it.
  for (let at = (await accept.count()) - 1; at >= 0; at--) {
    await accept.nth(at).click()
    await office.getByText('Who comes').or(office.getByText('Nobody can come')).first().waitFor()
    if (await expect.poll(() => confirm.isEnabled(), { timeout: 5000 }).toBe(true).then(() => true, () => false)) break
    await office.getByRole('button', { name: 'Not now' }).click()
  }
  await look(office, 'operations-accept')
  await confirm.click()
  await made.waitFor()
  await look(office, 'operations-accepted')
  await made.getByRole('button', { name: 'Take it back' }).click()
  await office.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click()
  await made.waitFor({ state: 'detached' })
}

test('O7 O11 a wheelchair is lent with a deposit, a complaint taken, the shift handed over, the deposit returned; a figure of the hospital opens to its people; and advice becomes a session', async () => {
  const desk = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(desk, 'nurse')
  await visit(desk, '/staff/service-desk')
  const begin = desk.getByRole('button', { name: '开始值班' })
  const who = desk.getByLabel('扫码，或输入手机、证件、姓名')
  await begin.or(who).first().waitFor()
  if (await begin.isVisible()) await begin.click()
  // Who stands here: by phone, with the keyboard.
  await who.fill(phoneOf(143))
  await desk.keyboard.press('Enter')
  await desk.getByRole('button', { name: '换一位' }).waitFor()
  await desk.locator('h2').first().click()
  await desk.keyboard.press('5')
  await desk.getByRole('radio', { name: /收现金 ¥200/ }).waitFor()
  await look(desk, 'service-desk-lend')
  await desk.keyboard.press('F8')
  await desk.getByRole('list', { name: '今天来过的' }).getByText('借用').waitFor()
  // Somebody who gives no name is not content.
  await desk.locator('h2').first().click()
  await desk.keyboard.press('4')
  await desk.getByLabel('对方怎么说').fill('抽血等了一个小时，没有人说要等多久')
  await desk.keyboard.press('F8')
  await desk.getByText(/收下了，编号 \d{4}-\d{5}/).waitFor()
  await look(desk, 'service-desk-complaint')
  await desk.getByRole('button', { name: '下一位' }).last().click()

  await visit(desk, '/staff/service-desk/handover')
  await desk.getByLabel('交代给下一班').fill('二楼轮椅少一台')
  await desk.getByLabel('柜台现金，点出来的数（元）').fill('200')
  await desk.getByRole('button', { name: '交班' }).click()
  await desk.getByText('账款相符').waitFor()
  const next = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(next, 'cashier')
  await visit(next, '/staff/service-desk/handover')
  const take = next.getByRole('button', { name: '看过了，接班' })
  await take.waitFor()
  expect(await take.isEnabled()).toBe(false)
  for (const matter of await next.getByRole('checkbox').all()) await matter.check()
  await look(next, 'service-desk-handover')
  await take.click()
  await next.getByRole('button', { name: '交班' }).waitFor()
  await visit(next, '/staff/service-desk/items')
  await next.getByRole('button', { name: /^还了 / }).first().click()
  await next.getByText('退 ¥200').waitFor()
  await look(next, 'service-desk-return')
  await next.getByRole('button', { name: '收回，退押金' }).click()
  await next.getByText(/收回了，押金 ¥200(\.00)? 退给/).waitFor()

  const office = await walk.screen({ language: 'en', width: 1280, height: 800 })
  await signInStaff(office, 'admin')
  await visit(office, '/staff/operations')
  await office.getByRole('button', { name: /^Arrived today/ }).waitFor()
  await look(office, 'operations-en')
  await office.getByRole('button', { name: /^Arrived today/ }).click()
  await office.getByRole('heading', { name: 'Arrived today: who they are' }).waitFor()
  await look(office, 'operations-rows')
  await adviceBecomesASession(office)

  const phone = await walk.phone()
  await signIn(phone, phoneOf(143))
  await visit(phone, '/borrowed')
  await phone.getByText(/已还，押金退了 ¥200/).waitFor()
  await look(phone, 'borrowed')
})
