import { beforeAll, expect, test } from 'vitest'
import { picture, visit, walker } from './browser.ts'
import { checkPages, faultsOf } from './axe.ts'
import { book } from './moments.ts'
import { askAtNightToo } from './night.ts'
import { phoneOf, signIn, signInStaff } from './people.ts'

const walk = walker()
// At night nobody of the waitlist is asked, and these journeys run at any hour.
beforeAll(askAtNightToo)

test('P3 somebody waits for a doctor, hears when a time is given back, sees why they were asked, and takes it with one tap', async () => {
  const [waiting, holder] = [await walk.phone(), await walk.phone()]
  await signIn(waiting, phoneOf(105))
  await visit(waiting, '/doctors?q=周明远')
  await waiting.getByRole('link', { name: /周明远/ }).first().click()
  await waiting.getByRole('link', { name: /候补/ }).first().click()
  await waiting.getByRole('group', { name: '哪些半天' }).waitFor()
  for (const half of ['上午', '下午', '晚上']) {
    const chip = waiting.getByRole('button', { name: half, exact: true })
    if ((await chip.getAttribute('aria-pressed')) !== 'true') await chip.click()
  }
  await waiting.getByLabel('至少提前多久告诉您').selectOption('2')
  expect(await faultsOf(waiting)).toEqual([])
  await picture(waiting, 'waitlist-join')
  await waiting.getByRole('button', { name: '开始候补' }).click()
  await waiting.getByText('候补中').first().waitFor()
  expect(await faultsOf(waiting)).toEqual([])
  await picture(waiting, 'waitlist-mine')

  await signIn(holder, phoneOf(106))
  const { institutionId, visitId } = await book(holder, '周明远', 'last')
  await visit(holder, `/appointments/${institutionId}/${visitId}`)
  await holder.getByRole('button', { name: '取消预约' }).first().click()
  await holder.getByRole('dialog').getByRole('button', { name: '取消预约' }).click()
  await holder.getByText('已取消').first().waitFor()

  await visit(waiting, '/')
  await waiting.getByText('候补有号了').first().waitFor()
  await picture(waiting, 'waitlist-home')
  expect(await faultsOf(waiting)).toEqual([])
  await waiting.getByRole('link', { name: '去看看' }).first().click()
  await waiting.getByRole('button', { name: '要这个号' }).waitFor()
  await waiting.getByText('为什么先问您').click()
  await picture(waiting, 'waitlist-offer')
  expect(await faultsOf(waiting)).toEqual([])
  await waiting.getByRole('button', { name: '要这个号' }).click()
  await waiting.waitForURL(/\/booked$/)
  await visit(waiting, '/waitlist')
  await waiting.getByText('约上了').first().waitFor()
})

test('P3 the desk sees who waits, and enters somebody who has no smartphone', async () => {
  const desk = await walk.screen()
  await signInStaff(desk, 'nurse')
  await visit(desk, '/staff/waitlist')
  await desk.getByText('要打的电话').first().waitFor()
  await desk.getByRole('button', { name: '登记候补' }).click()
  await desk.getByRole('dialog').getByRole('searchbox', { name: '手机号、证件号、病历号或姓名' }).fill(phoneOf(107))
  await desk.keyboard.press('Enter')
  await desk.getByRole('dialog').getByRole('button', { name: /\*/ }).first().click()
  await desk.getByRole('dialog').getByRole('searchbox', { name: '医生或门诊' }).fill('林知夏')
  await desk.getByRole('dialog').getByRole('button', { name: /林知夏/ }).first().click()
  expect(await faultsOf(desk)).toEqual([])
  await desk.getByRole('dialog').getByRole('button', { name: '登记', exact: true }).click()
  await desk.getByRole('dialog').waitFor({ state: 'detached' })
  await desk.getByRole('table', { name: '在等的人' }).getByText('林知夏').first().waitFor()
  await picture(desk, 'waitlist-desk')
  expect(await faultsOf(desk)).toEqual([])
})

test('every waitlist page is readable in elder mode and in English', async () => {
  for (const { language, elder } of [{ language: 'zh-CN', elder: true }, { language: 'en', elder: false }] as const) {
    const phone = await walk.phone({ language, elder })
    await signIn(phone, phoneOf(elder ? 64 : 65))
    await checkPages(phone, `waitlist-${language}${elder ? '-elder' : ''}`, { mine: '/waitlist', join: '/waitlist/join?institution=101&service=3', code: '/waitlist/offer' })
  }
})
