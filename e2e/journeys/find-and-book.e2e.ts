import { expect, test } from 'vitest'
import { picture, visit, walker } from './browser.ts'
import { book } from './moments.ts'
import { phoneOf, signIn } from './people.ts'

const walk = walker()

test('P1 P2 a patient says what hurts in everyday words or in pinyin, sees who has time when and for how much, and books', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(41))
  await visit(page, '/')
  await picture(page, 'patient-home')
  await visit(page, '/doctors?q=胸闷')
  await page.getByRole('link', { name: /心血管/ }).first().waitFor()
  await visit(page, '/doctors?q=linzhixia')
  const doctor = page.getByRole('link', { name: /林知夏/ }).first()
  expect(await doctor.innerText()).toMatch(/¥\d+/)
  await picture(page, 'patient-search')
  await doctor.click()
  await page.locator('.slot').first().waitFor()
  await picture(page, 'patient-times')

  const booked = await book(page, '林知夏')
  await page.getByText('约好了').first().waitFor()
  await picture(page, 'patient-booked')
  await visit(page, '/appointments')
  await page.getByRole('link', { name: /林知夏/ }).first().waitFor()
  expect(booked.visitId).toMatch(/^[0-9a-f-]{36}$/)
})

test('P2 the same person does not get a second time that overlaps, and is told which one is in the way', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(42))
  const { institutionId, visitId } = await book(page, '林知夏')
  const { startsAt } = (await (await page.request.get(`/api/booking/appointments/${institutionId}/${visitId}`)).json()) as { startsAt: string }
  const time = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }).format(new Date(startsAt)).replace(/^0(?=\d:)/, '')
  await visit(page, '/doctors?q=周明远')
  await page.getByRole('link', { name: /周明远/ }).first().click()
  // The same quarter of an hour: an earlier one may be free with one doctor and full with the other.
  await page.locator('.slot[data-s="free"]:not([disabled])', { hasText: new RegExp(`^\\s*${time}`) }).first().click()
  await page.getByText(/已经约了别的号/).first().waitFor()
  await picture(page, 'patient-overlap')
})

test('P2 an appointment that is given back frees the time and the money', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(43))
  const { institutionId, visitId } = await book(page, '林知夏')
  await visit(page, `/appointments/${institutionId}/${visitId}`)
  await page.getByRole('button', { name: '取消预约' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: '取消预约' }).click()
  await page.getByText('已取消').first().waitFor()
  await picture(page, 'patient-cancelled')
})
