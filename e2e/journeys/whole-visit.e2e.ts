import { expect, test } from 'vitest'
import { picture, visit, walker } from './browser.ts'
import { begin, book, callUntil, checkIn, finish, order, pay, sitDown, writeNote } from './moments.ts'
import { phoneOf, signIn, signInStaff } from './people.ts'

const walk = walker()

test('one whole visit: found, booked, arrived, called, seen, come back booked, paid once, receipt in hand', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(0))
  const booked = await book(page, '林知夏')
  const label = await checkIn(page, booked)

  const desk = await walk.screen()
  await signInStaff(desk, 'doctor')
  await sitDown(desk)
  await callUntil(desk, label)
  await page.getByText('轮到您了，请进').waitFor()
  await begin(desk)
  await desk.getByText('青霉素过敏').waitFor()
  await writeNote(desk, { complaint: '活动后胸闷 2 周', advice: '胸闷超过 20 分钟不缓解，立刻打 120。' })
  await order(desk, 'xuezhi')
  await desk.getByRole('button', { name: '约上' }).click()
  const sheet = desk.getByRole('dialog')
  await sheet.locator('.slot').first().click()
  await picture(desk, 'desk-revisit')
  await sheet.getByRole('button', { name: /^约 / }).click()
  await desk.getByText(/\d 复诊$/).waitFor()
  await finish(desk, '王桂兰')

  await visit(page, `/visits/${booked.institutionId}/${booked.visitId}`)
  await page.getByText('看完了').waitFor()
  await picture(page, 'patient-seen')
  const amount = await pay(page, booked)
  await visit(page, `/bills/${booked.institutionId}/${booked.visitId}`)
  await page.getByText(/已经付清/).waitFor()
  expect(amount).toMatch(/^¥\d/)
  await picture(page, 'patient-bill-paid')
  await visit(page, '/appointments')
  await page.getByRole('link', { name: /林知夏/ }).first().waitFor()
  await picture(page, 'patient-appointments')
  await visit(page, '/')
  await picture(page, 'patient-home-after')
})
