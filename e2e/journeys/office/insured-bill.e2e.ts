import { expect, test } from 'vitest'
import { personAt } from '#region/generate/persons.ts'
import { picture, visit, walker } from '../browser.ts'
import { begin, book, callUntil, checkIn, finish, order, pay, sitDown, writeNote } from '../moments.ts'
import { phoneOf, signIn, signInStaff } from '../people.ts'

const walk = walker()
const insured = Array.from({ length: 60 }, (_, i) => 231 + i).find((index) => personAt('linxi', index).insurance === 'employee' && personAt('linxi', index).phone)!

interface Split {
  readonly dueCents: number
  readonly selfCents: number
  readonly insurer: { readonly state: string; readonly fundCents: number }
  readonly items: readonly { readonly shares: { readonly overCents: number } }[]
}

test('O1 an insured person sees what the insurer will pay and why, pays their part, and sees it settled; the window shows the same', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(insured))
  const booked = await book(page, '林知夏')
  const label = await checkIn(page, booked)
  const desk = await walk.screen()
  await signInStaff(desk, 'doctor')
  await sitDown(desk)
  await callUntil(desk, label)
  await begin(desk)
  await writeNote(desk, { complaint: '咳嗽 3 周', advice: '三天后看结果。' })
  await order(desk, 'jieheganran')
  await finish(desk, personAt('linxi', insured).name)

  const read = async () => (await (await page.request.get(`/api/billing/bills/${booked.institutionId}/${booked.visitId}`)).json()) as Split
  // The fee of the registration comes onto the bill by itself, a moment after the booking.
  await expect.poll(async () => (await read()).items.length, { timeout: 20_000 }).toBe(2)
  await visit(page, `/bills/${booked.institutionId}/${booked.visitId}`)
  await page.getByText('医保已经核过这个数。').waitFor()
  const quoted = await read()
  expect(quoted).toMatchObject({ insurer: { state: 'quoted' } })
  // The insurer recognises less than the hospital charges for this test, and the page says so.
  expect(quoted.items.reduce((sum, item) => sum + item.shares.overCents, 0)).toBe(6000)
  await page.getByText(/超过医保限价的 ¥60\.00/).waitFor()
  for (const kind of await page.locator('.billing-kind > summary').all()) await kind.click()
  await page.getByText(/医保最多按 ¥360\.00 算，多出的 ¥60\.00 自己付/).waitFor()
  await picture(page, 'patient-bill-quoted')

  const window = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(window, 'cashier')
  await visit(window, '/staff/cashier')
  const start = window.getByRole('button', { name: '开始收费' })
  const box = window.getByRole('searchbox')
  await start.or(box).first().waitFor()
  if (await start.isVisible()) {
    await window.getByLabel('窗口', { exact: false }).first().fill('3 号窗口')
    await start.click()
  }
  await box.fill(phoneOf(insured))
  await window.keyboard.press('Enter')
  await window.getByText('医保已经核过这个数。').waitFor()
  await picture(window, 'window-bill-quoted')

  const amount = await pay(page, booked)
  expect(amount).toBe(`¥${(quoted.dueCents / 100).toFixed(2)}`)
  await expect.poll(async () => (await read()).insurer.state, { timeout: 60_000 }).toBe('settled')
  expect(await read()).toMatchObject({ dueCents: 0, selfCents: quoted.selfCents, insurer: { fundCents: quoted.insurer.fundCents } })
  await visit(page, `/bills/${booked.institutionId}/${booked.visitId}`)
  await page.getByText('医保已经结算。').waitFor()
  await picture(page, 'patient-bill-settled')
  await window.getByText('医保已经结算。').waitFor()
  await picture(window, 'window-bill-settled')
})
