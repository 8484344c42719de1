import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsOf } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { begin, book, callUntil, checkIn, finish, order, pay, sitDown, writeNote } from '../moments.ts'
import { phoneOf, signIn, signInStaff } from '../people.ts'

const walk = walker()

/** Sits down at the first free window of a station, or sits there already. */
async function sitAt(counter: Page, station: string): Promise<void> {
  await counter.getByRole('combobox', { name: '哪个窗口' }).selectOption({ label: station })
  const line = counter.getByRole('button', { name: /叫下一位|现在没有人在等/ })
  const free = counter.getByRole('button', { name: new RegExp(`^${station} \\d`) }).first()
  await line.or(free).first().waitFor()
  if (await free.isVisible()) await free.click()
  await line.waitFor()
}

/** Calls with one key until this number is called, and finishes it with another. */
async function serve(counter: Page, label: string): Promise<void> {
  for (let called = 0; called < 10; called++) {
    const next = counter.getByRole('button', { name: /^叫下一位/ })
    await next.waitFor()
    await counter.keyboard.press('F2')
    await counter.getByRole('button', { name: /^(办好了|药发好了)/ }).waitFor()
    if (await counter.locator('.card--solid').getByText(label, { exact: true }).isVisible()) break
    await counter.keyboard.press('F4')
  }
  await picture(counter, 'one-ticket-counter')
  await counter.keyboard.press('F8')
  await counter.getByRole('button', { name: /^(办好了|药发好了)/ }).waitFor({ state: 'detached' })
}

test('O3 one number from the doctor to the laboratory, back with the results, and to the pharmacy', async () => {
  const phone = await walk.phone()
  await signIn(phone, phoneOf(131))
  const booked = await book(phone, '林知夏')
  const label = await checkIn(phone, booked)

  const desk = await walk.screen()
  await signInStaff(desk, 'doctor')
  await sitDown(desk)
  await callUntil(desk, label)
  await begin(desk)
  const name = (await desk.locator('.consulting-patient h2').innerText()).split(/\s/)[0]!
  await writeNote(desk, { complaint: '心慌 2 天', advice: '按时吃药，少喝浓茶。' })
  await order(desk, 'xuechanggui')
  await order(desk, 'aspl')
  await desk.getByRole('button', { name: '先查，等结果回诊' }).click()

  const stops = `/visits/${booked.institutionId}/${booked.visitId}/stops`
  await visit(phone, stops)
  await phone.getByText('待付费').first().waitFor()
  expect(await faultsOf(phone)).toEqual([])
  await picture(phone, 'one-ticket-to-pay')
  await pay(phone, booked)
  await visit(phone, stops)
  await phone.getByText('排队中').waitFor()
  await phone.getByText(label, { exact: true }).waitFor()
  await picture(phone, 'one-ticket-in-line')

  const counter = await walk.screen()
  await signInStaff(counter, 'laboratory')
  await visit(counter, '/staff/counters')
  await sitAt(counter, '采血室')
  expect(await faultsOf(counter)).toEqual([])
  await serve(counter, label)
  await phone.getByText('等结果', { exact: true }).waitFor()
  await counter.getByRole('button', { name: `${label} 结果出了` }).click()
  await phone.getByText(/已出结果/).waitFor()
  await phone.getByText(/还是今天的 .* 号，已经替您排上/).waitFor()
  await picture(phone, 'one-ticket-result')

  // The doctor's line shows who is back, under the same number, and the order shows its result.
  await desk.getByText('回诊', { exact: true }).first().waitFor()
  await callUntil(desk, label)
  await desk.keyboard.press('F2')
  await desk.getByText(/结果已出/).waitFor()
  await picture(desk, 'one-ticket-back')
  await finish(desk, name)

  await phone.getByText('排队中').waitFor()
  const pharmacy = await walk.screen()
  await signInStaff(pharmacy, 'pharmacist')
  await visit(pharmacy, '/staff/counters')
  await sitAt(pharmacy, '门诊药房')
  await serve(pharmacy, label)
  await expect.poll(() => phone.getByText('已完成').count(), { timeout: 15_000 }).toBe(2)
  // The doctor has seen the result: nobody is asked to come back with it.
  expect(await phone.getByRole('button', { name: '带结果再请医生看看' }).count()).toBe(0)
  await picture(phone, 'one-ticket-done')
})
